"""Check whether a session has passed the second factor, which the session records, and whether an officer has one."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator

from accounts.models.officer import FactorState

METHOD = "mfa"  # allauth's name for any second factor
PROVIDER = "socialaccount"  # allauth's name for a sign-in through a provider
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes replace a factor but are not one


def has_passed_second_factor(request) -> bool:
    """Return whether the officer has passed a second factor in this session. Runs no query."""
    return any(record.get("method") == METHOD for record in get_authentication_records(request, request.user))


def signed_in_by_provider(request) -> bool:
    """Return whether this session began by single sign-on. Runs no query."""
    return any(record.get("method") == PROVIDER for record in get_authentication_records(request, request.user))


def record_second_factor_of_provider(request, officer) -> None:
    """Record that the identity provider has asked this officer, who is signing in, for a second factor."""
    record_authentication(request, officer, METHOD, type=PROVIDER)


def record_second_factor_passed(request, kind: str) -> None:
    """Record that the session has passed the second factor, because the officer has just set one up."""
    record_authentication(request, request.user, METHOD, type=kind, reauthenticated=True)


def has_second_factor(officer) -> bool:
    return Authenticator.objects.filter(user=officer, type__in=FACTORS).exists()


def may_set_up_first_factor(officer) -> bool:
    """Return whether this officer, who has passed no factor, may set one up.

    Rows that were deleted from the database do not allow it; an administrator's reset does
    (services.second_factor_reset).
    """
    return officer.factor_state == FactorState.TO_SET_UP and not has_second_factor(officer)
