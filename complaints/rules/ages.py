"""How old what is open is, in the law's own steps: up to 8, 24 and 72 hours, 14 days, and over."""

from datetime import datetime, timedelta

LONGEST = {
    "8h": timedelta(hours=8),
    "24h": timedelta(hours=24),
    "72h": timedelta(hours=72),
    "14d": timedelta(days=14),
    "over": None,
}
"""Each age by name, and up to how long after registration a complaint has it: from the end of the one before."""
AGES = tuple(LONGEST)


def received(age: str, *, at: datetime) -> tuple[datetime | None, datetime | None]:
    """After which moment and until which one what has that age was received; None: no bound. Raises ValueError."""
    place, longest = AGES.index(age), LONGEST.get(age)
    until = at - LONGEST[AGES[place - 1]] if place else None
    return (at - longest if longest else None), until
