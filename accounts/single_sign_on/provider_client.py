"""Requests to the identity provider: its configuration, its public keys and its tokens.

Configuration and keys are kept in this process for some minutes. Never in the cache: who writes there could name
keys of their own, and sign in as anybody.
"""

import json
import logging
import time
from collections.abc import Mapping
from threading import Lock

import httpx
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings

from accounts.rules.identity_tokens import TokenProblem, TokenRefused

logger = logging.getLogger(__name__)

TIME_OUT = 5  # seconds for connecting and for each part of an answer
LONGEST_ANSWER = 10  # seconds for a whole answer
LARGEST_ANSWER = 256 * 1024  # bytes
KEPT_SECONDS = 300
RETRY_SECONDS = 10  # unknown keys, which anybody can name, and failures cause one request in this time
WELL_KNOWN = "/.well-known/openid-configuration"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
OK, SERVER_ERROR = 200, 500

_lock = Lock()
_kept: dict[str, tuple[float, dict]] = {}
"""What the provider published: by address, with the time of the request."""
_failed_at: dict[str, float] = {}
"""When each address last failed or was too slow. It is not tried again for RETRY_SECONDS."""


class ProviderUnavailable(OAuth2Error):
    """The provider does not answer, or not as it should."""


class OtherIssuer(OAuth2Error):
    """Somebody else than the configured issuer answers. `found` is the issuer that the answer names."""

    def __init__(self, found: object):
        super().__init__(f"The issuer is {str(found)[:200]!r} and not OIDC_ISSUER.")


class GrantRefused(OAuth2Error):
    """The provider refuses a code or a refresh token. `error`: its reason, "invalid_grant" if that is void."""

    def __init__(self, error: str):
        super().__init__(f"The provider answered {error[:60]!r}.")
        self.error = error


def provider_configuration() -> dict:
    """Return the provider's configuration. Raises ProviderUnavailable or OtherIssuer."""
    configuration = _published(settings.OIDC_ISSUER.rstrip("/") + WELL_KNOWN, kept=KEPT_SECONDS)
    if configuration.get("issuer") != settings.OIDC_ISSUER:
        raise OtherIssuer(configuration.get("issuer"))
    return configuration


def endpoint(name: str) -> str:
    """Return the address of one of the provider's endpoints, for example "token_endpoint".

    Raises ProviderUnavailable, also if the address is missing or not encrypted; raises OtherIssuer.
    """
    address = provider_configuration().get(name)
    if not isinstance(address, str) or not is_safe_address(address):
        raise ProviderUnavailable(f"The provider has no usable {name}.")
    return address


def is_safe_address(address: str) -> bool:
    """Return whether an address is https. The tests' provider is on this computer and may use http."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return False
    is_local = settings.OIDC_HTTP_ON_LOOPBACK and url.scheme == "http" and url.host in LOOPBACK
    return bool(url.host) and (url.scheme == "https" or is_local)


def read_with_keys(read, token: str, **expected) -> Mapping[str, object]:
    """Return the claims that `read` (rules.identity_tokens) finds in a token.

    An unknown key is looked for in a fresh list, because the provider may have changed its keys. Raises TokenRefused,
    ProviderUnavailable or OtherIssuer.
    """
    address = endpoint("jwks_uri")
    expected |= {"issuer": settings.OIDC_ISSUER, "client_id": settings.OIDC_CLIENT_ID, "now": time.time()}
    try:
        return read(token, _keys_at(address, kept=KEPT_SECONDS), **expected)
    except TokenRefused as refused:
        if refused.problem not in {TokenProblem.UNKNOWN_KEY, TokenProblem.SIGNATURE}:
            raise
    return read(token, _keys_at(address, kept=RETRY_SECONDS), **expected)


def request_tokens(**grant: str) -> dict:
    """Return the tokens for a code or a refresh token. Raises GrantRefused, ProviderUnavailable or OtherIssuer."""
    methods = provider_configuration().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    client = {"client_id": settings.OIDC_CLIENT_ID, "client_secret": settings.OIDC_CLIENT_SECRET}
    by_header = "client_secret_post" not in methods and "client_secret_basic" in methods
    login = httpx.BasicAuth(*client.values()) if by_header else None
    status, answer = _request("POST", endpoint("token_endpoint"), data=grant if login else grant | client, auth=login)
    if status == OK and isinstance(answer.get("access_token"), str):
        return answer
    if OK <= status < SERVER_ERROR and isinstance(answer.get("error"), str):
        raise GrantRefused(answer["error"])
    raise ProviderUnavailable(f"The provider's token endpoint answered {status}.")


def forget_published() -> None:
    """Forget what the provider published."""
    with _lock:
        _kept.clear()
        _failed_at.clear()


def _keys_at(address: str, *, kept: int) -> list[dict]:
    keys = _published(address, kept=kept).get("keys")
    return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []


def _published(address: str, *, kept: int) -> dict:
    """Return a document of the provider that is at most `kept` seconds old. Raises ProviderUnavailable."""
    with _lock:
        requested_at, document = _kept.get(address, (0.0, {}))
    if document and time.monotonic() - requested_at < kept:
        return document
    if not is_safe_address(address):
        raise ProviderUnavailable("The provider's address is not https.")
    status, document = _request("GET", address)
    if status != OK:
        raise ProviderUnavailable(f"The provider answered {status}.")
    with _lock:
        _kept[address] = (time.monotonic(), document)
    return document


def _request(method: str, address: str, **options) -> tuple[int, dict]:
    """Return status and JSON object of an answer. Raises ProviderUnavailable.

    Redirects and proxies of the environment are not used: both would send the client's secret elsewhere.
    """
    until, body = time.monotonic() + LONGEST_ANSWER, b""
    if time.monotonic() - _failed_at.get(address, -RETRY_SECONDS) < RETRY_SECONDS:
        raise ProviderUnavailable("The provider was not reached a moment ago.")
    try:
        with (
            httpx.Client(timeout=TIME_OUT, follow_redirects=False, trust_env=False) as client,
            client.stream(method, address, **options) as response,
        ):
            for part in response.iter_bytes():
                body += part
                if len(body) > LARGEST_ANSWER or time.monotonic() > until:
                    _failed_at[address] = time.monotonic()
                    raise ProviderUnavailable("The provider's answer is too long.")
            status = response.status_code
    except httpx.HTTPError as error:
        _failed_at[address] = time.monotonic()
        raise ProviderUnavailable(f"The provider is not reached: {type(error).__name__}.") from error
    try:
        document = json.loads(body)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        if status == OK:
            raise ProviderUnavailable("The provider's answer is no JSON object.")
        document = {}
    return status, document
