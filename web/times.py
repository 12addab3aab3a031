"""Moments in words, as people in Punjab say them: "by 6:40 pm today", "Friday 27 November, 10:40 am".

Every function takes aware datetimes and answers in the active language. The clock on the wall is Asia/Karachi.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

KARACHI = ZoneInfo("Asia/Karachi")
NO_BREAK = "\u00a0"


def moment(at: datetime, *, now: datetime, zone: str = "") -> str:
    """A moment as seen from another one: "6:40 pm today", or with the day's name further off.

    `zone`: of somebody who lives abroad; they read both clocks, each named.
    """
    here = _moment(at, now=now, clock_of=KARACHI)
    if not is_elsewhere(zone, at=at):
        return here
    return _both(here, _moment(at, now=now, clock_of=ZoneInfo(zone)))


def is_elsewhere(zone: str, *, at: datetime) -> bool:
    """Whether the clock of that zone shows another hour than that of Punjab; not for an empty one."""
    return bool(zone) and at.astimezone(ZoneInfo(zone)).utcoffset() != at.astimezone(KARACHI).utcoffset()


def _both(here: str, there: str) -> str:
    said = gettext("%(here)s in Pakistan (%(there)s where you live)")
    return said % {"here": here, "there": there}


def _moment(at: datetime, *, now: datetime, clock_of: ZoneInfo) -> str:
    local, today = at.astimezone(clock_of), now.astimezone(clock_of).date()
    time, name = clock(local), day(local, year=local.year != today.year)
    # Urdu breaks well anywhere; "6:40" and "pm" belong together.
    words = {"clock": time.replace(" ", NO_BREAK) if time.isascii() else time, "day": name}
    match local.date() - today:
        case timedelta(days=0):
            return gettext("%(clock)s today") % words
        case timedelta(days=1):
            return gettext("%(clock)s tomorrow") % words
        case timedelta(days=-1):
            return gettext("%(clock)s yesterday") % words
    return gettext("%(day)s, %(clock)s") % words


def by(at: datetime, *, now: datetime, zone: str = "") -> str:
    """A deadline: "by 6:40 pm today"."""
    return gettext("by %(moment)s") % {"moment": moment(at, now=now, zone=zone)}


def dated(at: datetime, *, zone: str = "") -> str:
    """A moment for what is read later, like a message: never "today"."""
    here = _dated(at.astimezone(KARACHI))
    return _both(here, _dated(at.astimezone(ZoneInfo(zone)))) if is_elsewhere(zone, at=at) else here


def _dated(local: datetime) -> str:
    return gettext("%(day)s, %(clock)s") % {"day": date_format(local, "j F"), "clock": clock(local)}


def by_date(at: datetime, *, zone: str = "") -> str:
    """A deadline for what is kept, like a paper: "by 24 November, 6:40 pm"."""
    return gettext("by %(moment)s") % {"moment": dated(at, zone=zone)}


def day(local: datetime, *, year: bool) -> str:
    """The day of a local time by its name, with the year where it is another one."""
    return date_format(local, "l j F Y" if year else "l j F")


def clock(local: datetime) -> str:
    """The time of day. English knows am and pm; Urdu names the part of the day, so each has a context of its own."""
    said = {"clock": f"{local.hour % 12 or 12}:{local.minute:02d}"}
    if local.hour < 5:
        return pgettext("before dawn", "%(clock)s am") % said
    if local.hour < 12:
        return pgettext("in the morning", "%(clock)s am") % said
    if local.hour < 16:
        return pgettext("at midday", "%(clock)s pm") % said
    if local.hour < 20:
        return pgettext("in the evening", "%(clock)s pm") % said
    return pgettext("at night", "%(clock)s pm") % said
