"""Next and previous page by key: the same cost at any depth, no row lost or shown twice while others come and go."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.db.models import DateTimeField, F, Func, QuerySet, Value
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from complaints.queries.queue import rows_of
from complaints.queries.walking import Unforeseen

SIZE = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TOKEN = re.compile(r"([0-9]{1,18})-([0-9]{1,18})", re.ASCII)


class Unreadable(ValueError):
    """Not a place in a queue: an address that somebody cut or typed."""


@dataclass(frozen=True)
class Place:
    """A place in the order (due_at, id). Its token holds no more than both numbers."""

    due_at: datetime
    id: int

    @classmethod
    def of(cls, row: dict) -> Self:
        return cls(row["due_at"], row["id"])

    @property
    def token(self) -> str:
        """Microseconds since 1970 and the id: `1793520000000000-117`."""
        return f"{(self.due_at - EPOCH) // timedelta(microseconds=1)}-{self.id}"

    def just_past(self, *, back: bool) -> Self:
        """The place beside this one, so that whoever goes on from there the other way comes upon it first."""
        return type(self)(self.due_at, self.id + (-1 if back else 1))

    @classmethod
    def read(cls, token: str) -> Self:
        """The place that a token names. Raises Unreadable."""
        found = TOKEN.fullmatch(token)
        try:
            return cls(EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))
        except (TypeError, OverflowError) as error:
            raise Unreadable(token) from error


@dataclass(frozen=True)
class Page:
    """Some rows; `before` and `after` are the places to ask from next, None where nothing more lies that way.

    `looked_at`: the page stopped looking after so many, before it was full; 0 where it did not.
    """

    rows: Sequence[dict]
    before: Place | None
    after: Place | None
    looked_at: int = 0


class Key(Func):
    """`(due_at, id)` as one value: PostgreSQL compares it as the index is ordered."""

    template = "(%(expressions)s)"
    output_field = DateTimeField()


KEY = Key(F("due_at"), F("id"))


@dataclass(frozen=True)
class Query:
    """Complaints as a query, and the `way` through which a page of them goes (queries.walking), `most` and no further.

    `show`: from the chosen ones to their rows, with due_at and id.
    """

    complaints: QuerySet
    way: QuerySet | None = None
    most: int = 0
    size: int = SIZE
    show: Callable[[QuerySet], QuerySet] = rows_of

    @property
    def has_way(self) -> bool:
        return self.way is not None

    def last_of_way(self, start: Place | None, *, back: bool) -> list[dict]:
        """The last place that is looked at, and the one after it, if there is one."""
        return list(ends(self.way, start, back=back, most=self.most))

    def rows(self, start: Place | None, end: Place | None, *, back: bool) -> list[dict]:
        """One more than a page has, if there is one."""
        return list(rows(self.complaints, start, end, back=back, size=self.size, show=self.show))


def page_of(
    complaints: QuerySet, *, after: Place | None = None, before: Place | None = None, size: int = SIZE, **more
) -> Page:
    """A page of complaints, most urgent first. One statement; with a `way` two. `more`: of Query."""
    return page_in(Query(complaints, size=size, **more), after=after, before=before)


def page_in(asked, *, after: Place | None = None, before: Place | None = None) -> Page:
    """A page of what is asked (Query, or queries.queues.Queue), most urgent first.

    `after` and `before` exclude the place itself; with neither it is the first page.
    """
    back = before is not None
    start = before if back else after
    end = _end(asked, start, back=back) if asked.has_way else None
    found = asked.rows(start, end, back=back)
    page, is_full = found[: asked.size], len(found) > asked.size
    onwards, behind = Place.of(page[-1]) if is_full else end, None
    if start:
        behind = Place.of(page[0]) if page else start.just_past(back=back) if asked.has_way else None
    return Page(
        rows=page[::-1] if back else page,
        before=onwards if back else behind,
        after=behind if back else onwards,
        looked_at=asked.most if end and not is_full else 0,
    )


def _end(asked, start: Place | None, *, back: bool) -> Place | None:
    """The last place of so many; None where no more than that are left."""
    places = asked.last_of_way(start, back=back)
    return Place.of(places[0]) if len(places) > 1 else None


def ends(way: QuerySet, start: Place | None, *, back: bool, most: int) -> QuerySet:
    """Of a way: the last place of so many, and the one after it."""
    last = _ordered(_beyond(way, start, back=back, written=Unforeseen), back=back)
    return last.values("due_at", "id")[most - 1 : most + 1]


def rows(complaints: QuerySet, start: Place | None, end: Place | None, *, back: bool, size: int, show) -> QuerySet:
    """The rows of a page and one more, between two places."""
    chosen = _ordered(_up_to(_beyond(complaints, start, back=back), end, back=back), back=back)[: size + 1]
    return _ordered(show(chosen), back=back)


def _ordered(rows: QuerySet, *, back: bool) -> QuerySet:
    return rows.order_by("-due_at", "-id") if back else rows.order_by("due_at", "id")


def _beyond(rows: QuerySet, start: Place | None, *, back: bool, written: Callable = Value) -> QuerySet:
    if start is None:
        return rows
    key = _key(start, written)
    return rows.filter(LessThan(KEY, key) if back else GreaterThan(KEY, key))


def _up_to(rows: QuerySet, end: Place | None, *, back: bool) -> QuerySet:
    if end is None:
        return rows
    return rows.filter(GreaterThanOrEqual(KEY, _key(end)) if back else LessThanOrEqual(KEY, _key(end)))


def _key(place: Place, written: Callable = Value) -> Key:
    return Key(written(place.due_at), written(place.id))
