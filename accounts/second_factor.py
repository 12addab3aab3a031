"""Whether this session has passed the second factor, and whether an officer has one. The session itself knows."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator

METHOD = "mfa"  # allauth's word for any second factor
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes replace one, they are none


def passed(request) -> bool:
    """Whether the officer of this session has shown a second factor in it. No query."""
    return any(record.get("method") == METHOD for record in get_authentication_records(request, request.user))


def note_passed(request, kind: str) -> None:
    """Who has just set a factor up has shown it: the session goes on as one that passed."""
    record_authentication(request, request.user, METHOD, type=kind, reauthenticated=True)


def has_one(officer) -> bool:
    return Authenticator.objects.filter(user=officer, type__in=FACTORS).exists()
