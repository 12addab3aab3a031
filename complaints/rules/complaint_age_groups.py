"""Age groups of open complaints, as the rules define them: up to 8, 24 and 72 hours, up to 14 days, and older."""

from datetime import datetime, timedelta

UPPER_BOUNDS = {
    "8h": timedelta(hours=8),
    "24h": timedelta(hours=24),
    "72h": timedelta(hours=72),
    "14d": timedelta(days=14),
    "over": None,
}
"""The upper bound of each age group, as time since registration. A group begins where the one before ends."""
AGE_GROUPS = tuple(UPPER_BOUNDS)


def receipt_interval_of_age_group(age: str, *, at: datetime) -> tuple[datetime | None, datetime | None]:
    """Return (after, until): complaints in this age group were received in this interval. None means no bound.

    Raises ValueError for an unknown age group.
    """
    position, longest = AGE_GROUPS.index(age), UPPER_BOUNDS.get(age)
    until = at - UPPER_BOUNDS[AGE_GROUPS[position - 1]] if position else None
    return (at - longest if longest else None), until
