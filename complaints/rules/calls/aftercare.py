"""Asking after a complainant: a month and three months after the closure of a conduct or confidential complaint."""

from datetime import datetime, timedelta

MARKS = (timedelta(days=30), timedelta(days=90))


def marks_passed(closed_at: datetime, at: datetime) -> int:
    """How many of the marks lie behind a moment: 0 to 2."""
    return sum(at >= closed_at + mark for mark in MARKS)
