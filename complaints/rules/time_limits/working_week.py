"""Read and write the working intervals of a week as administrators type them: "09:00-13:00, 14:00-17:00"."""

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from complaints.rules.working_hours import MINUTES_A_DAY, Interval, Week

DAYS_A_WEEK = 7
LONGEST_DAY = 400
"""The longest text of a day, in characters. It has room for some thirty intervals."""

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_INTERVAL = re.compile(rf"{_TIME}\s*(?:-|–|—|−|to|until|سے|تا)\s*{_TIME}(?:\s*تک)?", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,،;؛\n]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


class IntervalFault(StrEnum):
    """Why the text of a day cannot be used."""

    UNREADABLE = "unreadable"
    NO_SUCH_TIME = "no_such_time"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    NO_LENGTH = "no_length"
    OVERLAP = "overlap"


class FaultyDay(ValueError):
    """The text of a day cannot be used. `first` and `second`: the intervals that it is about, as text."""

    def __init__(self, fault: IntervalFault, first: str, second: str = ""):
        super().__init__(fault, first, second)
        self.fault, self.first, self.second = fault, first, second


def parse_day(text: str) -> tuple[Interval, ...]:
    """Return the intervals that a text lists, in order. An empty text is a day without working hours.

    Numbers may be Urdu digits; the separators of intervals are commas, semicolons and new lines. Raises FaultyDay.
    """
    parts = [part.strip() for part in _SEPARATORS.split(_INVISIBLE.sub("", text))]
    intervals = sorted(_parse_interval(part) for part in parts if part)
    for one, next_one in pairwise(intervals):
        if next_one[0] < one[1]:
            raise FaultyDay(IntervalFault.OVERLAP, _format_interval(one), _format_interval(next_one))
    return tuple(intervals)


def _parse_interval(text: str) -> Interval:
    found = _INTERVAL.fullmatch(text)
    if not found:
        raise FaultyDay(IntervalFault.UNREADABLE, text)
    hour, minute, last_hour, last_minute = (int(number or 0) for number in found.groups())
    start, end = hour * 60 + minute, last_hour * 60 + last_minute
    if max(minute, last_minute) > 59 or max(start, end) > MINUTES_A_DAY:
        raise FaultyDay(IntervalFault.NO_SUCH_TIME, text)
    if start == end:
        raise FaultyDay(IntervalFault.NO_LENGTH, text)
    if start > end:
        raise FaultyDay(IntervalFault.ENDS_BEFORE_IT_BEGINS, text)
    return start, end


def format_day(intervals: Sequence[Interval]) -> str:
    """Return the intervals of a day as text, in the form in which they are stored."""
    return ", ".join(_format_interval(interval) for interval in intervals)


def _format_interval(interval: Interval) -> str:
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in interval)


def parse_week(days: Sequence[str]) -> Week:
    """Return the week that seven texts describe, Monday first. Raises FaultyDay."""
    return tuple(parse_day(text) for text in days)


def has_working_hours(days: Sequence[str]) -> bool:
    """Return whether any of these texts has an interval."""
    return any(text.strip() for text in days)
