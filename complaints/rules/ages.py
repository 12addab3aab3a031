"""Age groups of open complaints, as the rules define them: up to 8, 24 and 72 hours, up to 14 days, and older."""

from datetime import datetime, timedelta

LONGEST = {
    "8h": timedelta(hours=8),
    "24h": timedelta(hours=24),
    "72h": timedelta(hours=72),
    "14d": timedelta(days=14),
    "over": None,
}
"""The upper bound of each age group, as time since registration. A group begins where the one before ends."""
AGES = tuple(LONGEST)


def received(age: str, *, at: datetime) -> tuple[datetime | None, datetime | None]:
    """Return (after, until): complaints in this age group were received in this interval. None means no bound.

    Raises ValueError for an unknown age group.
    """
    position, longest = AGES.index(age), LONGEST.get(age)
    until = at - LONGEST[AGES[position - 1]] if position else None
    return (at - longest if longest else None), until
