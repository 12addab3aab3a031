"""Load the holidays of a year from the package `holidays`, which has those of Pakistan."""

import re
from datetime import datetime

import holidays

from complaints.models import Holiday, WorkingCalendar
from complaints.services.administration import working_calendars

ESTIMATED_SUFFIX = re.compile(r"\s*\((estimated|اندازاً)\)")
MONDAY_TO_FRIDAY = ["09:00-17:00"] * 5 + ["", ""]
FIRST_CALENDAR_VALUES = {
    "name_en": "Working days",
    "name_ur": "ایام کار",
    "week": MONDAY_TO_FRIDAY,
}
"""The first calendar. Its days and hours are our assumption; no policy uses it until an administrator chooses it."""


def get_or_create_calendar(*, at: datetime) -> WorkingCalendar:
    """Return the oldest calendar, or create the first one."""
    return WorkingCalendar.objects.order_by("pk").first() or working_calendars.create_calendar(
        by=None, at=at, **FIRST_CALENDAR_VALUES
    )


def load_holidays(calendar: WorkingCalendar, year: int, *, at: datetime) -> int:
    """Add the holidays of a year that the calendar does not have; return their number.

    Holidays that depend on the moon are provisional. Open deadlines after the holidays move (`working_calendars`).
    """
    english, urdu = (holidays.country_holidays("PK", years=year, language=code) for code in ("en_US", "ur_PK"))
    existing = set(Holiday.objects.filter(calendar=calendar).values_list("day", flat=True))
    new = [day for day in sorted(english) if day not in existing]
    for day in new:
        working_calendars.add_holiday(
            calendar=calendar, by=None, at=at, day=day, **_holiday_values(english[day], urdu[day])
        )
    return len(new)


def _holiday_values(name_en: str, name_ur: str) -> dict:
    return {
        "name_en": ESTIMATED_SUFFIX.sub("", name_en),
        "name_ur": ESTIMATED_SUFFIX.sub("", name_ur),
        "provisional": bool(ESTIMATED_SUFFIX.search(name_en)),
        "source": f"PyPI holidays {holidays.__version__}",
    }
