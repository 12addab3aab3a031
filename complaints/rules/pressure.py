"""A complainant says that somebody presses them: whose task that is, from whom it is kept (domain.md, *Pressure*)."""

from datetime import timedelta

from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role

ACT_WITHIN = timedelta(hours=2)


def is_told(kind: OfficeKind) -> bool:
    """Whether who sits at an office of this kind may read of it."""
    return kind is OfficeKind.CENTRAL


def answers_for_it(*, kind: OfficeKind, role: Role, is_head: bool) -> bool:
    """Whose task a report is: the CPO's operators and monitors, and its head, who is written to as well."""
    return is_told(kind) and (is_head or role in {Role.COMPLAINT_OPERATOR, Role.MONITOR})
