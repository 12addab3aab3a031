"""Meta's webhook: verification of the subscription, and deliveries.

A signed delivery is stored and answered with 200 whatever it contains, an unsigned one with 403. If the database is
unavailable the answer is 503, and Meta repeats the delivery for seven days.
"""

import hmac
import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from whatsapp.queries.service_status import is_configured
from whatsapp.rules.account_changes import AccountChange, parse_account_changes
from whatsapp.rules.cloud_api.webhook_payload import ParsedUpdate, UnreadableBody, parse_updates
from whatsapp.rules.cloud_api.webhook_signature import is_signed
from whatsapp.services.account_events import store_account_changes
from whatsapp.services.update_storage import store_updates

logger = logging.getLogger(__name__)

LONGEST_CHALLENGE = 200


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_webhook(request: HttpRequest) -> HttpResponse:
    """Answer Meta's requests. Without a configured service every answer is 403."""
    return _receive_delivery(request) if request.method == "POST" else _verify_subscription(request)


def _verify_subscription(request: HttpRequest) -> HttpResponse:
    """Return the challenge as plain text to a request with the right token."""
    token = request.GET.get("hub.verify_token", "").encode("utf-8", "replace")
    is_token = hmac.compare_digest(token, settings.WHATSAPP_VERIFY_TOKEN.encode())
    if not (is_configured() and is_token and request.GET.get("hub.mode") == "subscribe"):
        return _forbidden_response()
    challenge = request.GET.get("hub.challenge", "")[:LONGEST_CHALLENGE]
    return HttpResponse(challenge, content_type="text/plain; charset=utf-8")


def _receive_delivery(request: HttpRequest) -> HttpResponse:
    signed = is_signed(
        request.body, request.META.get("HTTP_X_HUB_SIGNATURE_256", ""), secret=settings.WHATSAPP_APP_SECRET
    )
    if not (is_configured() and signed):
        return _forbidden_response()
    try:
        updates = parse_updates(request.body, phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID)
    except UnreadableBody as trouble:
        logger.warning("A signed delivery could not be read: %s", trouble)
        return HttpResponse("", content_type="text/plain")
    changes = parse_account_changes(request.body, account_id=settings.WHATSAPP_ACCOUNT_ID)
    if not updates and not changes:
        logger.info("A signed delivery held nothing for this number")
    elif not _store_delivery(updates, changes):
        return HttpResponse("", content_type="text/plain", status=503)
    return HttpResponse("", content_type="text/plain")


def _store_delivery(updates: list[ParsedUpdate], changes: list[AccountChange]) -> bool:
    """Store a delivery and return whether that worked. An outage is logged in one line, because it brings many."""
    at = now()
    try:
        if updates:
            store_updates(updates, at=at)
        store_account_changes(changes, at=at)
    except (OperationalError, InterfaceError) as trouble:
        logger.error("A delivery was not kept and is not acknowledged: %s", type(trouble).__name__)
        return False
    return True


def _forbidden_response() -> HttpResponse:
    return HttpResponse("", content_type="text/plain", status=403)
