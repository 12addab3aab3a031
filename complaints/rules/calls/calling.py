"""The complaint cell's calls: when somebody may be rung, when a call is due, and when enough have failed."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaints.rules.clock import NIGHT_BEGINS, NIGHT_ENDS, SafeHours

PAKISTAN = ZoneInfo("Asia/Karachi")
CALLS_BEFORE_GIVING_UP, ON_DAYS = 3, 2
CALLS_APART = timedelta(hours=2)
WRITTEN_DOWN_WITHIN = timedelta(minutes=15)
"""A call that began in somebody's hours may be written down so long after their end."""

ONE_IN = 20
"""The CPO rings about a random 5 % of the confirmations (domain.md, *record contact*)."""

SPOT_CHECKED_WITHIN = timedelta(days=14)
"""How long after it was drawn a spot check is still made: an assumption of ours, to be confirmed by the Central Police
Office. Weeks later the answer tests the memory of a talk, not whether it took place, and the calls of today would wait
behind it."""


class Purpose(StrEnum):
    """Why the cell rings; in complaints.models.call with words. In the order in which equal deadlines are shown."""

    WITHDRAWAL = "withdrawal"
    EXCUSE = "excuse"
    CONTACT = "contact"
    VERIFY = "verify"
    NEWS = "news"
    SAMPLE = "sample"
    CONNECT = "connect"


class Result(StrEnum):
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"


FAILED = frozenset({Result.NOT_REACHED, Result.WRONG_NUMBER})

DUE_WITHIN = {
    Purpose.WITHDRAWAL: timedelta(hours=24),
    Purpose.EXCUSE: timedelta(hours=4),
    Purpose.CONTACT: timedelta(hours=24),
    Purpose.VERIFY: timedelta(hours=48),
    Purpose.NEWS: timedelta(hours=24),
    Purpose.SAMPLE: timedelta(hours=72),
    Purpose.CONNECT: timedelta(hours=24),
}
"""From when a call can be made to when it should have been: the order of the list, no clock of the domain
(docs/decisions/0013). VERIFY: the cell's own 48 hours. CONNECT: or until the contact is due, where that is earlier."""

ANSWERS = {
    Purpose.CONTACT: ("in_person", "someone_else", "nobody"),
    Purpose.SAMPLE: ("in_person", "someone_else", "nobody"),
    Purpose.VERIFY: ("satisfied", "not"),
    Purpose.WITHDRAWAL: ("keep", "withdraw"),
    Purpose.CONNECT: ("connected", "declined", "missed"),
}
"""What somebody who is reached can say, where it has to be one of a few things."""


def enough_failed(calls: Sequence[datetime]) -> bool:
    """Whether so many calls failed, and not all on one day, that the cell may give up (domain.md: three over two days).

    A day is Pakistan's calendar day.
    """
    return len(calls) >= CALLS_BEFORE_GIVING_UP and len({at.astimezone(PAKISTAN).date() for at in calls}) >= ON_DAYS


def may_ring(at: datetime, zone: tzinfo, safe: SafeHours | None) -> bool:
    """In the hours that somebody chose; where they chose none, by day, by their own wall clock."""
    if safe is not None:
        return safe.hold(at, zone)
    return NIGHT_ENDS <= at.astimezone(zone).time() < NIGHT_BEGINS


def may_write_down(at: datetime, zone: tzinfo, safe: SafeHours | None) -> bool:
    """Whether a call that is written down now can have been made in their hours."""
    return may_ring(at, zone, safe) or may_ring(at - WRITTEN_DOWN_WITHIN, zone, safe)


def next_ringing(at: datetime, zone: tzinfo, safe: SafeHours | None) -> datetime:
    """The first moment from `at` on at which they may be rung: `at` itself, or a full hour of theirs."""
    if may_ring(at, zone, safe):
        return at
    local = at.astimezone(zone)
    hour = datetime.combine(local.date(), time(local.hour), zone)
    for _ in range(49):
        hour += timedelta(hours=1)
        if may_ring(hour, zone, safe):
            return hour
    return hour


def is_drawn(number: int) -> bool:
    """Whether a keyed hash, as a number, is one of the five in a hundred."""
    return number % ONE_IN == 0
