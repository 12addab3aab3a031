"""The dates of aftercare: a month and three months after a conduct or confidential complaint was closed."""

from datetime import datetime, timedelta

AFTERCARE_MARKS = (timedelta(days=30), timedelta(days=90))


def count_marks_passed(closed_at: datetime, at: datetime) -> int:
    """Return how many of the marks have passed: 0 to 2."""
    return sum(at >= closed_at + mark for mark in AFTERCARE_MARKS)
