"""Who may know who brings a complaint whose identity is protected (domain.md, *Protected identity*)."""

from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from complaints.rules.capacities import Position


def knows_protected(who: Position) -> bool:
    """The complaint cell alone; everybody else speaks with them through the portal."""
    return who.role is Role.COMPLAINT_OPERATOR


def unseals_withdrawn(who: Position) -> bool:
    """Who may open a file that the complainant took back, for a reason: a monitor of the Central Police Office."""
    return reveals_protected(who)


def reveals_protected(who: Position) -> bool:
    """Who is shown it once, for a reason: a monitor of the Central Police Office."""
    return who.role is Role.MONITOR and who.office_kind is OfficeKind.CENTRAL
