"""Time limits of a session by role, when idle and in total. Operators and clerks share computers: theirs are short."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.rules.roles import Role


@dataclass(frozen=True)
class SessionLimit:
    """Time limits of a session. `idle`: the longest time without use; `absolute`: the longest time in total."""

    idle: timedelta
    absolute: timedelta


SHARED_COMPUTER = SessionLimit(idle=timedelta(minutes=20), absolute=timedelta(hours=8))  # a shift
OWN_COMPUTER = SessionLimit(idle=timedelta(minutes=60), absolute=timedelta(hours=12))
ROLE_LIMITS = {
    Role.COMPLAINT_OPERATOR: SHARED_COMPUTER,
    Role.CLERK: SHARED_COMPUTER,
    Role.ADMINISTRATOR: SessionLimit(idle=timedelta(minutes=15), absolute=timedelta(hours=4)),
    Role.AUDITOR: SessionLimit(idle=timedelta(minutes=30), absolute=timedelta(hours=8)),
    Role.INQUIRY_OFFICER: OWN_COMPUTER,
    Role.SUPERVISOR: OWN_COMPUTER,
    Role.MONITOR: OWN_COMPUTER,
    Role.DISCIPLINE_OFFICER: OWN_COMPUTER,
}
NO_ROLE = SessionLimit(idle=timedelta(minutes=15), absolute=timedelta(hours=1))  # no posting, or no second factor yet
RECORDS_PER_IDLE_LIMIT = 10  # the last use is recorded again after a tenth of the idle limit


def strictest_limit(roles: Iterable[Role]) -> SessionLimit:
    """Return the strictest limits of an officer's roles."""
    limits = [ROLE_LIMITS[Role(role)] for role in roles] or [NO_ROLE]
    return SessionLimit(min(limit.idle for limit in limits), min(limit.absolute for limit in limits))


def without_idle_limit(limit: SessionLimit) -> SessionLimit:
    """Return the limits of a session that shows the wall display, where nobody touches the screen."""
    return SessionLimit(idle=limit.absolute, absolute=limit.absolute)


def is_expired(limit: SessionLimit, *, began: datetime | None, used: datetime | None, now: datetime) -> bool:
    """Return whether a session has reached a limit. A session without a recorded start is over."""
    if not began or not used:
        return True
    return now - began >= limit.absolute or now - used >= limit.idle


def should_record_use(limit: SessionLimit, *, used: datetime, now: datetime) -> bool:
    """Return whether to record this use. Recording each one would cost every page a statement."""
    return now - used >= limit.idle / RECORDS_PER_IDLE_LIMIT
