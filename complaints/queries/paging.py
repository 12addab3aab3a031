"""Next and previous page by key: the same cost at any depth, no row lost or shown twice while others come and go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.db.models import DateTimeField, F, Func, Value
from django.db.models.lookups import GreaterThan, LessThan

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
    """Some rows; `before` and `after` are the places to ask from next, None where nothing more lies that way."""

    rows: Sequence[dict]
    before: Place | None
    after: Place | None


class Key(Func):
    """`(due_at, id)` as one value: PostgreSQL compares it as the index is ordered."""

    template = "(%(expressions)s)"
    output_field = DateTimeField()


KEY = Key(F("due_at"), F("id"))


def page_of(rows, *, after: Place | None = None, before: Place | None = None, size: int = SIZE) -> Page:
    """A page of a queryset of `.values()` with due_at and id, most urgent first. One statement.

    `after` and `before` exclude the place itself; with neither it is the first page.
    """
    if before:
        found = list(rows.filter(LessThan(KEY, _key(before))).order_by("-due_at", "-id")[: size + 1])
        rows = found[size - 1 :: -1] if len(found) > size else found[::-1]
        return _page(rows, more_before=len(found) > size, more_after=True)
    if after:
        rows = rows.filter(GreaterThan(KEY, _key(after)))
    found = list(rows.order_by("due_at", "id")[: size + 1])
    return _page(found[:size], more_before=after is not None, more_after=len(found) > size)


def _key(place: Place) -> Key:
    return Key(Value(place.due_at), Value(place.id))


def _page(rows: list[dict], *, more_before: bool, more_after: bool) -> Page:
    return Page(
        rows=rows,
        before=Place.of(rows[0]) if rows and more_before else None,
        after=Place.of(rows[-1]) if rows and more_after else None,
    )
