"""Next and previous page by key: the same cost at any depth, no row lost or shown twice while others come and go."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.db.models import DateTimeField, F, Func, OrderBy, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

from accounts.queries.written import OneOf
from complaints.models import Complaint
from complaints.queries.queue import rows_of
from complaints.queries.sifting import sifted
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

    def rows(self, start: Place | None, *, back: bool) -> list[dict]:
        """One more than a page has, if there is one."""
        return list(rows(self.complaints, start, back=back, size=self.size, show=self.show))

    def looked_through(self, start: Place | None, *, back: bool) -> tuple[list[dict], Place | None]:
        """The same of the way's first `most`; and what comes after those, if anything does."""
        found = list(on_the_way(self.way, self.complaints, start, back=back, most=self.most, size=self.size))
        chosen, following = apart(found, self.most)
        return list(rows_by_id([one["id"] for one in chosen], back=back, show=self.show)), following


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
    start, following = before if back else after, None
    if asked.has_way:
        found, following = asked.looked_through(start, back=back)
    else:
        found = asked.rows(start, back=back)
    page, is_full = found[: asked.size], len(found) > asked.size
    onwards = Place.of(page[-1]) if is_full else following and following.just_past(back=not back)
    behind = None
    if start:
        behind = Place.of(page[0]) if page else start.just_past(back=back) if asked.has_way else None
    return Page(
        rows=page[::-1] if back else page,
        before=onwards if back else behind,
        after=behind if back else onwards,
        looked_at=asked.most if following and not is_full else 0,
    )


def rows(complaints: QuerySet, start: Place | None, *, back: bool, size: int, show) -> QuerySet:
    """The rows of a page and one more."""
    chosen = _beyond(complaints, start, back=back).order_by(*order(back=back))[: size + 1]
    return show(chosen).order_by(*order(back=back))


def on_the_way(way: QuerySet, sieve: QuerySet, start: Place | None, *, back: bool, most: int, size: int) -> QuerySet:
    """The places of the same, of those of a way's first `most` that pass a sieve, and the place that follows on it."""
    onwards = _beyond(way, start, back=back, written=Unforeseen)
    return sifted(onwards, sieve, order=order(back=back), most=most)[: size + 1]


def apart(found: list[dict], most: int) -> tuple[list[dict], Place | None]:
    """Those that passed, and the place that follows."""
    following = next((Place.of(one) for one in found if one["nth"] > most), None)
    return [one for one in found if one["nth"] <= most], following


def rows_by_id(ids: Sequence[int], *, back: bool, show) -> QuerySet:
    """The rows of these, in order."""
    theirs = Complaint.objects.for_service().filter(OneOf("pk", ids, counted=False))
    return show(theirs).order_by(*order(back=back))


def order(*, back: bool) -> tuple[OrderBy, ...]:
    """The queue's order, or the other way round."""
    due, number = F("due_at"), F("id")
    return (due.desc(), number.desc()) if back else (due.asc(), number.asc())


def _beyond(rows: QuerySet, start: Place | None, *, back: bool, written: Callable = Value) -> QuerySet:
    if start is None:
        return rows
    key = Key(written(start.due_at), written(start.id))
    return rows.filter(LessThan(KEY, key) if back else GreaterThan(KEY, key))
