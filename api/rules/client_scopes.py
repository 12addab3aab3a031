"""What a registered client of the API may do: its kind, its scopes, and the offices and categories that limit them."""

import re
from collections.abc import Collection
from enum import StrEnum


class ClientKind(StrEnum):
    """Who runs the client. The operator's own app acts for the complainant; a partner acts for itself."""

    APP = "app"
    PARTNER = "partner"


class Scope(StrEnum):
    """One permission of a client."""

    CITIZEN = "citizen"
    REGISTER = "complaints:register"
    READ_STATE = "complaints:state"
    PUSH_STATUS = "complaints:status"
    EVENTS = "events"


SCOPES_OF_KIND = {
    ClientKind.APP: frozenset({Scope.CITIZEN}),
    ClientKind.PARTNER: frozenset({Scope.REGISTER, Scope.READ_STATE, Scope.PUSH_STATUS, Scope.EVENTS}),
}
"""The scopes that a kind of client can have. No partner can have CITIZEN: no third party sees a secret word."""

KEY_PATTERN = re.compile(r"[A-Za-z0-9_-]{16,64}")
KEY_DESCRIPTION = "16 to 64 letters, digits, - or _; new for each complaint or status."


def invalid_scopes(kind: ClientKind, scopes: Collection[str]) -> list[str]:
    """Return the scopes that this kind of client cannot have, sorted."""
    return sorted(set(scopes) - SCOPES_OF_KIND[kind])


def granted_scopes(own: Collection[str], requested: str) -> frozenset[str] | None:
    """Return the scopes of a new token: the requested ones (separated by spaces), or all of the client's own.

    None if the client has not all of the requested ones.
    """
    wanted = frozenset(requested.split()) or frozenset(own)
    return wanted if wanted <= frozenset(own) else None


def may_register(
    *, offices: Collection[str], categories: Collection[str], place_path: str, category: str, confidential: bool
) -> bool:
    """Return whether a partner may register a complaint of this category at this place.

    `offices`: the codes whose subtrees the partner covers; none means all. `categories`: likewise, but a confidential
    category must be listed. `place_path`: the path of the incident place, codes separated by slashes.
    """
    if offices and not set(offices) & set(place_path.split("/")):
        return False
    return category in categories if categories or confidential else True


def is_valid_key(text: str) -> bool:
    """Return whether a text is a usable Idempotency-Key or Device id: 16 to 64 letters, digits, dashes, underscores."""
    return KEY_PATTERN.fullmatch(text) is not None
