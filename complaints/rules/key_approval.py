"""Approval of officer-issued keys by a second officer (docs/rules.md, *E-tag and keys*)."""

from datetime import timedelta
from typing import Protocol

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role

ISSUED_WITHIN = timedelta(hours=24)
"""How long a request can be approved, and how long an approved key can be handed out."""


class KeyApprover(Protocol):
    """The officer who requests or approves a key (accounts.actors.Actor)."""

    officer_id: int
    office_kind: OfficeKind
    role: Role
    is_head: bool


def is_permitted_approver(approver: KeyApprover, *, first_officer_id: int) -> bool:
    """Return whether this officer may approve a key that another officer requested.

    Only a monitor at the Central Police Office who does not head it: monitors are outside the line of command of the
    officer who requested the key. Never that officer, under any other posting.
    """
    is_monitor = approver.role is Role.MONITOR and approver.office_kind is OfficeKind.CENTRAL
    return is_monitor and not approver.is_head and approver.officer_id != first_officer_id
