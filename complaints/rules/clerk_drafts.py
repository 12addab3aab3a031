"""When a clerk may draft texts for the holder, so that officers share no password (docs/rules.md, *Roles*)."""

from accounts.rules.roles import Role
from complaints.rules.statuses import Status

STATUSES_WITH_DRAFTS = frozenset({Status.MARKED, Status.IN_INQUIRY, Status.AWAITING_CITIZEN, Status.REPORTED})


def may_draft_for_holder(
    *, role: Role, own_office_id: int, office_id: int, is_held: bool, confidential: bool, status: Status
) -> bool:
    """Return whether a clerk may draft: the holder is of their own office, and the complaint is not confidential."""
    is_of_own_office = role is Role.CLERK and own_office_id == office_id and is_held
    return is_of_own_office and not confidential and status in STATUSES_WITH_DRAFTS
