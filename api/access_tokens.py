"""Short access tokens for registered clients (OAuth 2.0, client credentials).

A token is a signed text, not a row. Each request loads the client, so a revocation or an immediate rotation works at
once.
"""

import base64
import binascii
from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest
from django.utils.timezone import now
from ninja.security import HttpBearer

from api import rate_limit_headers
from api.models import ApiClient
from api.problems import ProblemFound
from api.rules.client_scopes import ClientKind, Scope
from api.services.client_registration import secret_digest, secret_mark
from citizen import rate_limits

TOKEN_LIFETIME = timedelta(minutes=10)
SALT = "api.access_token"


def issue_token(
    client: ApiClient, secret: str, scopes: frozenset[str], *, lifetime: timedelta = TOKEN_LIFETIME, at: datetime
) -> str:
    """Return a new token of a client whose secret was checked."""
    expires = int((at + lifetime).timestamp())
    body = [client.client_id, secret_mark(client, secret_digest(secret), at=at), sorted(scopes), expires]
    return signing.dumps(body, salt=SALT)


def client_of_token(token: str, *, at: datetime) -> tuple[ApiClient, frozenset[str]] | None:
    """Return the client of a token that works now, with the token's scopes; otherwise None. One query."""
    try:
        client_id, mark, scopes, expires = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    client = ApiClient.objects.filter(client_id=client_id, revoked_at=None).first()
    if client is None or at.timestamp() >= expires:
        return None
    if not mark or mark not in {
        secret_mark(client, digest, at=at) for digest in (client.secret_digest, client.former_digest)
    }:
        return None
    return client, frozenset(scopes) & frozenset(client.scopes)


def basic_credentials(header: str) -> tuple[str, str] | None:
    """Return client id and secret of an `Authorization: Basic` header; None if it is not readable."""
    scheme, _, encoded = header.partition(" ")
    try:
        client_id, colon, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return (client_id, secret) if scheme.lower() == "basic" and colon else None


class AccessToken(HttpBearer):
    """The access token of a client with one scope. Sets `request.api_client`; counts the request."""

    openapi_bearerFormat = "opaque"
    kind = ClientKind.PARTNER

    def __init__(self, scope: Scope):
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiClient | None:
        """Return the client; None for a token that does not work. Raises ProblemFound: scope missing, limit."""
        at = now()
        found = client_of_token(token, at=at)
        if found is None:
            address = rate_limits.client_address(request)
            rate_limit_headers.count_request(request, rate_limit_headers.UNKNOWN_TOKENS, address, at=at)
            return None
        client, scopes = found
        rate_limit_headers.count_client_request(request, client, at=at)
        if client.kind != self.kind or self.scope not in scopes:
            raise ProblemFound("scope_missing")
        request.api_client = client
        return client


class PartnerToken(AccessToken):
    """The access token of a partner organisation."""


class AppToken(AccessToken):
    """The access token of the operator's own app."""

    kind = ClientKind.APP

    def __init__(self):
        super().__init__(Scope.CITIZEN)
