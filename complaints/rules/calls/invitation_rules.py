"""Invitations to an office, which the complainant may decline (docs/rules.md, *Contact in safety*)."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from accounts.rules.office_tree import is_within
from complaints.rules.calls.cell_calls import PAKISTAN
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion

SHORTEST_NOTICE, LONGEST_NOTICE = timedelta(hours=12), timedelta(days=30)
"""The time between the sending and the appointment: long enough to read the invitation, and at most a month."""
EARLIEST_TIME, LATEST_TIME = time(8), time(20)
"""Hours of appointments, in Pakistan's time zone: nobody is invited at night."""


class InvitationReply(StrEnum):
    """The complainant's answer. No answer has no value here, and no consequence."""

    COMES = "comes"
    REFUSES = "refuses"
    ANOTHER_TIME = "another_time"


STANDING_REPLIES = frozenset({"", InvitationReply.COMES})
"""The answers with which an invitation for a future time stands, so that the officer cannot send another one."""


def is_possible_appointment(appointed: datetime, *, at: datetime) -> bool:
    """Return whether an invitation that is sent at `at` may be for this time."""
    local = appointed.astimezone(PAKISTAN).time()
    return at + SHORTEST_NOTICE <= appointed <= at + LONGEST_NOTICE and EARLIEST_TIME <= local <= LATEST_TIME


def may_be_invited_to(path: str, *, accused: str | None, exclusion: ConflictExclusion) -> bool:
    """Return whether the complainant may be invited to this office.

    `accused`: the path of the station or unit that a conduct complaint is against. It is never permitted, nor is an
    office where a named officer is posted or which a named officer heads.
    """
    if accused is not None and is_within(path, accused):
        return False
    return not exclusion.excludes_cell(path)
