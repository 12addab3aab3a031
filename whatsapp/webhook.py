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
from whatsapp.rules.webhook_payload import ParsedUpdate, UnreadableBody, parse_template_events, parse_updates
from whatsapp.rules.webhook_signature import is_signed
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
    for event in parse_template_events(request.body):
        level = logging.INFO if event.status == "APPROVED" else logging.WARNING
        logger.log(level, "Template %s (%s): %s %s", event.name, event.language, event.status, event.reason)
    if not updates:
        logger.info("A signed delivery held nothing for this number")
    elif not _store_updates(updates):
        return HttpResponse("", content_type="text/plain", status=503)
    return HttpResponse("", content_type="text/plain")


def _store_updates(updates: list[ParsedUpdate]) -> bool:
    """Store the updates and return whether that worked. An outage is logged in one line, because it brings many."""
    try:
        store_updates(updates, at=now())
    except (OperationalError, InterfaceError) as trouble:
        logger.error("A delivery was not kept and is not acknowledged: %s", type(trouble).__name__)
        return False
    return True


def _forbidden_response() -> HttpResponse:
    return HttpResponse("", content_type="text/plain", status=403)
