"""The address to which the identity provider reports the end of a session (OpenID Connect Back-Channel Logout 1.0)."""

import hashlib
import logging
from contextlib import suppress

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.cache import cache
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from accounts.rules.identity_tokens import (
    CLOCK_DIFFERENCE,
    LOGOUT_TOKEN_SECONDS,
    TokenProblem,
    TokenRefused,
    read_logout_token,
)
from accounts.services.provider_sessions import end_provider_sessions, record_provider_logout
from accounts.single_sign_on import provider_client
from accounts.single_sign_on.provider_settings import require_enabled

logger = logging.getLogger(__name__)
LONGEST_TOKEN = 16 * 1024
REMEMBERED_SECONDS = LOGOUT_TOKEN_SECONDS + 2 * CLOCK_DIFFERENCE


@csrf_exempt
@never_cache
@require_http_methods(["POST"])
def receive_logout(request):
    """End the sessions that a logout token names. 200 also if there is none, 400 for a token that is refused.

    503 if the provider's keys cannot be read: it should try again.
    """
    require_enabled()
    token = request.POST.get("logout_token", "")
    try:
        claims = provider_client.read_with_keys(read_logout_token, token[:LONGEST_TOKEN])
        _refuse_repeated(claims["jti"])
    except TokenRefused as refused:
        logger.warning("A logout token is refused: %s", refused)
        return JsonResponse({"error": "invalid_request", "error_description": str(refused)}, status=400)
    except OAuth2Error as trouble:
        logger.error("A logout token could not be verified: %s", trouble)
        return JsonResponse({"error": "temporarily_unavailable"}, status=503)
    subject, provider_session = (str(claims.get(name) or "") for name in ("sub", "sid"))
    at = timezone.now()
    record_provider_logout(subject=subject, provider_session=provider_session, at=at)
    ended = end_provider_sessions(subject=subject, provider_session=provider_session, at=at)
    with suppress(RedisError):  # a token that is repeated ends sessions and opens nothing
        cache.set(_cache_key(claims["jti"]), 1, timeout=REMEMBERED_SECONDS)
    logger.info("The identity provider ended %s sessions", ended)
    return JsonResponse({})


def _refuse_repeated(token_id: str) -> None:
    """Raise TokenRefused for a token that was used before. Without the cache, none counts as used."""
    try:
        is_used = cache.get(_cache_key(token_id))
    except RedisError:
        logger.exception("Repeated logout tokens cannot be recognised")
        return
    if is_used:
        raise TokenRefused(TokenProblem.REPEATED)


def _cache_key(token_id: str) -> str:
    return f"logout-token:{hashlib.sha256(token_id.encode()).hexdigest()}"
