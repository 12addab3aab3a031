"""The provider as allauth drives it, with what allauth leaves out: the nonce, the signature and the issuer."""

import hashlib
import time
from collections.abc import Mapping

from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from accounts.rules.identity_tokens import TokenProblem, TokenRefused, passes_second_factor, read_id_token
from accounts.single_sign_on import provider_client
from accounts.single_sign_on.provider_settings import PROVIDER_ID, provider_app

NAMES_ISSUER = "authorization_response_iss_parameter_supported"
ASKED_AT = "asked_at"
"""When the portal asked for the tokens, in seconds since 1970. A logout that the provider reports later ends them."""
SHOWN_CLAIMS = ("name", "preferred_username", "email")
"""Claims that the officer sees before they link the identity. They decide nothing and are not stored."""


class IdTokenRefused(OAuth2Error):
    """The provider's answer proves nobody's identity. `problem` says why."""

    def __init__(self, problem: TokenProblem):
        super().__init__(f"The ID token is refused: {problem}.")
        self.problem = problem


def nonce_of(state_id: str) -> str:
    """Return the nonce of a sign-in: a hash of its state, which the browser's session keeps and which works once.

    So an ID token of another browser or of another sign-in is refused (OpenID Connect Core 1.0, section 15.5.2).
    """
    return hashlib.sha256(b"nonce\0" + state_id.encode()).hexdigest()


class NonceClient(OAuth2Client):
    def get_redirect_url(self, authorization_url: str, scope, extra_params: dict) -> str:
        extra_params = extra_params | {"nonce": nonce_of(self.state)}
        if settings.OIDC_SECOND_FACTOR_ACR:
            extra_params["acr_values"] = " ".join(settings.OIDC_SECOND_FACTOR_ACR)
        return super().get_redirect_url(authorization_url, scope, extra_params)


class OfficerOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """One sign-in at the provider. Every error is an OAuth2Error, for which allauth shows our page."""

    client_class = NonceClient

    def __init__(self, request, provider_id: str = PROVIDER_ID):
        super().__init__(request, provider_id)

    @property
    def openid_config(self) -> dict:
        return provider_client.provider_configuration()

    @property
    def access_token_url(self) -> str:
        return provider_client.endpoint("token_endpoint")

    @property
    def authorize_url(self) -> str:
        return provider_client.endpoint("authorization_endpoint")

    def get_provider(self) -> "OfficerProvider":
        return OfficerProvider(self.request, app=provider_app())

    def get_callback_url(self, request, app) -> str:
        return callback_url()

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None) -> dict:
        """Exchange the code for tokens, within our time limits. Raises OAuth2Error.

        An answer that names another issuer is refused before its code is sent anywhere (RFC 9207).
        """
        stated, is_promised = request.GET.get("iss"), self.openid_config.get(NAMES_ISSUER) is True
        if (stated or is_promised) and stated != settings.OIDC_ISSUER:
            raise provider_client.OtherIssuer(stated)
        asked_at = time.time()
        tokens = provider_client.request_tokens(
            grant_type="authorization_code",
            code=request.GET["code"],
            redirect_uri=callback_url(),
            code_verifier=pkce_code_verifier or "",
        )
        return tokens | {ASKED_AT: asked_at}

    def complete_login(self, request, app, token, **kwargs) -> SocialLogin:
        """Return the proved identity. Raises OAuth2Error."""
        tokens = kwargs["response"]
        try:
            claims = provider_client.read_with_keys(
                read_id_token, str(tokens.get("id_token", "")), nonce=nonce_of(request.GET["state"])
            )
        except TokenRefused as refused:
            raise IdTokenRefused(refused.problem) from refused
        return _social_login(self.get_provider(), claims, tokens)


class OfficerProvider(OpenIDConnectProvider):
    oauth2_adapter_class = OfficerOAuth2Adapter

    def get_auth_params_from_request(self, request, action) -> dict:
        return self.get_auth_params()  # allauth would take parameters from the address


def callback_url() -> str:
    """Return the one address to which the provider sends officers back, the same in both languages."""
    with override("en"):
        return settings.SITE_URL + reverse("sso_callback")


def _social_login(provider: OfficerProvider, claims: Mapping, tokens: Mapping) -> SocialLogin:
    """Return the identity for allauth, with no claim that it could copy to an officer."""
    refresh_token, id_token = tokens.get("refresh_token"), tokens.get("id_token")
    if settings.OIDC_RECHECK_SECONDS and not isinstance(refresh_token, str):
        raise provider_client.ProviderUnavailable(
            "OIDC_RECHECK_SECONDS is set, and the provider gives no refresh token."
        )
    facts = {
        "second_factor": passes_second_factor(
            claims, acr_values=settings.OIDC_SECOND_FACTOR_ACR, amr_values=settings.OIDC_SECOND_FACTOR_AMR
        ),
        "sid": claims["sid"] if isinstance(claims.get("sid"), str) else "",
        "shown": [str(claims[name])[:120] for name in SHOWN_CLAIMS if isinstance(claims.get(name), str)],
        ASKED_AT: tokens[ASKED_AT],
        "refresh_token": refresh_token if settings.OIDC_RECHECK_SECONDS else "",
        "id_token": id_token if settings.OIDC_SIGN_OUT else "",
    }
    account = SocialAccount(provider=provider.sub_id, uid=claims["sub"], extra_data=facts)
    return SocialLogin(provider=provider, account=account)
