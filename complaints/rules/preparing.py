"""What a clerk may prepare, and for whom (domain.md, *Roles*: a clerk drafts, so that nobody lends a password)."""

from accounts.rules.roles import Role
from complaints.rules.statuses import Status

OPEN_TO_IT = frozenset({Status.MARKED, Status.IN_INQUIRY, Status.AWAITING_CITIZEN, Status.REPORTED})


def may_prepare(
    *, role: Role, own_office_id: int, office_id: int, is_held: bool, confidential: bool, status: Status
) -> bool:
    """A clerk, for whoever of their own office holds it; nothing of a confidential matter."""
    is_theirs = role is Role.CLERK and own_office_id == office_id and is_held
    return is_theirs and not confidential and status in OPEN_TO_IT
