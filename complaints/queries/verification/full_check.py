"""Verify all complaints, batch by batch, then the seals and the hourly heads."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import batched

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.module_loading import import_string

from accounts.models import Office
from accounts.rules.office_tree import paths_from_root
from complaints.models import ChainHead, Complaint, Policy
from complaints.queries.verification import (
    chain_check,
    checkpoint_check,
    clock_check,
    clock_run_check,
    evidence_row_check,
    exclusion_check,
    head_check,
    row_and_custody_check,
    row_history_check,
    seal_check,
    text_check,
    waiting_call_check,
)
from complaints.queries.verification.findings import Finding
from complaints.queries.verification.head_check import SourcedHead
from complaints.queries.verification.log_check import SEALED
from complaints.queries.verification.record_loading import ComplaintRecord, load_records
from complaints.queries.verification.seal_check import CheckedSeal
from complaints.rules.etag import format_etag

BATCH = 500
UNREADABLE = (AttributeError, InvalidTag, KeyError, TypeError, ValueError)
"""What reading a row raises that somebody altered. InvalidTag: an encrypted value of another row."""


@contextmanager
def read_snapshot():
    """Read one snapshot of the database for the length of the block. Within a transaction, keep its own view."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def verify_complaints(batch: int = BATCH, *, sent: Sequence[SourcedHead] = ()) -> Iterator[tuple[int, list[Finding]]]:
    """Yield, for each batch, the number of checked complaints and the findings.

    The last two items, with the number 0, are histories without a complaint, and seals and heads. `sent`:
    heads from outside the database. Use it inside `read_snapshot`. Memory does not grow with the number of
    complaints.
    """
    lines = _load_office_lines()
    policies = Policy.objects.select_related("category").in_bulk()
    all_complaints = Complaint.objects.unscoped("verification reads every complaint").order_by("pk")
    for complaints in batched(all_complaints.iterator(chunk_size=batch), batch):
        loaded = list(load_records(complaints))
        errors = [(record.complaint, error) for record in loaded for error in _check_complaint(record, lines, policies)]
        errors += [pair for check in settings.VERIFIED_WITH for pair in import_string(check)(loaded)]
        yield len(complaints), [Finding(format_etag(complaint.etag), error) for complaint, error in errors]
    complaint = Complaint.objects.unscoped("verification reads every complaint").filter(pk=OuterRef("complaint"))
    orphans = ChainHead.objects.filter(~Exists(complaint)).order_by("pk").values_list("pk", flat=True)
    yield 0, [Finding(f"#{pk}", "it has a history, and the complaint is gone") for pk in orphans.iterator()]
    sealed = [
        seal for id_range in seal_check.divide_seals(0, SEALED) for seal in seal_check.check_seal_range(*id_range)
    ]
    yield 0, list(verify_seals_and_heads(sealed, sent=sent))


def verify_seals_and_heads(
    sealed: Sequence[CheckedSeal], *, sent: Sequence[SourcedHead], first: int = 0
) -> Iterator[Finding]:
    """Yield the findings of seals, heads, checkpoints and the logs of higher apps (settings.VERIFIED_BESIDE).

    `sealed`: the checked seals from `first` on.
    """
    for error in seal_check.check_seals(sealed, first):
        yield Finding("seals", error)
    for error in head_check.check_heads(sent, sealed):
        yield Finding("heads", error)
    for error in checkpoint_check.check_checkpoints():
        yield Finding("checkpoints", error)
    for check in settings.VERIFIED_BESIDE:
        yield from (Finding(where, what) for where, what in import_string(check)())


def _check_complaint(record: ComplaintRecord, lines, policies: Mapping[int, Policy]) -> Iterator[str]:
    """Run all checks of one complaint. A check that fails on unreadable data does not prevent the others."""
    parts = (
        *(
            chain_check.check_history_chain(record),
            row_and_custody_check.check_complaint_row_and_custody_periods(record, lines),
            clock_check.check_clocks(record, policies),
        ),
        *(
            clock_run_check.check_clock_runs(record),
            evidence_row_check.check_evidence_rows(record),
            row_history_check.check_row_follows_from_events(record, policies),
            text_check.check_texts(record),
            exclusion_check.check_exclusions(record),
            waiting_call_check.check_waiting_calls(record),
        ),
    )
    for part in parts:
        try:
            yield from part
        except UNREADABLE as trouble:
            yield f"what its history says cannot be read ({type(trouble).__name__} {trouble})"


def _load_office_lines() -> dict[int, dict[str, int]]:
    """Return the office itself and the offices above it, by office id and kind.

    One query; a province has some thousand offices. An office that is missing above another one is left out: its
    versions show that it is gone.
    """
    offices = {office.path: office for office in Office.objects.only("pk", "path", "kind")}
    return {
        office.pk: {offices[above].kind: offices[above].pk for above in paths_from_root(path) if above in offices}
        for path, office in offices.items()
    }
