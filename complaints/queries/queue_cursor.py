"""Cursors of keyset pagination: positions in the queue's order from which the next page continues."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.db.models import DateTimeField, F, Func, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TOKEN = re.compile(r"([0-9]{1,18})-([0-9]{1,18})", re.ASCII)


class UnreadableCursor(ValueError):
    """The text is not the token of a cursor, for example because the URL was cut or edited."""


@dataclass(frozen=True, order=True)
class QueueCursor:
    """A position in the order (due_at, id)."""

    due_at: datetime
    id: int

    @classmethod
    def from_row(cls, row: dict) -> Self:
        """Return the position of a row."""
        return cls(row["due_at"], row["id"])

    @classmethod
    def from_token(cls, token: str) -> Self:
        """Return the cursor of a token. Raises UnreadableCursor."""
        match = TOKEN.fullmatch(token)
        try:
            return cls(EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
        except (TypeError, OverflowError) as error:
            raise UnreadableCursor(token) from error

    @property
    def token(self) -> str:
        """Return the token: microseconds since 1970 and the id (`1793520000000000-117`)."""
        return f"{(self.due_at - EPOCH) // timedelta(microseconds=1)}-{self.id}"

    def adjacent(self, *, back: bool) -> Self:
        """Return the adjacent position, so that a page in the other direction begins with this row."""
        return type(self)(self.due_at, self.id + (-1 if back else 1))


class HiddenFromPlanner(Func):
    """A value that PostgreSQL's planner cannot see, so that it assumes that a comparison selects a third of the rows.

    Most open complaints are due from today on, but few of all complaints are. The planner multiplies the two shares,
    expects a handful of rows, and sorts ten thousand instead of following the index. With 20,000 open complaints, the
    200th page of complaints due within 8 hours took 70 ms instead of 1 ms.
    """

    template = "(SELECT %(expressions)s)"

    def __init__(self, value):
        super().__init__(Value(value))


class QueueSortKey(Func):
    """`(due_at, id)` as one value, which PostgreSQL compares in the order of the index."""

    template = "(%(expressions)s)"
    output_field = DateTimeField()


QUEUE_SORT_KEY = QueueSortKey(F("due_at"), F("id"))


def queue_order(*, back: bool = False) -> tuple[str, str]:
    """Return the queue's order, most urgent first, or with `back` the reverse, for `order_by`."""
    return ("-due_at", "-id") if back else ("due_at", "id")


def filter_beyond_cursor(complaints: QuerySet, cursor: QueueCursor | None, *, back: bool, value=Value) -> QuerySet:
    """Return the complaints after a cursor, or with `back` those before it. `value`: Value or HiddenFromPlanner."""
    if cursor is None:
        return complaints
    key = QueueSortKey(value(cursor.due_at), value(cursor.id))
    return complaints.filter(LessThan(QUEUE_SORT_KEY, key) if back else GreaterThan(QUEUE_SORT_KEY, key))
