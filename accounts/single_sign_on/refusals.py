"""Why a single sign-on ended without anybody signed in, in words for the officer."""

from enum import StrEnum

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.rules.identity_tokens import TokenProblem
from accounts.single_sign_on.identity_provider import IdTokenRefused
from accounts.single_sign_on.provider_client import OtherIssuer, ProviderUnavailable
from accounts.single_sign_on.provider_settings import provider_name


class SignInRefusal(StrEnum):
    UNAVAILABLE = "provider unavailable"
    OTHER_ISSUER = "another issuer"
    UNKNOWN = "unknown identity"
    CANCELLED = "cancelled"
    OTHER_SIGN_IN = "another sign-in"
    NOT_PROVED = "not proved"


SENTENCES = {
    SignInRefusal.UNAVAILABLE: _("The sign-in service does not answer. Try again in a few minutes."),
    SignInRefusal.OTHER_ISSUER: _("The answer did not come from the sign-in service that this portal trusts."),
    SignInRefusal.UNKNOWN: _("This identity is not linked to an officer’s account here."),
    SignInRefusal.CANCELLED: _("You cancelled the sign-in."),
    SignInRefusal.OTHER_SIGN_IN: _("This sign-in has expired or was started in another browser. Start again."),
    SignInRefusal.NOT_PROVED: _("The sign-in service’s answer could not be verified, so nobody was signed in."),
}
STATUS_UNAVAILABLE, STATUS_REFUSED = 503, 403


def refusal_of(exception: Exception | None) -> SignInRefusal:
    """Return the refusal for an error of the sign-in. Without an error, the state was unknown."""
    match exception:
        case None:
            return SignInRefusal.OTHER_SIGN_IN
        case ProviderUnavailable():
            return SignInRefusal.UNAVAILABLE
        case OtherIssuer() | IdTokenRefused(problem=TokenProblem.ISSUER):
            return SignInRefusal.OTHER_ISSUER
        case IdTokenRefused():
            return SignInRefusal.NOT_PROVED
        case _:
            return SignInRefusal.OTHER_SIGN_IN


def refuse(request, refusal: SignInRefusal):
    """Show why nobody was signed in, and what to do. 503 if the provider is unavailable, else 403."""
    is_down = refusal == SignInRefusal.UNAVAILABLE
    context = {"sentence": SENTENCES[refusal], "refusal": refusal.name, "provider": provider_name()}
    status = STATUS_UNAVAILABLE if is_down else STATUS_REFUSED
    response = render(request, "accounts/sso_refused.html", context, status=status)
    if is_down:
        response.headers["Retry-After"] = "60"
    return response
