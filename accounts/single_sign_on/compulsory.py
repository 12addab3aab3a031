"""Compulsory single sign-on: what a session that began with a password may still open."""

from django.conf import settings

from accounts import second_factor
from accounts.single_sign_on.provider_settings import is_break_glass, is_enabled

PAGES_FOR_LINKING = {"sso_sign_in", "sso_callback", "sso_link", "sso_confirm_link"}
PAGES_BEFORE_SIGN_IN = {"sso_sign_in", "sso_callback"}


def must_use_provider(request) -> bool:
    """Return whether this session, which began with a password, may only link the officer's identity.

    Emergency ("break-glass") accounts may work without the provider. Runs no query.
    """
    if not (settings.OIDC_REQUIRED and is_enabled()):
        return False
    return not is_break_glass(request.user) and not second_factor.signed_in_by_provider(request)
