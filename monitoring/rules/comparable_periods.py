"""Decide when the results of a period can be compared with those of an earlier one."""

from datetime import date, timedelta

SETTLING_TIME = timedelta(days=30)
"""Our rule. It exceeds the longest report deadline of any category; an objection comes within a week of the report."""


def first_comparable_day(last: date) -> date:
    """Return the first day on which the results of a period that ends on `last` can be compared."""
    return last + SETTLING_TIME


def newest_comparable_last(today: date) -> date:
    """Return the last day of the newest period whose results can be compared."""
    return today - SETTLING_TIME


def is_period_comparable(last: date, today: date) -> bool:
    """Return whether every complaint received up to a day has had SETTLING_TIME to be handled.

    In a younger period fewer complaints are closed, reopened or reported late, only because they are young.
    """
    return first_comparable_day(last) <= today


def newest_comparable_period(first: date, last: date, today: date) -> tuple[date, date]:
    """Return the newest period of the same length whose results can be compared."""
    newest = newest_comparable_last(today)
    return newest - (last - first), newest
