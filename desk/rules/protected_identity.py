"""Who may know a complainant whose identity is protected (domain.md, *Protected identity*)."""

from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from complaints.rules.capacities import Position


def knows_protected(position: Position) -> bool:
    """Return whether somebody may know protected complainants: only the complaint cell. Others use the portal."""
    return position.role is Role.COMPLAINT_OPERATOR


def unseals_withdrawn(position: Position) -> bool:
    """Return whether somebody may open a withdrawn file, for a reason: a monitor of the Central Police Office."""
    return reveals_protected(position)


def reveals_protected(position: Position) -> bool:
    """Return whether somebody may reveal a protected identity once, for a reason: a monitor of the CPO."""
    return position.role is Role.MONITOR and position.office_kind is OfficeKind.CENTRAL
