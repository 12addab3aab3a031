"""Bulk writing of copies: some thousand in one transaction, one COPY for each table."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction
from django.utils.timezone import now

from accounts.models import VersionedModel
from accounts.models.row_version import record_new_rows
from complaints.models import Complaint
from demo.copying.complaint_patterns import ComplaintPattern
from demo.copying.copied_tables import copied_tables
from demo.copying.copy_gap_values import (
    ComplaintCopy,
    EtagNumbers,
    SameStory,
    StoryWriter,
    choose_time_shift,
    contact_sample_copy_lines,
    gap_values,
)
from monitoring.tallies.tally_models import NEW_COMPLAINT_TRIGGER

BATCH = 2000
EXTRA_IDS = 100
SAMPLE_TABLE = "complaints_contactsample"


class PatternMix:
    """Chooses patterns. `open_share` of the copies are open, `overdue_share` of those overdue."""

    def __init__(
        self, patterns: Sequence[ComplaintPattern], *, open_share: float, overdue_share: float, random: Random
    ):
        self.shares, self.random = (open_share, overdue_share), random
        self.ended = [pattern for pattern in patterns if not pattern.is_open]
        self.overdue = [pattern for pattern in patterns if pattern.is_overdue]
        self.in_time = [pattern for pattern in patterns if pattern.is_open and not pattern.is_overdue]
        if not (self.ended and self.overdue and self.in_time):
            raise ValueError("Among the patterns must be ended, overdue and other open complaints.")

    def draw(self) -> ComplaintPattern:
        open_share, overdue_share = self.shares
        if self.random.random() >= open_share:
            return self.random.choice(self.ended)
        return self.random.choice(self.overdue if self.random.random() < overdue_share else self.in_time)


def write_copies_of_mix(mix: PatternMix, *, number: int, spread: timedelta, random: Random) -> Iterator[int]:
    """Write `number` copies and yield how many after each transaction. The caller rebuilds the tallies."""
    numbers, at = (
        EtagNumbers(
            Complaint.objects.unscoped("the demo's data are made here").values_list("etag", flat=True).iterator()
        ),
        now(),
    )
    while number:
        size = min(BATCH, number)
        drawn = [mix.draw() for _ in range(size)]
        copies = [ComplaintCopy(pattern, choose_time_shift(pattern, random, spread=spread)) for pattern in drawn]
        with transaction.atomic():
            with connection.cursor() as cursor:
                # Without the tally triggers: one recount at the end is faster than millions of deltas.
                cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{NEW_COMPLAINT_TRIGGER}}}"])
            write_copies(copies, at=at, numbers=numbers, random=random, writer=SameStory())
        number -= size
        yield size


def write_copies(
    copies: Sequence[ComplaintCopy], *, at: datetime, numbers: EtagNumbers, random: Random, writer: StoryWriter
) -> None:
    """Write copies in their state at `at`, one COPY for each table."""
    ids, lines = _IdPool([copy.pattern for copy in copies]), defaultdict(list)
    for copy in copies:
        gaps = gap_values(copy, at=at, ids=ids.draw, numbers=numbers, random=random, writer=writer)
        for table, rows in copy.pattern.rows.items():
            lines[table] += [row % gaps for row in rows]
        lines[SAMPLE_TABLE] += contact_sample_copy_lines(copy.pattern, gaps)
    for table in copied_tables():
        if lines[table.name]:
            _copy_lines(table.name, table.columns, lines[table.name])
            if issubclass(table.model, VersionedModel):
                place = table.columns.index("id")
                record_new_rows(table.model, [int(line.split("\t")[place]) for line in lines[table.name]])
    if lines[SAMPLE_TABLE]:
        _copy_lines(SAMPLE_TABLE, ["event_id", "complaint_id", "drawn_at", "call_id"], lines[SAMPLE_TABLE])


class _IdPool:
    """Ids of a batch, drawn in one statement from each sequence."""

    def __init__(self, patterns: Sequence[ComplaintPattern]):
        counts: dict[str, int] = defaultdict(int)
        for pattern in patterns:
            for table, count in pattern.ids.items():
                counts[table] += count
        self.drawn = {table: iter(_draw_ids(table, count)) for table, count in counts.items()}

    def draw(self, table: str) -> int:
        """Return the next id. If a table needs more than expected, EXTRA_IDS more are drawn."""
        if (drawn := next(self.drawn[table], None)) is None:
            self.drawn[table] = iter(_draw_ids(table, EXTRA_IDS))
            return next(self.drawn[table])
        return drawn


def _draw_ids(table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [number for (number,) in cursor.fetchall()]


def _copy_lines(table: str, columns: Sequence[str], lines: Sequence[str]) -> None:
    quoted_columns = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({quoted_columns}) FROM STDIN") as copy:
        copy.write("\n".join(lines) + "\n")
