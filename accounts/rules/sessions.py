"""Time limits of a session by role, when idle and in total. Operators and clerks share computers: theirs are short."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.rules.roles import Role


@dataclass(frozen=True)
class Limit:
    """Time limits of a session. `idle`: the longest time without use; `absolute`: the longest time in total."""

    idle: timedelta
    absolute: timedelta


SHARED = Limit(idle=timedelta(minutes=20), absolute=timedelta(hours=8))  # a shift
OWN = Limit(idle=timedelta(minutes=60), absolute=timedelta(hours=12))
LIMITS = {
    Role.COMPLAINT_OPERATOR: SHARED,
    Role.CLERK: SHARED,
    Role.ADMINISTRATOR: Limit(idle=timedelta(minutes=15), absolute=timedelta(hours=4)),
    Role.AUDITOR: Limit(idle=timedelta(minutes=30), absolute=timedelta(hours=8)),
    Role.INQUIRY_OFFICER: OWN,
    Role.SUPERVISOR: OWN,
    Role.MONITOR: OWN,
    Role.DISCIPLINE_OFFICER: OWN,
}
NO_ROLE = Limit(idle=timedelta(minutes=15), absolute=timedelta(hours=1))  # no posting, or no second factor yet
NOTED = 10  # the last use is recorded again after a tenth of the idle limit


def limit_of(roles: Iterable[Role]) -> Limit:
    """Return the strictest limits of an officer's roles."""
    limits = [LIMITS[Role(role)] for role in roles] or [NO_ROLE]
    return Limit(min(limit.idle for limit in limits), min(limit.absolute for limit in limits))


def is_over(limit: Limit, *, began: datetime | None, used: datetime | None, now: datetime) -> bool:
    """Return whether a session has reached a limit. A session without a recorded start is over."""
    if not began or not used:
        return True
    return now - began >= limit.absolute or now - used >= limit.idle


def is_worth_noting(limit: Limit, *, used: datetime, now: datetime) -> bool:
    """Return whether to record this use. Recording each one would cost every page a statement."""
    return now - used >= limit.idle / NOTED
