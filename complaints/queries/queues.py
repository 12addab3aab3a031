"""The desk's two queues, page by page, by statements that are written once (accounts.queries.written)."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Self

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.queries.written import AT, KEPT, ask
from complaints.models.complaint import ComplaintQuerySet
from complaints.queries import paging
from complaints.queries.narrowing import is_due_as_asked
from complaints.queries.paging import SIZE, Place
from complaints.queries.queue import (
    cells_sieve,
    for_rows,
    my_queue,
    my_way,
    office_queue,
    office_sieve,
    office_way,
    rows_of,
)
from complaints.queries.sifting import sifted
from complaints.queries.walking import LOOKED_AT, LOOKED_AT_ALONE, asks_clocks

COUNTED, COUNTED_ALONE, MOST_COUNTED = 2_000, 10_000, 10_000
"""To check filters on 2,000 rows and their clocks, or on 10,000 rows alone, takes at most 20 ms; to count 10,000 by an
index takes 2."""


@dataclass(frozen=True)
class Kind:
    """A queue of the desk: what is in it; through which complaints a page of it goes, and which of those it shows."""

    chosen: Callable[..., ComplaintQuerySet]
    way: Callable[..., ComplaintQuerySet | None]
    sieve: Callable[..., ComplaintQuerySet]


MINE = Kind(my_queue, lambda actor, **others: my_way(actor), cells_sieve)
OFFICE = Kind(office_queue, office_way, lambda actor, **narrowing: office_sieve(**narrowing))


@dataclass(frozen=True)
class Shape:
    """Whose queue, narrowed how. Equal shapes are asked by the same statements, whenever and from whatever place."""

    kind: Kind
    actor: Actor
    narrowing: tuple[tuple[str, Hashable], ...] = ()

    def chosen(self, *, at: datetime) -> ComplaintQuerySet:
        return self.kind.chosen(self.actor, at=at, **dict(self.narrowing))

    def way(self, *, at: datetime, back: bool | None = None) -> ComplaintQuerySet | None:
        return self.kind.way(self.actor, at=at, back=back, **dict(self.narrowing))

    def sieve(self, *, at: datetime) -> ComplaintQuerySet:
        return self.kind.sieve(self.actor, at=at, **dict(self.narrowing))


@dataclass(frozen=True)
class Queue:
    """A shape at a moment, for queries.paging.page_in."""

    shape: Shape
    at: datetime
    size = SIZE

    @property
    def is_alone(self) -> bool:
        """Whether its filters ask nothing but what a complaint's own row says."""
        return self.shape.kind is OFFICE and not asks_clocks(**dict(self.shape.narrowing))

    @classmethod
    def of(cls, kind: Kind, actor: Actor, *, at: datetime, **narrowing: Hashable) -> Self:
        """`narrowing`: for queries.narrowing.narrow."""
        return cls(Shape(kind, actor, tuple(sorted(narrowing.items()))), at)

    @property
    def most(self) -> int:
        return LOOKED_AT_ALONE if self.is_alone else LOOKED_AT

    @property
    def has_way(self) -> bool:
        return _has_way(self.shape)

    def rows(self, start: Place | None, *, back: bool) -> list[dict]:
        """One more than a page has, if there is one."""
        return ask(Rows(self.shape, back, bool(start)), at=self.at, **_given(start))

    def looked_through(self, start: Place | None, *, back: bool) -> tuple[list[dict], Place | None]:
        """The same of a way's first `most`; and what comes after those, if anything does."""
        found = ask(OnTheWay(self.shape, back, bool(start), self.most), at=self.at, **_given(start))
        chosen, following = paging.apart(found, self.most)
        if following and not is_due_as_asked(following.due_at, at=self.at, **dict(self.shape.narrowing)):
            following = None  # the way has no bound that lies ahead
        return ask(ById(back), complaints=[one["id"] for one in chosen]), following


@dataclass(frozen=True)
class Together:
    """The queues of one person's postings as one list, for queries.paging.page_in: the same statements for each, from
    the same place, merged.

    A complaint that stands in several is shown once: under the posting that holds it, else under the first of these. A
    row's `under` is the actor.
    """

    queues: tuple[Queue, ...]
    size = SIZE

    @property
    def most(self) -> int:
        return LOOKED_AT

    @property
    def has_way(self) -> bool:
        return any(queue.has_way for queue in self.queues)

    def rows(self, start: Place | None, *, back: bool) -> list[dict]:
        """One more than a page has, if there is one."""
        return self._merged([queue.rows(start, back=back) for queue in self.queues], back=back)

    def looked_through(self, start: Place | None, *, back: bool) -> tuple[list[dict], Place | None]:
        """As far as every queue was looked through: what comes behind the first that stopped is not known yet."""
        found, stops = [], []
        for queue in self.queues:
            if not queue.has_way:
                found.append(queue.rows(start, back=back))
                continue
            rows, following = queue.looked_through(start, back=back)
            found.append(rows)
            if following and len(rows) <= SIZE:
                stops.append((following.due_at, following.id))
        stop = (max if back else min)(stops, default=None)
        rows = self._merged(found, back=back)
        if stop is None:
            return rows, None
        return [row for row in rows if (_key(row) > stop if back else _key(row) < stop)], Place(*stop)

    def _merged(self, found: list[list[dict]], *, back: bool) -> list[dict]:
        rows = {}
        for queue, theirs in zip(self.queues, found, strict=True):
            for row in theirs:
                actor, before = queue.shape.actor, rows.get(row["id"])
                holds = row["holder_id"] in actor.postings
                if before is None or (holds and row["holder_id"] not in before["under"].postings):
                    rows[row["id"]] = row | {"under": actor}
        return sorted(rows.values(), key=_key, reverse=back)[: SIZE + 1]


def _key(row: dict) -> tuple[datetime, int]:
    return row["due_at"], row["id"]


@dataclass(frozen=True)
class Total:
    """How many complaints a list has. `is_exact` False: at least so many were found, and more were not counted."""

    number: int
    is_exact: bool

    @property
    def shown(self) -> str:
        return f"{self.number:,}"


def total(queue: Queue) -> Total:
    """Count a list as its pages show it, up to MOST_COUNTED; filters are checked on so many rows and no more.

    One statement.
    """
    if not queue.has_way:
        number = queue.shape.chosen(at=queue.at).order_by()[: MOST_COUNTED + 1].count()
        return Total(min(number, MOST_COUNTED), number <= MOST_COUNTED)
    way, sieve = queue.shape.way(at=queue.at), queue.shape.sieve(at=queue.at)
    most = COUNTED_ALONE if queue.is_alone else COUNTED
    sifting = sifted(way, sieve, order=paging.order(back=False), most=most).values_list("due_at", "nth")
    found = list(sifting[: MOST_COUNTED + 1])
    further = [due_at for due_at, nth in found if nth > most]
    is_exact = not any(is_due_as_asked(due_at, at=queue.at, **dict(queue.shape.narrowing)) for due_at in further)
    number = len(found) - len(further)
    return Total(min(number, MOST_COUNTED), is_exact and number <= MOST_COUNTED)


@dataclass(frozen=True)
class Rows:
    """Writes the query of a page's rows."""

    shape: Shape
    back: bool
    from_a_place: bool

    def __call__(self, *, at: datetime, start_due_at: datetime, start_id: int, **others) -> QuerySet:
        start = Place(start_due_at, start_id) if self.from_a_place else None
        return paging.rows(self.shape.chosen(at=at), start, back=self.back, size=SIZE, show=rows_of)


@dataclass(frozen=True)
class OnTheWay:
    """Writes the query of which complaints a page shows that looks at so many."""

    shape: Shape
    back: bool
    from_a_place: bool
    most: int

    def __call__(self, *, at: datetime, start_due_at: datetime, start_id: int, **others) -> QuerySet:
        start = Place(start_due_at, start_id) if self.from_a_place else None
        way, sieve = self.shape.way(at=at, back=self.back), self.shape.sieve(at=at)
        return paging.on_the_way(way, sieve, start, back=self.back, most=self.most, size=SIZE)


@dataclass(frozen=True)
class ById:
    """Writes the query of the rows of complaints that are chosen already: the same for everybody."""

    back: bool

    def __call__(self, *, complaints: tuple[int, ...], **others) -> QuerySet:
        return paging.rows_by_id(complaints, back=self.back, show=for_rows)


@lru_cache(KEPT)
def _has_way(shape: Shape) -> bool:
    """Depends on what is asked, not on when."""
    return shape.way(at=AT) is not None


def _given(start: Place | None) -> dict:
    return {"start_due_at": start.due_at, "start_id": start.id} if start else {}
