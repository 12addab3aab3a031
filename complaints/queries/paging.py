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


def page_of(
    complaints: QuerySet,
    *,
    after: Place | None = None,
    before: Place | None = None,
    size: int = SIZE,
    way: QuerySet | None = None,
    most: int = 0,
    show: Callable[[QuerySet], QuerySet] = rows_of,
) -> Page:
    """A page of complaints, most urgent first. One statement.

    `after` and `before` exclude the place itself; with neither it is the first page. `way`: the complaints among which
    these are (queries.walking); through `most` of them and no further the page looks. One statement more.
    `show`: from the chosen ones to their rows, with due_at and id.
    """
    back = before is not None
    start = before if back else after
    end = _end(way, start, back=back, most=most) if way is not None else None
    chosen = _ordered(_up_to(_beyond(complaints, start, back=back), end, back=back), back=back)[: size + 1]
    found = list(_ordered(show(chosen), back=back))
    page, is_full = found[:size], len(found) > size
    onwards, behind = Place.of(page[-1]) if is_full else end, None
    if start:
        behind = Place.of(page[0]) if page else start.just_past(back=not back) if way is not None else None
    return Page(
        rows=page[::-1] if back else page,
        before=onwards if back else behind,
        after=behind if back else onwards,
        looked_at=most if end and not is_full else 0,
    )


def _end(way: QuerySet, start: Place | None, *, back: bool, most: int) -> Place | None:
    """The last place of so many; None where no more than that are left."""
    last = _ordered(_beyond(way, start, back=back, written=Unforeseen), back=back)
    places = [Place(*row) for row in last.values_list("due_at", "id")[most - 1 : most + 1]]
    return places[0] if len(places) > 1 else None


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
