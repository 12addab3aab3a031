"""Decide whether a station kept what its head promised."""

from datetime import date, timedelta
from enum import StrEnum

from monitoring.rules.comparable_periods import is_period_comparable
from monitoring.rules.league_places import HIGH_IS_GOOD, LeagueMeasure
from reviews.rules.delay_patterns import PatternShare

LONGEST_PROMISE = timedelta(days=92)
"""A promise for longer than a quarter is measured too late to help anyone."""
DAYS_BEFORE = 30
"""The days before a promise with which it is compared, as long as the sheet's default period."""


class PromiseState(StrEnum):
    """The state of a promise on a day."""

    RUNNING = "running"
    WAITING = "waiting"  # over, but its youngest complaints have not had their time
    KEPT = "kept"
    BROKEN = "broken"
    TOO_FEW = "too_few"


def days_before(first: date) -> tuple[date, date]:
    """Return the first and the last day of the period before a promise that begins on `first`."""
    return first - timedelta(days=DAYS_BEFORE), first - timedelta(days=1)


def promise_state(measure: LeagueMeasure, target: int, share: PatternShare, *, last: date, today: date) -> PromiseState:
    """Return the state of a promise: undecided until its results can be compared, or with too few cases for a rate.

    Of complaints within their limit only the successes are known, so an earlier verdict would favour the station.
    """
    if today <= last:
        return PromiseState.RUNNING
    if not is_period_comparable(last, today):
        return PromiseState.WAITING
    if not share.has_enough_cases:
        return PromiseState.TOO_FEW
    reached, wanted = 100 * share.number, target * share.of
    kept = reached >= wanted if measure in HIGH_IS_GOOD else reached <= wanted
    return PromiseState.KEPT if kept else PromiseState.BROKEN
