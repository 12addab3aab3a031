"""Days in Pakistan's time zone as moments."""

from datetime import date, datetime, time

from django.utils.timezone import make_aware


def start_of_day(day: date) -> datetime:
    """Return the beginning of a day in Pakistan's time zone."""
    return make_aware(datetime.combine(day, time.min))
