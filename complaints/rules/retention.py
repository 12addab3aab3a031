"""How long what is personal in a complaint is kept after its end, and what keeps it longer."""

from datetime import datetime

SHORTEST = 12
"""Months. An appeal, a withdrawal taken back and the question after ninety days all lie well within."""
LONGEST = 600
MOST_TOGETHER = 200
"""Complaints that hang together by merging and linking. More than that stays: a person looks at it."""
DESTROYED = "–"
"""What stands where words stood that may not be empty."""
KIND, HOLD, LIFT = "anonymised", "hold", "lift_hold"
"""The event that says so, and those by which a legal hold begins and ends."""


def ended_by(at: datetime, months: int) -> datetime:
    """Whatever ended by then has been kept for so many months at `at`. A day that a month lacks is its last one."""
    years, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    for day in range(at.day, at.day - 4, -1):
        try:
            return at.replace(year=years, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError(f"no such month: {years}-{month + 1}")
