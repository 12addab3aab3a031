"""The settings of the identity provider (OIDC_…), as the other modules read them."""

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

PROVIDER_ID = "officers"
"""allauth's name of the one provider. The portal reads no other provider, not even from allauth's own table."""


def is_enabled() -> bool:
    """Return whether officers can sign in through a provider."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def require_enabled() -> None:
    """Raise Http404 without a provider."""
    if not is_enabled():
        raise Http404


def provider_name() -> str:
    """Return the name of the provider in the active language."""
    return settings.OIDC_NAME.get(get_language()) or settings.OIDC_NAME["en"] or _("Police account")


def provider_app() -> SocialApp:
    """Return the provider as allauth describes one. It is never saved."""
    return SocialApp(
        provider="openid_connect",
        provider_id=PROVIDER_ID,
        name=provider_name(),
        client_id=settings.OIDC_CLIENT_ID,
        secret=settings.OIDC_CLIENT_SECRET,
        settings={"server_url": settings.OIDC_ISSUER, "oauth_pkce_enabled": True, "scope": settings.OIDC_SCOPES},
    )


def is_break_glass(officer) -> bool:
    """Return whether an officer may work without the provider although it is compulsory."""
    return officer.email in settings.OIDC_BREAK_GLASS
