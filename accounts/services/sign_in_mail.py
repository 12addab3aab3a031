"""Send e-mail that contains a sign-in link directly, without the outbox, whose rows would store the link."""

import logging
import secrets

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string

from notifications.transports.transport_interface import OutgoingMessage

logger = logging.getLogger(__name__)


def send_sign_in_mail(*, to: str, subject: str, text: str, language: str, about: str) -> bool:
    """Send by the outbox's e-mail transport (in the demo, a page). Return False, and log it, if sending failed.

    `about` names the message in the log.
    """
    message = OutgoingMessage(
        id=secrets.randbits(62),  # there is no row; a random id, so that it does not pass for a repeated message
        channel="email",
        to=to,
        subject=subject,
        text=text,
        html=render_to_string("notifications/email.html", {"subject": subject, "text": text}),
        language=language,
        at=timezone.now(),
    )
    try:
        import_string(settings.NOTIFICATIONS_TRANSPORTS["email"])(message)
    except Exception:  # a package's transport may raise anything, and the page answers as usual
        logger.exception("A message about signing in could not be sent: %s", about)
        return False
    return True
