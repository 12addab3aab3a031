"""How old what is open is: of a large office the tallies know most days, and only the days in which an age begins or
ends are looked at row by row."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.timezone import localdate

from complaints.rules.ages import AGES, received
from monitoring.queries.pending import midnight

DAY, MOMENT = timedelta(days=1), timedelta.resolution
COUNTED = AGES[:-1]
"""What is older is all that is left."""


class Piece(NamedTuple):
    """Of an age, what was received after one moment and until another."""

    age: str
    after: datetime
    until: datetime


class Days(NamedTuple):
    """Of an age, what was received from one day to another: neither holds another age too."""

    age: str
    first: date
    last: date


def whole(*, at: datetime) -> list[Piece]:
    """Each age but the oldest in one piece."""
    found = ((age, *received(age, at=at)) for age in COUNTED)
    return [Piece(age, after, until or at + DAY) for age, after, until in found]  # nothing was received after `at`


def divided(*, at: datetime) -> tuple[list[Piece], list[Days]]:
    """The same as pieces of days and whole days."""
    pieces, days = [], []
    for one in whole(at=at):
        for part in _parts(one, at=at):
            (days if isinstance(part, Days) else pieces).append(part)
    return pieces, days


def _parts(one: Piece, *, at: datetime) -> Iterator[Piece | Days]:
    first, last = localdate(one.after), localdate(one.until)
    if first == last:
        yield one
        return
    yield Piece(one.age, one.after, midnight(first + DAY) - MOMENT)
    if one.until > at:
        yield Days(one.age, first + DAY, last)
        return
    yield Piece(one.age, midnight(last) - MOMENT, one.until)
    if first + DAY < last:
        yield Days(one.age, first + DAY, last - DAY)
