"""Who reads what an operator notes of a private call: never those whom it may be about (docs/decisions/0023)."""

from accounts.rules.offices import Kind
from accounts.rules.roles import Role

OF_CALLS = frozenset({"confirm_contact", "deny_contact", "leave_unconfirmed", "verify", "keep", "withdraw"})
"""What an officer writes with these is a note of a call: that holder and district read it not, the call promises."""

OF_WISHES = frozenset({"ask_to_withdraw", "keep", "withdraw"})
"""Whether somebody withdraws, and why, they say to the Central Police Office, whoever writes it down."""


def may_read_words(kind: str, *, by_officer: bool, role: Role, sits_at: Kind) -> bool:
    """Whether a reader in this role, at an office of this kind, reads the words of such an event."""
    if kind in OF_WISHES and sits_at is not Kind.CENTRAL:
        return False
    return role is Role.COMPLAINT_OPERATOR or not (by_officer and kind in OF_CALLS)
