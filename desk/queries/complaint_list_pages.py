"""Keyset pagination of complaint lists. Every page costs the same; changes meanwhile neither lose nor repeat rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from accounts.actors import Actor
from complaints.queries.queue_cursor import QueueCursor, filter_beyond_cursor, queue_order
from desk.queries import bounded_queue_scan
from desk.queries.bounded_queue_scan import CandidateScan
from desk.queries.queue_rows import load_queue_rows

SIZE = 25
MOST_MERGED = 1_000
"""The most complaints of one posting that the total of several postings counts, by their ids; more than a page has."""
MOST_COUNTED_FIRST = 2_000
"""An index counts lists up to this length. Longer ones come from the tallies, if these know the filters: 5 ms at any
size."""
MOST_COUNTED = 10_000
"""Lists that no tally knows are counted up to this; longer ones are shown as "more than this". Counting as many by an
index takes 2 to 7 ms."""


@dataclass(frozen=True)
class ComplaintListPage:
    """Rows of a page, and the cursors of the pages before and after it; None if there is none.

    `looked_at`: how many candidates were checked, if the page stopped before it was full; else 0.
    `total`: how many complaints the list has, if these are all; else None.
    """

    rows: Sequence[dict]
    before: QueueCursor | None
    after: QueueCursor | None
    looked_at: int = 0
    total: "ComplaintTotal | None" = None


@dataclass(frozen=True)
class ComplaintList:
    """Complaints to be shown in the queue's order.

    Set `complaints` if an index returns them in order, or else `scan`. `rows`: a function that returns what is shown of
    complaints, by id, in the given order. `scan_limit`: how many candidates a page checks, if not CANDIDATES.
    `count_long_list`: counts a list that is scanned, has ended complaints or is longer than MOST_COUNTED_FIRST; it
    returns None if it cannot.
    `has_ended`: ended complaints are in the list too, so it is long in every office.
    """

    complaints: QuerySet | None = None
    scan: CandidateScan | None = None
    size: int = SIZE
    rows: Callable[[Sequence[int]], list[dict]] = load_queue_rows
    scan_limit: int | None = None
    count_long_list: Callable[[], int | None] | None = None
    has_ended: bool = False

    @property
    def limit(self) -> int:
        """How many candidates a page checks; 0 if there is no scan."""
        return (self.scan_limit or bounded_queue_scan.CANDIDATES) if self.scan else 0

    def find_ids(self, cursor: QueueCursor | None, *, back: bool) -> tuple[list[int], QueueCursor | None]:
        """Return the ids of a page, and one more if there is one; and the candidate after those that were checked.

        One statement; none for the first page of a scan whose total was counted.
        """
        if self.scan:
            ids, following = self.scan.find(cursor, back=back, limit=self.limit) if cursor else self.first_scan
            return ids[: self.size + 1], following
        ordered = filter_beyond_cursor(self.complaints, cursor, back=back).order_by(*queue_order(back=back))
        return list(ordered.values_list("pk", flat=True)[: self.size + 1]), None

    def find(self, cursor: QueueCursor | None, *, back: bool) -> tuple[list[dict], QueueCursor | None]:
        """Return the same with rows instead of ids. Two statements."""
        ids, following = self.find_ids(cursor, back=back)
        return self.rows(ids), following

    def total(self) -> "ComplaintTotal":
        """Count the complaints. The total is exact unless `count_long_list` cannot count a long list or a scan.

        `count_long_list` gives the same number as the figure that links to the list. Without it, an index counts to
        MOST_COUNTED, and a scan says what its first page found. At most two statements, and those of `count_long_list`.
        """
        if not (self.scan or self.has_ended):
            number = self._count_rows(MOST_COUNTED_FIRST)
            if number <= MOST_COUNTED_FIRST:
                return ComplaintTotal(number, True)
        if self.count_long_list and (exact := self.count_long_list()) is not None:
            return ComplaintTotal(exact, True)
        if self.scan:
            ids, following = self.first_scan
            return ComplaintTotal(len(ids), following is None)
        number = self._count_rows(MOST_COUNTED)
        return ComplaintTotal(min(number, MOST_COUNTED), number <= MOST_COUNTED)

    def _count_rows(self, most: int) -> int:
        """Return how many complaints there are, at most one more than `most`. One statement."""
        return self.complaints.order_by()[: most + 1].count()

    @cached_property
    def first_scan(self) -> tuple[list[int], QueueCursor | None]:
        """The ids that a scan finds among its first candidates, and the candidate after these. One statement."""
        return self.scan.find(None, back=False, limit=self.limit)

    @cached_property
    def first_ids(self) -> tuple[list[int], bool]:
        """The ids of the first complaints in order, MOST_MERGED at most, and whether these are all. One statement."""
        if self.scan:
            ids, following = self.first_scan
        else:
            ordered = self.complaints.order_by(*queue_order(back=False))
            ids, following = list(ordered.values_list("pk", flat=True)[: MOST_MERGED + 1]), None
        return ids[:MOST_MERGED], following is None and len(ids) <= MOST_MERGED

    def find_ids_to_merge(self, cursor: QueueCursor | None, *, back: bool) -> tuple[list[int], QueueCursor | None]:
        """Return the same as `find_ids`. A first page takes its ids from `first_ids`, which the total needs too."""
        if cursor or self.scan:
            return self.find_ids(cursor, back=back)
        return self.first_ids[0][: self.size + 1], None


@dataclass(frozen=True)
class ComplaintTotal:
    """How many complaints a list has. If `is_exact` is false there may be more, which were not counted."""

    number: int
    is_exact: bool

    @property
    def as_text(self) -> str:
        return f"{self.number:,}"


@dataclass(frozen=True)
class MergedList:
    """The lists of one person's postings as one list: each is read from the same cursor, and the rows are merged.

    A complaint that is in several lists is shown once: under the posting that holds it, else under the first of these.
    The actor of that posting is the row's `under`.
    """

    lists: tuple[tuple[Actor, ComplaintList], ...]
    size = SIZE

    @property
    def scan(self) -> CandidateScan | None:
        """The scan of any of the lists."""
        return next((one.scan for _, one in self.lists if one.scan), None)

    @property
    def limit(self) -> int:
        """How many candidates of each list a page checks."""
        return max(one.limit for _, one in self.lists)

    def total(self) -> ComplaintTotal:
        """Count the complaints, each once. One statement for each list, none if its first page was found already."""
        found = [one.first_ids for _, one in self.lists]
        return ComplaintTotal(len({number for ids, _ in found for number in ids}), all(is_all for _, is_all in found))

    def find(self, cursor: QueueCursor | None, *, back: bool) -> tuple[list[dict], QueueCursor | None]:
        """Return the rows of a page, and one more if there is one; and the candidate at which the first list stopped.

        Beyond that candidate rows may be missing, so they are left out. One statement for each list, and one for rows.
        """
        found_by_actor = [(actor, *one.find_ids_to_merge(cursor, back=back)) for actor, one in self.lists]
        rows = {
            row["id"]: row
            for row in load_queue_rows(sorted({number for _, ids, _ in found_by_actor for number in ids}))
        }
        stops = [following for _, ids, following in found_by_actor if following and len(ids) <= self.size]
        for actor, ids, _ in found_by_actor:
            for row in (rows[number] for number in ids if number in rows):
                if "under" not in row or row["holder_id"] in actor.postings - row["under"].postings:
                    row["under"] = actor
        merged = sorted(rows.values(), key=QueueCursor.from_row, reverse=back)[: self.size + 1]
        stop = (max if back else min)(stops, default=None)
        if stop:
            merged = [
                row
                for row in merged
                if (QueueCursor.from_row(row) > stop if back else QueueCursor.from_row(row) < stop)
            ]
        return merged, stop


def load_complaint_list_page(
    complaints: ComplaintList | MergedList, *, after: QueueCursor | None = None, before: QueueCursor | None = None
) -> ComplaintListPage:
    """Return a page, most urgent first.

    `after` and `before` exclude the row at the cursor itself; with neither it is the first page.
    """
    back = before is not None
    start = before if back else after
    found_rows, following = complaints.find(start, back=back)
    rows, is_full = found_rows[: complaints.size], len(found_rows) > complaints.size
    onwards = QueueCursor.from_row(rows[-1]) if is_full else following and following.adjacent(back=not back)
    backwards = None
    if start and rows:
        backwards = QueueCursor.from_row(rows[0])
    elif start and complaints.scan:
        backwards = start.adjacent(back=back)
    return ComplaintListPage(
        rows=rows[::-1] if back else rows,
        before=onwards if back else backwards,
        after=backwards if back else onwards,
        looked_at=complaints.limit if following and not is_full else 0,
        total=ComplaintTotal(len(rows), True) if not (start or onwards) else None,
    )
