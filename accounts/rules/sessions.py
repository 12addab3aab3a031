"""How long a sign-in lasts: unused, and in all. By role, because operators and clerks share their computers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.rules.roles import Role


@dataclass(frozen=True)
class Limit:
    """`idle`: how long nobody may use it; `absolute`: how long it lasts even in use."""

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
NOTED = 10  # the last use is written down when a tenth of the idle limit has passed since the one noted before


def limit_of(roles: Iterable[Role]) -> Limit:
    """The strictest of what somebody's roles allow."""
    limits = [LIMITS[Role(role)] for role in roles] or [NO_ROLE]
    return Limit(min(limit.idle for limit in limits), min(limit.absolute for limit in limits))


def is_over(limit: Limit, *, began: datetime | None, used: datetime | None, now: datetime) -> bool:
    """Whether a sign-in has lasted too long. One that does not know when it began is over."""
    if not began or not used:
        return True
    return now - began >= limit.absolute or now - used >= limit.idle


def is_worth_noting(limit: Limit, *, used: datetime, now: datetime) -> bool:
    """Whether this use is to be written down: not each one, because that would cost every page a statement."""
    return now - used >= limit.idle / NOTED
