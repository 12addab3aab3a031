"""Decide when the results of a period can be compared with those of an earlier one."""

from datetime import date, timedelta

SETTLING_TIME = timedelta(days=30)
"""Our rule. It exceeds the longest report deadline of any category; an objection comes within a week of the report."""


def is_period_comparable(last: date, today: date) -> bool:
    """Return whether every complaint received up to a day has had SETTLING_TIME to be handled.

    In a younger period fewer complaints are closed, reopened or reported late, only because they are young.
    """
    return last + SETTLING_TIME <= today


def newest_comparable_period(first: date, last: date, today: date) -> tuple[date, date]:
    """Return the newest period of the same length whose results can be compared."""
    return today - SETTLING_TIME - (last - first), today - SETTLING_TIME
