"""Who may know a complainant whose identity is protected (docs/rules.md, *Visibility*)."""

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.rules.capacities import OfficerPosition


def may_know_protected_complainants(position: OfficerPosition) -> bool:
    """Return whether somebody may know protected complainants: only the complaint cell. Others use the portal."""
    return position.role is Role.COMPLAINT_OPERATOR


def may_unseal_withdrawn_files(position: OfficerPosition) -> bool:
    """Return whether somebody may open a withdrawn file, for a reason: a monitor of the Central Police Office."""
    return may_reveal_protected_identity(position)


def may_reveal_protected_identity(position: OfficerPosition) -> bool:
    """Return whether somebody may reveal a protected identity once, for a reason: a monitor of the CPO."""
    return position.role is Role.MONITOR and position.office_kind is OfficeKind.CENTRAL
