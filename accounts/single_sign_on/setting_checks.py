"""System checks of the settings of single sign-on. Errors stop the start (operations.start_checks)."""

from django.conf import settings
from django.core.checks import Error, Warning, register

from accounts.single_sign_on.provider_client import is_safe_address

PORTAL = "portal"
EMERGENCY_ACCOUNTS = 2


@register(PORTAL)
def check_single_sign_on(**_) -> list[Error | Warning]:
    """Check that the provider is named completely and by https, and that it is not compulsory without a way around."""
    values = {name: getattr(settings, name) for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")}
    if not any(values.values()):
        if not settings.OIDC_REQUIRED:
            return []
        hint = "Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or OIDC_REQUIRED=false."
        return [Error("OIDC_REQUIRED is on, and no provider is set.", hint=hint, id="portal.E080")]
    missing = ", ".join(name for name, value in values.items() if not value)
    if missing:
        hint = "Set all of OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or none."
        return [Error(f"Single sign-on lacks {missing}.", hint=hint, id="portal.E080")]
    if not is_safe_address(settings.OIDC_ISSUER):
        return [Error("OIDC_ISSUER is not https.", hint="Copy the provider's `issuer` exactly.", id="portal.E081")]
    if settings.OIDC_REQUIRED and len(settings.OIDC_BREAK_GLASS) < EMERGENCY_ACCOUNTS:
        hint = "Name two in OIDC_BREAK_GLASS: while the provider is down, nobody else can sign in."
        return [Warning("OIDC_REQUIRED is on with fewer than two emergency accounts.", hint=hint, id="portal.W082")]
    return []
