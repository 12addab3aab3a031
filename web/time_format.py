"""Format times as people in Punjab say them: "by 6:40 pm today", "Friday 27 November, 10:40 am".

All functions take aware datetimes and return text in the active language. The time zone is Asia/Karachi.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

KARACHI = ZoneInfo("Asia/Karachi")
NO_BREAK = "\u00a0"


def format_relative_time(at: datetime, *, now: datetime, zone: str = "") -> str:
    """Return a time relative to `now`: "6:40 pm today", or with the day of the week if it is further away.

    `zone`: the time zone of a person abroad. They get both times, each with its place.
    """
    local = _format_relative_time_in_zone(at, now=now, zone=KARACHI)
    if not is_other_time_zone(zone, at=at):
        return local
    return _state_in_both_zones(local, _format_relative_time_in_zone(at, now=now, zone=ZoneInfo(zone)))


def is_other_time_zone(zone: str, *, at: datetime) -> bool:
    """Return whether the time in a time zone differs from that in Punjab; False for an empty zone."""
    return bool(zone) and at.astimezone(ZoneInfo(zone)).utcoffset() != at.astimezone(KARACHI).utcoffset()


def _state_in_both_zones(in_pakistan: str, abroad: str) -> str:
    return gettext("%(here)s in Pakistan (%(there)s where you live)") % {"here": in_pakistan, "there": abroad}


def _format_relative_time_in_zone(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    time, day_name = format_time_of_day(local), format_day(local, year=local.year != today.year)
    # In English "6:40" and "pm" must stay on one line. Urdu may break anywhere.
    parts = {"clock": time.replace(" ", NO_BREAK) if time.isascii() else time, "day": day_name}
    match local.date() - today:
        case timedelta(days=0):
            return gettext("%(clock)s today") % parts
        case timedelta(days=1):
            return gettext("%(clock)s tomorrow") % parts
        case timedelta(days=-1):
            return gettext("%(clock)s yesterday") % parts
    return gettext("%(day)s, %(clock)s") % parts


def format_deadline(at: datetime, *, now: datetime, zone: str = "") -> str:
    """Return a deadline relative to `now`: "by 6:40 pm today"."""
    return gettext("by %(moment)s") % {"moment": format_relative_time(at, now=now, zone=zone)}


def format_date_and_time(at: datetime, *, zone: str = "") -> str:
    """Return a time with its date, never "today": for texts that are read later, like messages."""
    local = _format_local_date_and_time(at.astimezone(KARACHI))
    if not is_other_time_zone(zone, at=at):
        return local
    return _state_in_both_zones(local, _format_local_date_and_time(at.astimezone(ZoneInfo(zone))))


def format_start(at: datetime) -> str:
    """Return the start of a period with its date. A midnight is written as the day that it begins."""
    local = at.astimezone(KARACHI)
    return date_format(local, "j F") if local.time() == time.min else format_date_and_time(at)


def format_end(at: datetime) -> str:
    """Return the end of a period, or a deadline, with its date. A midnight is written as the day that it ends.

    A deadline "by the end of 24 November" is stored as that midnight; "25 November, 12:00 am" would name another day.
    """
    local = at.astimezone(KARACHI)
    return date_format(local - timedelta(days=1), "j F") if local.time() == time.min else format_date_and_time(at)


def format_full_date_and_time(at: datetime) -> str:
    """Return a time with its date and year: "24 November 2026, 6:40 pm"."""
    local = at.astimezone(KARACHI)
    return gettext("%(day)s, %(clock)s") % {"day": date_format(local, "j F Y"), "clock": format_time_of_day(local)}


def _format_local_date_and_time(local: datetime) -> str:
    return gettext("%(day)s, %(clock)s") % {"day": date_format(local, "j F"), "clock": format_time_of_day(local)}


def format_dated_deadline(at: datetime, *, zone: str = "") -> str:
    """Return a deadline with its date, for documents: "by 24 November, 6:40 pm"."""
    return gettext("by %(moment)s") % {"moment": format_date_and_time(at, zone=zone)}


def format_day(local: datetime, *, year: bool) -> str:
    """Return the day of the week and the date of a local time, with the year if `year`."""
    return date_format(local, "l j F Y" if year else "l j F")


def format_time_of_day(local: datetime) -> str:
    """Return the time of day. Urdu names the part of the day instead of am and pm, so each part has its own context."""
    time = {"clock": f"{local.hour % 12 or 12}:{local.minute:02d}"}
    if local.hour < 5:
        return pgettext("before dawn", "%(clock)s am") % time
    if local.hour < 12:
        return pgettext("in the morning", "%(clock)s am") % time
    if local.hour < 16:
        return pgettext("at midday", "%(clock)s pm") % time
    if local.hour < 20:
        return pgettext("in the evening", "%(clock)s pm") % time
    return pgettext("at night", "%(clock)s pm") % time
