"""Show a harmless complaint, the decoy, in place of the real one after the duress word (docs/rules.md, *Pressure*).

The duress page cannot be told from a real page, because it is one. Within a transaction the decoy is inserted with the
E-tag and the address of the real complaint, the portal's own views show it and act on it, and then all this is
rolled back. The rows of the decoy are stored, sealed, with the real complaint and inserted again for the next request.
So the decoy stays consistent, and it never appears in a list, a count, a message or a history.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from complaints.evidence.inspection_job import inspect_file
from complaints.models import AccessCode, Complaint, Decoy, Draft, Evidence
from complaints.rules.statuses import FINAL
from complaints.services.access_keys import duress_page_rows
from complaints.services.access_keys.access_codes import UNUSED_ID
from complaints.signals import public_state_changed

LOCK_CLASS = 3_000_001
"""The first key of the advisory lock; the second is the complaint. PostgreSQL keeps them apart from one-key locks."""
UNCHECKED_STATES = frozenset({Evidence.State.CHECKING, Evidence.State.WAITING, Evidence.State.HELD})


class _RollBack(Exception):
    """Ends a block by rolling its changes back."""


def act_on_decoy[T](complaint_id: int, act: Callable[[int], T], *, keep_changes: bool, at: datetime) -> T:
    """Call `act` with the decoy's id while the decoy replaces the real complaint; return the result of `act`.

    keep_changes: store the changes that `act` makes to the decoy, so that the next request shows them.

    Nothing that happens inside is committed. Errors of `act` are raised.
    """
    with transaction.atomic():
        _wait_for_access(complaint_id)
        decoy, _ = Decoy.objects.get_or_create(complaint_id=complaint_id)
        rows = None
        with _rolled_back_changes(at=at):
            decoy_complaint_id = _insert_decoy_in_place(decoy)
            result = act(decoy_complaint_id)
            if keep_changes or not decoy.sealed_rows:
                rows = duress_page_rows.load_decoy_rows(decoy_complaint_id)
        if rows:
            _store_decoy_rows(decoy, rows)
    return result


def _wait_for_access(complaint_id: int) -> None:
    """Let one transaction at a time use the decoy of a complaint, so that each sees the changes of the one before.

    Row locks do not suffice, because the rollback releases them before the changes are stored.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, complaint_id % 2**31])


def forget_decoy(complaint_id: int) -> None:
    """Forget the decoy of a complaint, so that the next visit under duress begins with a new one. Alarms stay."""
    Decoy.objects.filter(complaint=complaint_id).update(
        sealed_rows="", is_closed=None, has_unchecked=False, word_hash=""
    )
    public_state_changed.send(Decoy, complaint_id=complaint_id)


def inspect_decoy_files(*, at: datetime) -> int:
    """Inspect the files that were uploaded on duress pages, like real ones. Return how many decoys had such files.

    A long video keeps only the duress page waiting. The real complaint and its E-tag are not touched.
    """
    decoys = list(Decoy.objects.filter(has_unchecked=True))
    for decoy in decoys:
        with _rolled_back_changes(at=at):
            decoy_complaint_id = duress_page_rows.restore_decoy_rows(decoy.sealed_rows, etag=_unused_etag(decoy.pk))
            for evidence_id in Evidence.objects.filter(complaint=decoy_complaint_id).values_list("pk", flat=True):
                inspect_file(evidence_id, at=at)
            rows = duress_page_rows.load_decoy_rows(decoy_complaint_id)
        _store_checked_files(decoy, rows)
    return len(decoys)


@contextmanager
def _rolled_back_changes(*, at: datetime) -> Iterator[None]:
    """Roll back at the end what happens inside: a transaction, or a part of one.

    It first inserts an access code for a complaint that does not exist. PostgreSQL checks the foreign key at the commit
    and refuses it, so that a mistake in this module leads to an error page, but never to a complaint with the E-tag of
    another one.
    """
    try:
        with transaction.atomic():
            AccessCode.objects.create(complaint_id=UNUSED_ID, code_hash=b"", created_at=at, expires_at=at)
            yield
            raise _RollBack
    except _RollBack:
        return


def _insert_decoy_in_place(decoy: Decoy) -> int:
    """Insert the decoy with the E-tag and the receipt's address of the real complaint; return the decoy's id."""
    real = (
        Complaint.objects.unscoped("the complainant is about to prove who they are")
        .select_related("complainant", "place")
        .get(pk=decoy.complaint_id)
    )
    complaints = Complaint.objects.unscoped("the complainant is about to prove who they are")
    complaints.filter(pk=real.pk).update(etag=_unused_etag(real.pk))
    if decoy.sealed_rows:
        decoy_complaint_id = duress_page_rows.restore_decoy_rows(decoy.sealed_rows, etag=real.etag)
    else:
        decoy_complaint_id = duress_page_rows.register_decoy(real)
        complaints.filter(pk=decoy_complaint_id).update(etag=real.etag)
    Draft.objects.filter(complaint=real).update(complaint=decoy_complaint_id)
    return decoy_complaint_id


def _unused_etag(complaint_id: int) -> str:
    """Return twelve digits that no complaint has, because E-tags never begin with the year 00."""
    return f"00{complaint_id % 10**10:010d}"


def _store_decoy_rows(decoy: Decoy, rows: duress_page_rows.DecoyRows) -> None:
    """Store the rows of the decoy. A secret word that was set on the duress page opens that page from now on."""
    word_hash = rows.complainant.secret_hash
    Decoy.objects.filter(pk=decoy.pk).update(
        sealed_rows=Decoy._meta.get_field("sealed_rows").seal(rows.sealed(), decoy.pk),
        is_closed=rows.complaint.status in FINAL,
        has_unchecked=_has_unchecked_files(rows),
        word_hash=Decoy._meta.get_field("word_hash").seal(
            "" if word_hash == decoy.complaint.complainant.duress_hash else word_hash, decoy.pk
        ),
    )
    public_state_changed.send(Decoy, complaint_id=decoy.pk)


def _store_checked_files(decoy: Decoy, rows: duress_page_rows.DecoyRows) -> None:
    """Store the inspected rows, unless a request has changed them in the meantime; then the next run inspects again."""
    with transaction.atomic():
        current = Decoy.objects.select_for_update().get(pk=decoy.pk)
        if current.sealed_rows == decoy.sealed_rows:
            current.sealed_rows, current.has_unchecked = rows.sealed(), _has_unchecked_files(rows)
            current.save(update_fields=["sealed_rows", "has_unchecked"])


def _has_unchecked_files(rows: duress_page_rows.DecoyRows) -> bool:
    return any(isinstance(row, Evidence) and row.state in UNCHECKED_STATES for row in rows.all_rows)
