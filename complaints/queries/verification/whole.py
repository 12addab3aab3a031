"""All complaints, a batch at a time, and then the seals over all of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched

from django.db import connection, transaction

from accounts.models import Office
from accounts.rules.offices import lineage
from complaints.models import Complaint, Policy
from complaints.queries.verification import chains, exhibits, holdings, seals, timing
from complaints.queries.verification.records import Record, records
from complaints.rules.etag import spaced

BATCH = 500


@dataclass(frozen=True)
class Finding:
    """Something that does not agree. `where`: an E-tag as it is shown, or "seals"."""

    where: str
    what: str

    def __str__(self):
        return f"{self.where}: {self.what}"


@contextmanager
def snapshot():
    """One moment of a database that others go on writing to; inside a transaction that runs already, its own view."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def findings(batch: int = BATCH) -> Iterator[tuple[int, list[Finding]]]:
    """For each batch, how many complaints were looked at and what was found; last, the seals, as a batch of none.

    To be used inside `snapshot`. Memory does not grow with the number of complaints.
    """
    lines = _lines()
    policies = Policy.objects.in_bulk()
    everyone = Complaint.objects.for_system().order_by("pk")
    for complaints in batched(everyone.iterator(chunk_size=batch), batch):
        found = [
            Finding(spaced(record.complaint.etag), what)
            for record in records(complaints)
            for what in _check(record, lines, policies)
        ]
        yield len(complaints), found
    yield 0, [Finding("seals", what) for what in seals.check()]


def _check(record: Record, lines, policies: Mapping[int, Policy]) -> Iterator[str]:
    yield from chains.check(record)
    yield from holdings.check(record, lines)
    yield from timing.check(record, policies)
    yield from exhibits.check(record)


def _lines() -> dict[int, dict[str, int]]:
    """By office, the offices on its line from the root, by kind. One query; a province has some thousand offices."""
    offices = {office.path: office for office in Office.objects.only("pk", "path", "kind")}
    return {
        office.pk: {offices[above].kind: offices[above].pk for above in lineage(path)}
        for path, office in offices.items()
    }
