"""The token endpoint: client credentials of OAuth 2.0 (RFC 6749, section 4.4)."""

from datetime import datetime
from urllib.parse import parse_qs

from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from ninja import Router

from api import rate_limit_headers
from api.access_tokens import TOKEN_LIFETIME, basic_credentials, issue_token
from api.models import ApiClient
from api.partners.partner_schemas import TokenAnswer
from api.problems import ProblemFound
from api.rules.client_scopes import granted_scopes
from api.services.client_registration import is_current_secret
from citizen import rate_limits
from web.cache_headers import NO_STORE

router = Router(tags=["token"])
FORM_TYPE = "application/x-www-form-urlencoded"
LONGEST_FORM = 4_000  # bytes

TOKEN_REQUEST = {
    "requestBody": {
        "required": True,
        "content": {
            FORM_TYPE: {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "enum": ["client_credentials"]},
                        "scope": {"type": "string", "maxLength": 400, "description": "Fewer scopes than the client's."},
                        "client_id": {"type": "string", "maxLength": 40},
                        "client_secret": {"type": "string", "maxLength": 100},
                    },
                },
                "example": {"grant_type": "client_credentials", "scope": "complaints:register"},
            }
        },
    },
    "security": [{}, {"BasicAuth": []}],
}


@router.post(
    "/token", response=TokenAnswer, url_name="token", summary="Get an access token", openapi_extra=TOKEN_REQUEST
)
def get_token(request: HttpRequest):
    """Send the client id and the secret by HTTP Basic, or as fields of the form.

    The token works for ten minutes; get a new one then. Tokens cannot be renewed. An error has the member `error` of
    RFC 6749 besides the problem's own members.
    """
    at, address = now(), rate_limits.client_address(request)
    try:
        client, secret, form = _read_request(request, address, at=at)
    except ProblemFound:
        rate_limit_headers.count_request(request, rate_limit_headers.TOKENS_REFUSED, address, at=at)
        raise
    rate_limit_headers.count_request(request, rate_limit_headers.TOKENS_ISSUED, address, at=at)
    scopes = granted_scopes(client.scopes, form.get("scope", ""))
    if scopes is None:
        raise ProblemFound("scope_missing", error="invalid_scope")
    answer = {
        "access_token": issue_token(client, secret, scopes, at=at),
        "token_type": "Bearer",
        "expires_in": int(TOKEN_LIFETIME.total_seconds()),
        "scope": " ".join(sorted(scopes)),
    }
    return JsonResponse(answer, headers={"Cache-Control": NO_STORE})


def _read_request(request: HttpRequest, address: str, *, at: datetime) -> tuple[ApiClient, str, dict[str, str]]:
    """Return the client, its secret and the form. Raises ProblemFound.

    The secret is checked before requests are counted. It has 256 random bits, so nobody guesses it.
    """
    form = _read_form(request)
    if form.get("grant_type") != "client_credentials":
        raise ProblemFound("malformed", error="unsupported_grant_type")
    client_id, secret = basic_credentials(request.headers.get("Authorization", "")) or (
        form.get("client_id", ""),
        form.get("client_secret", ""),
    )
    return _authenticated_client(client_id, secret, address, at=at), secret, form


def _authenticated_client(client_id: str, secret: str, address: str, *, at) -> ApiClient:
    """Return the client. Raises ProblemFound; wrong secrets are limited by address. The answers are the same."""
    client = find_client(client_id, secret, at=at)
    if client is not None:
        return client
    wait = rate_limits.take_token(rate_limit_headers.WRONG_SECRETS, address, at=at)
    rate_limit_headers.require_tokens(wait)
    raise ProblemFound("client_unknown", error="invalid_client", headers={"WWW-Authenticate": 'Basic realm="api"'})


def find_client(client_id: str, secret: str, *, at: datetime) -> ApiClient | None:
    """Return the client whose secret this is; None if it is wrong or the client is revoked.

    NUL and other text that no client id contains are refused before the query.
    """
    is_readable = client_id.isascii() and client_id.isprintable()
    client = ApiClient.objects.filter(client_id=client_id, revoked_at=None).first() if is_readable else None
    return client if client is not None and is_current_secret(client, secret, at=at) else None


def _read_form(request: HttpRequest) -> dict[str, str]:
    """Return the fields of the form. Raises ProblemFound for another type, a repeated field or unreadable text."""
    if request.content_type != FORM_TYPE or len(request.body) > LONGEST_FORM:
        raise ProblemFound("malformed", error="invalid_request")
    try:
        fields = parse_qs(request.body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError as unreadable:
        raise ProblemFound("malformed", error="invalid_request") from unreadable
    if any(len(values) > 1 for values in fields.values()):
        raise ProblemFound("malformed", error="invalid_request")
    return {name: values[0] for name, values in fields.items()}
