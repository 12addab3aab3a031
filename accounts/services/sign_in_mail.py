"""Letters about signing in that hold a key: sent at once, never through the outbox, whose rows would keep the key."""

import logging
import secrets

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string

from notifications.transports.contract import Outgoing, PermanentFailure, TemporaryFailure

logger = logging.getLogger(__name__)


def send_now(*, to: str, subject: str, text: str, language: str, about: str) -> bool:
    """Send by the transport that the outbox uses (the demo's is a page). False where that failed; the log says so.

    `about` names the letter in the log. No row has its number: it is drawn, so that no two of them pass for a repeat.
    """
    letter = Outgoing(
        id=secrets.randbits(62),
        channel="email",
        to=to,
        subject=subject,
        text=text,
        html=render_to_string("notifications/email.html", {"subject": subject, "text": text}),
        language=language,
        at=timezone.now(),
    )
    try:
        import_string(settings.NOTIFICATIONS_TRANSPORTS["email"])(letter)
    except (TemporaryFailure, PermanentFailure):
        logger.exception("A message about signing in could not be sent: %s", about)
        return False
    return True
