"""allauth's adapter for identities of the provider. The portal decides whose account an identity opens."""

import logging
import secrets

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.shortcuts import redirect

from accounts.models import Officer
from accounts.queries.linked_identities import find_identity
from accounts.single_sign_on.identity_provider import OfficerProvider
from accounts.single_sign_on.provider_settings import is_enabled, provider_app
from accounts.single_sign_on.refusals import SignInRefusal, refusal_of, refuse

logger = logging.getLogger(__name__)
LINK = "link"
"""allauth's `process` of a sign-in at the provider that links the identity to the officer who is signed in here."""


class OfficerIdentityAdapter(DefaultSocialAccountAdapter):
    """Adapter without sign-up. It reads neither provider nor accounts from allauth's tables, which stay empty."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def generate_state_param(self, state: dict) -> str:
        return secrets.token_urlsafe(32)

    def list_apps(self, request, provider=None, client_id=None) -> list:
        return [provider_app()] if is_enabled() else []

    def get_provider(self, request, provider, client_id=None) -> OfficerProvider:
        return OfficerProvider(request, app=provider_app())

    def pre_social_login(self, request, sociallogin) -> None:
        """Set the officer to whom the identity is linked. No claim but issuer and subject decides it."""
        sociallogin.user = None  # whatever allauth found
        if sociallogin.state.get("process") == LINK:
            raise ImmediateHttpResponse(offer_link(request, sociallogin))
        identity = find_identity(issuer=settings.OIDC_ISSUER, subject=sociallogin.account.uid)
        if identity is None:
            logger.warning("A single sign-on was refused: the identity is linked to no officer")
            raise ImmediateHttpResponse(refuse(request, SignInRefusal.UNKNOWN))
        if not identity.officer.is_active:
            logger.warning("A single sign-on of officer %s was refused: they may not sign in", identity.officer_id)
            raise ImmediateHttpResponse(redirect("account_inactive"))
        sociallogin.user = identity.officer

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        """Say in one line why nobody was signed in."""
        refusal = SignInRefusal.CANCELLED if error == AuthError.CANCELLED else refusal_of(exception)
        logger.warning("A single sign-on was refused (%s): %s", refusal.value, exception or error)
        raise ImmediateHttpResponse(refuse(request, refusal))

    def serialize_instance(self, instance) -> dict:
        """Keep only the id of an officer in the session, between the steps of a sign-in."""
        return {"pk": instance.pk} if isinstance(instance, Officer) else super().serialize_instance(instance)

    def deserialize_instance(self, model, data: dict):
        return Officer.objects.get(pk=data["pk"]) if model is Officer else super().deserialize_instance(model, data)


OFFERED = "sso_offered"
"""Session variable: the identity that the officer has proved and may now link."""


def offer_link(request, sociallogin):
    """Keep a proved identity in the session of the officer who asked for it, and go to the page that confirms it."""
    asked_by = (sociallogin.state.get("data") or {}).get("officer")
    if not request.user.is_authenticated or asked_by != request.user.pk:
        return refuse(request, SignInRefusal.OTHER_SIGN_IN)
    account = sociallogin.account
    request.session[OFFERED] = {"subject": account.uid, "shown": account.extra_data["shown"]}
    return redirect("sso_confirm_link")
