"""When the application to the Justice of the Peace is offered: after a breach or a refusal (issue 3, *Petition*)."""

from accounts.rules.offices import OfficeKind
from complaints.rules.statuses import Status
from complaints.rules.thresholds import LAST_CYCLE

DECIDED = frozenset({Status.RESOLVED, Status.CLOSED})


def is_offered(*, status: Status, cycle: int, office_kind: OfficeKind, has_breach: bool) -> bool:
    """A limit passed; or it was not accepted; or the order is final, and no higher officer is left to object to."""
    is_final = status in DECIDED and (cycle >= LAST_CYCLE or office_kind is OfficeKind.CENTRAL)
    return has_breach or status is Status.REJECTED or is_final
