"""A key that an officer issues needs a second officer (domain.md, *E-tag and keys*)."""

from datetime import timedelta
from typing import Protocol

from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role

ISSUED_WITHIN = timedelta(hours=24)
"""How long a request may be approved, and an approved key be handed out."""


class Officer(Protocol):
    """Who asks or approves (accounts.actors.Actor)."""

    officer_id: int
    office_kind: OfficeKind
    role: Role
    is_head: bool


def may_approve(second: Officer, *, first_officer_id: int) -> bool:
    """Return whether this officer may approve a key that another one asked for.

    At the Central Police Office, and outside the first one's line: a monitor, who neither sits in a complaint cell nor
    heads or is headed by one. Never the one who asked, whatever other posting they act under.
    """
    is_monitor = second.role is Role.MONITOR and second.office_kind is OfficeKind.CENTRAL
    return is_monitor and not second.is_head and second.officer_id != first_officer_id
