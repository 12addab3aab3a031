"""The harmless matter in a complaint's place, for whoever opens it by its duress word (domain.md, *Pressure*).

Nothing tells that page from a real one, because it is one: within a transaction a harmless complaint is put under the
same number and the same address, the very views of the portal show it and act on it, and then the transaction is
undone. What became of the harmless complaint is kept, sealed, beside the real one, and put back the next time; so it
stays consistent with itself, and nobody else ever meets it in a list, a count, a message or the history.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from complaints.models import AccessCode, Complaint, Decoy, Draft
from complaints.rules.statuses import FINAL
from complaints.services import decoy_rows
from complaints.services.access import NOBODYS


class _Undo(Exception):
    """Ends the transaction by undoing it."""


def in_its_place[T](complaint_id: int, act: Callable[[int], T], *, keep: bool, at: datetime) -> T:
    """What `act` gives when it is handed the harmless complaint's id while that stands in the real one's place.

    `keep`: what the act changed stands the next time too. Whatever happens within, nothing of it is committed; what
    `act` raises is raised.
    """
    decoy, _ = Decoy.objects.get_or_create(complaint_id=complaint_id)
    result = rows = None
    try:
        with transaction.atomic():
            _make_it_impossible_to_commit(at=at)
            stand_in = _put_in_its_place(decoy, at=at)
            result = act(stand_in)
            if keep or not decoy.sealed_rows:
                rows = decoy_rows.taken(stand_in)
            raise _Undo
    except _Undo:
        if rows:
            _keep(decoy, rows)
    return result


def _make_it_impossible_to_commit(*, at: datetime) -> None:
    """A key of nobody's complaint: the database looks at that when a transaction commits, and would refuse.

    So a mistake in here could at worst end in an error page, never in a complaint under another one's number.
    """
    AccessCode.objects.create(complaint_id=NOBODYS, code_hash=b"", created_at=at, expires_at=at + timedelta(0))


def _put_in_its_place(decoy: Decoy, *, at: datetime) -> int:
    """The id of the harmless complaint, which has the number and the receipt's address now."""
    real = Complaint.objects.for_service().select_related("complainant", "place").get(pk=decoy.complaint_id)
    everything = Complaint.objects.for_service()
    everything.filter(pk=real.pk).update(etag=f"00{real.pk % 10**10:010d}")  # a number that no year has
    if decoy.sealed_rows:
        stand_in = decoy_rows.put_back(decoy.sealed_rows)
    else:
        stand_in = decoy_rows.made_for(real)
        everything.filter(pk=stand_in).update(etag=real.etag)
    Draft.objects.filter(complaint=real).update(complaint=stand_in)
    return stand_in


def _keep(decoy: Decoy, rows: decoy_rows.Rows) -> None:
    """A word that was set on the harmless page opens it from then on, as a real one would."""
    word = rows.complainant.secret_hash
    Decoy.objects.filter(pk=decoy.pk).update(
        sealed_rows=rows.sealed(),
        is_closed=rows.complaint.status in FINAL,
        word_hash="" if word == decoy.complaint.complainant.duress_hash else word,
    )
