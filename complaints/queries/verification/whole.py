"""All complaints, a batch at a time, and then the seals over all of them and the heads of each day."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import batched

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.module_loading import import_string

from accounts.models import Office
from accounts.rules.offices import lineage
from complaints.models import ChainHead, Complaint, Policy
from complaints.queries.verification import chains, checkpoints, clock_runs, clocks, custody, files, seals, words_kept
from complaints.queries.verification.checkpoints import Kept
from complaints.queries.verification.findings import Finding
from complaints.queries.verification.log import SEALED
from complaints.queries.verification.records import Record, records
from complaints.queries.verification.seals import Sealed
from complaints.rules.etag import spaced

BATCH = 500
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


@contextmanager
def snapshot():
    """One moment of a database that others go on writing to; inside a transaction that runs already, its own view."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def findings(batch: int = BATCH, *, sent: Sequence[Kept] = ()) -> Iterator[tuple[int, list[Finding]]]:
    """For each batch, how many complaints were looked at and what was found; last, seals and heads, as a batch of none.

    `sent`: heads from outside the database. To be used inside `snapshot`. Memory does not grow with the number of
    complaints.
    """
    lines = _lines()
    policies = Policy.objects.in_bulk()
    everyone = Complaint.objects.unscoped("verification reads every complaint").order_by("pk")
    for complaints in batched(everyone.iterator(chunk_size=batch), batch):
        known = list(records(complaints))
        found = [(record.complaint, what) for record in known for what in _check(record, lines, policies)]
        found += [one for check in settings.VERIFIED_WITH for one in import_string(check)(known)]
        yield len(complaints), [Finding(spaced(complaint.etag), what) for complaint, what in found]
    yield 0, [Finding(f"#{pk}", "it has a history, and the complaint is gone") for pk in _without_complaint()]
    yield 0, list(of_the_log([one for span in seals.ranges(0, SEALED) for one in seals.check_range(*span)], sent=sent))


def of_the_log(sealed: Sequence[Sealed], *, sent: Sequence[Kept], first: int = 0) -> Iterator[Finding]:
    """What is wrong with seals, heads and what higher apps keep (settings.VERIFIED_BESIDE).

    `sealed`: the seals from `first` on, as they were found."""
    for what in seals.check(sealed, first):
        yield Finding("seals", what)
    for what in checkpoints.check(sent, sealed):
        yield Finding("heads", what)
    for known in settings.VERIFIED_BESIDE:
        yield from (Finding(where, what) for where, what in import_string(known)())


def _check(record: Record, lines, policies: Mapping[int, Policy]) -> Iterator[str]:
    """Each part for itself: what was altered so that one cannot be read must not hide what another finds."""
    parts = (
        *(chains.check(record), custody.check(record, lines), clocks.check(record, policies)),
        *(clock_runs.check(record), files.check(record), words_kept.check(record)),
    )
    for part in parts:
        try:
            yield from part
        except UNREADABLE as trouble:
            yield f"what its history says cannot be read ({type(trouble).__name__} {trouble})"


def _without_complaint() -> Iterator[int]:
    there = Complaint.objects.unscoped("verification reads every complaint").filter(pk=OuterRef("complaint"))
    yield from ChainHead.objects.filter(~Exists(there)).order_by("pk").values_list("pk", flat=True).iterator()


def _lines() -> dict[int, dict[str, int]]:
    """By office, the offices on its line from the root, by kind. One query; a province has some thousand offices."""
    offices = {office.path: office for office in Office.objects.only("pk", "path", "kind")}
    return {
        office.pk: {offices[above].kind: offices[above].pk for above in lineage(path)}
        for path, office in offices.items()
    }
