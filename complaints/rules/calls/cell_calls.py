"""The complaint cell's calls: when a complainant may be called, when a call is due, when enough calls have failed."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaints.rules.clock import NIGHT_BEGINS, NIGHT_ENDS, SafeHours
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Status
from complaints.rules.thresholds import TRIES_BEFORE_EXCUSE

PAKISTAN = ZoneInfo("Asia/Karachi")
CALLS_BEFORE_GIVING_UP, CALL_DAYS_BEFORE_GIVING_UP = 3, 2
CALLS_APART = timedelta(hours=2)
RECORDED_WITHIN = timedelta(minutes=15)
"""How long after the end of the safe hours a call may be recorded that began within them."""

SPOT_CHECK_ONE_IN = 20
"""The CPO makes a spot check of a random 5 % of the confirmations (docs/rules.md, *Contact*)."""

SPOT_CHECKED_WITHIN = timedelta(days=14)
"""How long after its selection a spot check is still made.

Our assumption, to be confirmed by the Central Police Office: weeks later the answer tests the complainant's memory of
the contact, not whether it took place, and today's calls would have to wait.
"""


class Purpose(StrEnum):
    """Why the cell calls. Calls with equal deadlines are listed in this order. Labels: complaints.models.call."""

    WITHDRAWAL = "withdrawal"
    EXCUSE = "excuse"
    CONTACT = "contact"
    VERIFY = "verify"
    NEWS = "news"
    SAMPLE = "sample"
    CONNECT = "connect"


class Result(StrEnum):
    """The result of a call."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"


FAILED_RESULTS = frozenset({Result.NOT_REACHED, Result.WRONG_NUMBER})

CALL_DUE_WITHIN = {
    Purpose.WITHDRAWAL: timedelta(hours=24),
    Purpose.EXCUSE: timedelta(hours=4),
    Purpose.CONTACT: timedelta(hours=24),
    Purpose.VERIFY: timedelta(hours=48),
    Purpose.NEWS: timedelta(hours=24),
    Purpose.SAMPLE: timedelta(hours=72),
    Purpose.CONNECT: timedelta(hours=24),
}
"""The time within which a call should be made. It orders the list of calls and is not a clock (docs/decisions/0013).
VERIFY: the cell's own 48 hours. CONNECT: or until the contact deadline, if that is earlier."""

ANSWERS_BY_PURPOSE = {
    Purpose.CONTACT: ("in_person", "someone_else", "nobody"),
    Purpose.SAMPLE: ("in_person", "someone_else", "nobody"),
    Purpose.VERIFY: ("satisfied", "not"),
    Purpose.WITHDRAWAL: ("keep", "withdraw"),
    Purpose.NEWS: ("", "objects"),
    Purpose.CONNECT: ("connected", "declined", "missed"),
}
"""The answers of a complainant who was reached, for the purposes with a fixed set of answers.

NEWS: they hear it, or they also object to opening the complaint to more officers.
"""


def have_enough_calls_failed(calls: Sequence[datetime]) -> bool:
    """Return whether the cell may give up: three calls on at least two days failed (docs/rules.md, *Contact*).

    Days are calendar days in Pakistan. `calls`: when the failed calls were made.
    """
    return (
        len(calls) >= CALLS_BEFORE_GIVING_UP
        and len({at.astimezone(PAKISTAN).date() for at in calls}) >= CALL_DAYS_BEFORE_GIVING_UP
    )


def may_call(at: datetime, zone: tzinfo, safe: SafeHours | None) -> bool:
    """Return whether the complainant may be called: in their safe hours or, without any, by day in their time zone."""
    if safe is not None:
        return safe.hold(at, zone)
    return NIGHT_ENDS <= at.astimezone(zone).time() < NIGHT_BEGINS


def may_record_call(at: datetime, zone: tzinfo, safe: SafeHours | None) -> bool:
    """Return whether a call that is recorded now can have been made at a permitted time."""
    return may_call(at, zone, safe) or may_call(at - RECORDED_WITHIN, zone, safe)


def next_call_time(at: datetime, zone: tzinfo, safe: SafeHours | None) -> datetime:
    """Return the first time, from `at` on, at which the complainant may be called: `at` or a full hour."""
    if may_call(at, zone, safe):
        return at
    local = at.astimezone(zone)
    hour = datetime.combine(local.date(), time(local.hour), zone)
    for _ in range(49):
        hour += timedelta(hours=1)
        if may_call(hour, zone, safe):
            return hour
    return hour


def is_selected_for_spot_check(number: int) -> bool:
    """Return whether a confirmation is selected for a spot check. `number`: a keyed hash of it, as a number."""
    return number % SPOT_CHECK_ONE_IN == 0


def is_reached_since_try(*, last_try_at: datetime | None, reached_at: datetime | None) -> bool:
    """Return whether the cell reached the complainant after the officer's last attempt: the officer then tries again.

    reached_at: when the cell last reached them about such attempts in this round.
    """
    return reached_at is not None and last_try_at is not None and reached_at >= last_try_at


def is_excuse_call_owed(
    status: str, contact: str, *, tries: int, last_try_at: datetime | None, reached_at: datetime | None
) -> bool:
    """Return whether the cell has to call because the officer tried often enough and the contact is still owed.

    No call is owed from the time at which the cell reached the complainant until the officer's next attempt.

    tries: the officer's attempts to reach the complainant in this round.
    reached_at: see `is_reached_since_try`.
    """
    is_contact_owed = status == Status.MARKED and contact == ContactState.OPEN
    is_reached = is_reached_since_try(last_try_at=last_try_at, reached_at=reached_at)
    return is_contact_owed and tries >= TRIES_BEFORE_EXCUSE and not is_reached
