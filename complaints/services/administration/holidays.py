"""The holidays of a year, from the list that the package `holidays` keeps of Pakistan."""

import re
from datetime import date, datetime, time

import holidays

from complaints.models import Holiday, WorkingCalendar
from complaints.services.administration import calendars

ESTIMATED = re.compile(r"\s*\((estimated|اندازاً)\)")
MON_TO_FRI = [0, 1, 2, 3, 4]
FIRST = {"name_en": "Working days", "name_ur": "ایام کار", "days": MON_TO_FRI, "opens": time(9), "closes": time(17)}
"""A calendar to begin with. Its days and hours are ours: no policy names it until an administrator asks for that."""


def first_calendar(*, at: datetime) -> WorkingCalendar:
    """The calendar that is there, or a new one."""
    return WorkingCalendar.objects.order_by("pk").first() or calendars.make(by=None, at=at, **FIRST)


def load(calendar: WorkingCalendar, year: int, *, at: datetime) -> int:
    """Add a year's holidays; those of the moon are provisional. Days that are there stay as they are. How many came.

    Open deadlines behind them move (services.calendars).
    """
    english, urdu = (holidays.country_holidays("PK", years=year, language=one) for one in ("en_US", "ur_PK"))
    there = set(Holiday.objects.filter(calendar=calendar).values_list("day", flat=True))
    new = [day for day in sorted(english) if day not in there]
    for day in new:
        calendars.close_on(calendar=calendar, by=None, at=at, day=day, **_known(day, english[day], urdu[day]))
    return len(new)


def _known(day: date, name_en: str, name_ur: str) -> dict:
    return {
        "name_en": ESTIMATED.sub("", name_en),
        "name_ur": ESTIMATED.sub("", name_ur),
        "provisional": bool(ESTIMATED.search(name_en)),
        "source": f"PyPI holidays {holidays.__version__}",
    }
