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
from complaints.queries.queue import my_queue, my_way, office_queue, office_way, rows_of
from complaints.queries.walking import LOOKED_AT


@dataclass(frozen=True)
class Kind:
    """A queue of the desk: what is in it, and through which complaints a page of it goes."""

    chosen: Callable[..., ComplaintQuerySet]
    way: Callable[..., ComplaintQuerySet | None]


MINE = Kind(my_queue, lambda actor, **others: my_way(actor))
OFFICE = Kind(office_queue, office_way)


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


@dataclass(frozen=True)
class Queue:
    """A shape at a moment, for queries.paging.page_in."""

    shape: Shape
    at: datetime
    size = SIZE

    @classmethod
    def of(cls, kind: Kind, actor: Actor, *, at: datetime, **narrowing: Hashable) -> Self:
        """`narrowing`: for queries.narrowing.narrow."""
        return cls(Shape(kind, actor, tuple(sorted(narrowing.items()))), at)

    @property
    def most(self) -> int:
        return LOOKED_AT

    @property
    def has_way(self) -> bool:
        return _has_way(self.shape)

    def last_of_way(self, start: Place | None, *, back: bool) -> list[dict]:
        """The last place that is looked at, and the one after it, if there is one."""
        found = ask(Ends(self.shape, back, bool(start), self.most), at=self.at, **_given("start", start))
        return [one for one in found if is_due_as_asked(one["due_at"], at=self.at, **dict(self.shape.narrowing))]

    def rows(self, start: Place | None, end: Place | None, *, back: bool) -> list[dict]:
        """One more than a page has, if there is one."""
        given = _given("start", start) | _given("end", end)
        return ask(Rows(self.shape, back, bool(start), bool(end)), at=self.at, **given)


@dataclass(frozen=True)
class Ends:
    """Writes the query of where a page stops looking."""

    shape: Shape
    back: bool
    from_a_place: bool
    most: int

    def __call__(self, *, at: datetime, start_due_at: datetime, start_id: int, **others) -> QuerySet:
        start = Place(start_due_at, start_id) if self.from_a_place else None
        return paging.ends(self.shape.way(at=at, back=self.back), start, back=self.back, most=self.most)


@dataclass(frozen=True)
class Rows:
    """Writes the query of a page's rows."""

    shape: Shape
    back: bool
    from_a_place: bool
    to_a_place: bool

    def __call__(self, *, at: datetime, start_due_at, start_id: int, end_due_at, end_id: int, **others) -> QuerySet:
        start = Place(start_due_at, start_id) if self.from_a_place else None
        end = Place(end_due_at, end_id) if self.to_a_place else None
        return paging.rows(self.shape.chosen(at=at), start, end, back=self.back, size=SIZE, show=rows_of)


@lru_cache(KEPT)
def _has_way(shape: Shape) -> bool:
    """Depends on what is asked, not on when."""
    return shape.way(at=AT) is not None


def _given(name: str, place: Place | None) -> dict:
    return {f"{name}_due_at": place.due_at, f"{name}_id": place.id} if place else {}
