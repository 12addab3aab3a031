"""An invitation to an office: no one is obliged to come (domain.md, *Contact in safety*)."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from accounts.rules.offices import is_within
from complaints.rules.calls.calling import PAKISTAN
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion

SOONEST, LATEST = timedelta(hours=12), timedelta(days=30)
"""From when it is sent to when somebody is invited: time enough to read it, and no summons for next year."""
OPENS, CLOSES = time(8), time(20)
"""By the wall clock of Pakistan: nobody is asked to an office at night."""


class Reply(StrEnum):
    """What the complainant says to it. No answer at all is none of these, and has no consequence either."""

    COMES = "comes"
    REFUSES = "refuses"
    ANOTHER_TIME = "another_time"


STANDS = frozenset({"", Reply.COMES})
"""While it is answered so, and lies ahead, the officer sends no second one."""


def is_possible(appointed: datetime, *, at: datetime) -> bool:
    """Whether somebody may be invited for that moment, when it is sent at this one."""
    local = appointed.astimezone(PAKISTAN).time()
    return at + SOONEST <= appointed <= at + LATEST and OPENS <= local <= CLOSES


def may_host(path: str, *, accused: str | None, wall: ConflictExclusion) -> bool:
    """Whether an office is no threat to this complainant: `accused`, the station or unit that a conduct complaint is
    against, never is, nor is an office where somebody sits whom the complaint names, or that they head."""
    if accused is not None and is_within(path, accused):
        return False
    return not wall.keeps_cell_out(path)
