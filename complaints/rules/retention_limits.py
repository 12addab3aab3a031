"""How long personal data is kept after the end of a complaint, and the events of a legal hold."""

from datetime import datetime

SHORTEST_MONTHS = 12
"""Months. Appeals, reinstatements and the aftercare question after ninety days all fall within this time."""
LONGEST_MONTHS = 600
LARGEST_GROUP = 200
"""The most merged and linked complaints that are anonymised together. A larger group is kept for a person to check."""
DESTROYED_TEXT = "–"
"""Replaces a destroyed text in a column that must not be empty."""
ANONYMISED_KIND, HOLD_KIND, LIFT_HOLD_KIND = "anonymised", "hold", "lift_hold"
"""The event of the anonymisation, and the events by which a legal hold begins and ends."""


def latest_expired_end(at: datetime, months: int) -> datetime:
    """Return the time by which a complaint must have ended so that it has been kept for `months` at `at`.

    A day that the month does not have becomes its last day.
    """
    years, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    for day in range(at.day, at.day - 4, -1):
        try:
            return at.replace(year=years, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError(f"no such month: {years}-{month + 1}")
