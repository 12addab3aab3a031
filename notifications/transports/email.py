"""E-mail by SMTP, through Django's mailer."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from notifications.transports.contract import Outgoing, PermanentFailure, TemporaryFailure


def send(outgoing: Outgoing) -> None:
    """Send one e-mail. Raises PermanentFailure when the server refuses this recipient or content for good (5xx),
    TemporaryFailure for all else: no connection, time-out, 4xx, refused sign-in."""
    try:
        _message(outgoing).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        # Code and no words: the server's words repeat the address.
        raise _failure(next(iter(refusal.recipients.values()))[0]) from None
    except smtplib.SMTPDataError as refusal:
        raise _failure(refusal.smtp_code) from None
    except smtplib.SMTPException as trouble:
        raise TemporaryFailure(f"mail server: {type(trouble).__name__}") from None
    except OSError as trouble:
        raise TemporaryFailure(f"mail server not reached: {type(trouble).__name__}") from None
    except ValueError:
        raise PermanentFailure("not an e-mail address") from None


def _message(outgoing: Outgoing) -> EmailMultiAlternatives:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        # The same at every try: mail programs show a repeat once.
        "Message-ID": f"<outbox-{outgoing.id}@{host}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": outgoing.language,
    }
    sender = settings.NEUTRAL_FROM_EMAIL if outgoing.neutral else settings.DEFAULT_FROM_EMAIL
    message = EmailMultiAlternatives(outgoing.subject, outgoing.text, sender, [outgoing.to], headers=headers)
    message.attach_alternative(outgoing.html, "text/html")
    return message


def _failure(code: int) -> Exception:
    kind = PermanentFailure if code >= 500 else TemporaryFailure
    return kind(f"mail server: {code}")
