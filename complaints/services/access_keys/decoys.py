"""The harmless matter in a complaint's place, for whoever opens it by its duress word (domain.md, *Pressure*).

Nothing tells that page from a real one, because it is one: within a transaction a harmless complaint is put under the
same number and the same address, the very views of the portal show it and act on it, and then the transaction is
undone. What became of the harmless complaint is kept, sealed, beside the real one, and put back the next time; so it
stays consistent with itself, and nobody else ever meets it in a list, a count, a message or the history.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from complaints.evidence.inspection_job import check
from complaints.models import AccessCode, Complaint, Decoy, Draft, Evidence
from complaints.rules.statuses import FINAL
from complaints.services.access_keys import decoy_rows
from complaints.services.access_keys.access_codes import NOBODYS

LOCKS = 3_000_001
"""The first number of this lock's pair; the second one is the complaint. Locks of one number are apart from them."""
UNCHECKED = frozenset({Evidence.State.CHECKING, Evidence.State.WAITING})


class _Undo(Exception):
    """Ends the transaction by undoing it."""


def in_its_place[T](complaint_id: int, act: Callable[[int], T], *, keep: bool, at: datetime) -> T:
    """What `act` gives when it is handed the harmless complaint's id while that stands in the real one's place.

    `keep`: what the act changed stands the next time too. Whatever happens within, nothing of it is committed; what
    `act` raises is raised.
    """
    with _alone_with(complaint_id):
        decoy, _ = Decoy.objects.get_or_create(complaint_id=complaint_id)
        rows = None
        with _undone(at=at):
            stand_in = _put_in_its_place(decoy)
            result = act(stand_in)
            if keep or not decoy.sealed_rows:
                rows = decoy_rows.taken(stand_in)
        if rows:
            _keep(decoy, rows)
    return result


@contextmanager
def _alone_with(complaint_id: int) -> Iterator[None]:
    """One page after the other stands in a complaint's place: what the first one keeps, the second one finds.

    The rows can't be locked for it: what was done is written down when the transaction is undone already. The lock is
    the database connection's, and ends with it.
    """
    lock = [LOCKS, complaint_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", lock)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", lock)


def check_files(*, at: datetime) -> int:
    """Look at files that were handed in on harmless pages, as happens to real ones. Returns how many pages had some.

    A film takes a while, in which that page waits; the real complaint and its number are left alone.
    """
    waiting = list(Decoy.objects.filter(has_unchecked=True))
    for decoy in waiting:
        with _undone(at=at):
            stand_in = decoy_rows.put_back(decoy.sealed_rows, etag=_nobodys_number(decoy.pk))
            for evidence_id in Evidence.objects.filter(complaint=stand_in).values_list("pk", flat=True):
                check(evidence_id, at=at)
            rows = decoy_rows.taken(stand_in)
        _keep_files(decoy, rows)
    return len(waiting)


@contextmanager
def _undone(*, at: datetime) -> Iterator[None]:
    """A transaction that is undone at its end.

    First it writes a key of nobody's complaint. The database looks at that when a transaction commits, and refuses: a
    mistake in here could at worst end in an error page, never in a complaint under another one's number.
    """
    try:
        with transaction.atomic():
            AccessCode.objects.create(complaint_id=NOBODYS, code_hash=b"", created_at=at, expires_at=at)
            yield
            raise _Undo
    except _Undo:
        return


def _put_in_its_place(decoy: Decoy) -> int:
    """The id of the harmless complaint, which has the number and the receipt's address now."""
    real = (
        Complaint.objects.unscoped("the complainant is about to prove who they are")
        .select_related("complainant", "place")
        .get(pk=decoy.complaint_id)
    )
    everything = Complaint.objects.unscoped("the complainant is about to prove who they are")
    everything.filter(pk=real.pk).update(etag=_nobodys_number(real.pk))
    if decoy.sealed_rows:
        stand_in = decoy_rows.put_back(decoy.sealed_rows, etag=real.etag)
    else:
        stand_in = decoy_rows.made_for(real)
        everything.filter(pk=stand_in).update(etag=real.etag)
    Draft.objects.filter(complaint=real).update(complaint=stand_in)
    return stand_in


def _nobodys_number(complaint_id: int) -> str:
    """Twelve digits that no year has."""
    return f"00{complaint_id % 10**10:010d}"


def _keep(decoy: Decoy, rows: decoy_rows.Rows) -> None:
    """A word that was set on the harmless page opens it from then on, as a real one would."""
    word = rows.complainant.secret_hash
    Decoy.objects.filter(pk=decoy.pk).update(
        sealed_rows=rows.sealed(),
        is_closed=rows.complaint.status in FINAL,
        has_unchecked=_has_unchecked(rows),
        word_hash="" if word == decoy.complaint.complainant.duress_hash else word,
    )


def _keep_files(decoy: Decoy, rows: decoy_rows.Rows) -> None:
    """Unless the page has changed meanwhile: then they are looked at again."""
    same = Decoy.objects.select_for_update().filter(pk=decoy.pk)
    with transaction.atomic():
        if (now := same.get()).sealed_rows == decoy.sealed_rows:
            now.sealed_rows, now.has_unchecked = rows.sealed(), _has_unchecked(rows)
            now.save(update_fields=["sealed_rows", "has_unchecked"])


def _has_unchecked(rows: decoy_rows.Rows) -> bool:
    return any(isinstance(row, Evidence) and row.state in UNCHECKED for row in rows.everything)
