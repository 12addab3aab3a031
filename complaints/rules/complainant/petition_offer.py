"""When the petition to the Justice of the Peace is offered."""

from accounts.rules.office_tree import OfficeKind
from complaints.rules.statuses import Status
from complaints.rules.thresholds import LAST_CYCLE

DECIDED_STATUSES = frozenset({Status.RESOLVED, Status.CLOSED})


def is_petition_offered(*, status: Status, cycle: int, office_kind: OfficeKind, has_breach: bool) -> bool:
    """Return whether the petition is offered: after a breach, a rejection, or a decision that is final."""
    is_final = status in DECIDED_STATUSES and (cycle >= LAST_CYCLE or office_kind is OfficeKind.CENTRAL)
    return has_breach or status is Status.REJECTED or is_final
