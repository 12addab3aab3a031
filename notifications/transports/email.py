"""E-mail by SMTP, through Django's mailer."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from notifications.message_ids import make_message_id
from notifications.transports.transport_interface import OutgoingMessage, PermanentFailure, TemporaryFailure


def send(outgoing: OutgoingMessage) -> None:
    """Send one e-mail.

    Raises PermanentFailure if the server permanently refuses this recipient or content (5xx), and TemporaryFailure in
    all other cases: no connection, time-out, 4xx, refused sign-in.
    """
    try:
        _build_email(outgoing).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        # Only the code, because the server's text repeats the address.
        raise _exception_for_smtp_code(next(iter(refusal.recipients.values()))[0]) from None
    except smtplib.SMTPDataError as refusal:
        raise _exception_for_smtp_code(refusal.smtp_code) from None
    except smtplib.SMTPException as error:
        raise TemporaryFailure(f"mail server: {type(error).__name__}") from None
    except OSError as error:
        raise TemporaryFailure(f"mail server not reached: {type(error).__name__}") from None
    except ValueError:
        raise PermanentFailure("not an e-mail address") from None


def _build_email(outgoing: OutgoingMessage) -> EmailMultiAlternatives:
    headers = {
        # The same at every attempt, so that mail programs show a repeated message once.
        "Message-ID": make_message_id(outgoing.id),
        "Auto-Submitted": "auto-replied" if outgoing.in_reply_to else "auto-generated",
        "Content-Language": outgoing.language,
    }
    if outgoing.in_reply_to:
        headers |= {"In-Reply-To": outgoing.in_reply_to, "References": outgoing.in_reply_to}
    sender = settings.NEUTRAL_FROM_EMAIL if outgoing.neutral else settings.DEFAULT_FROM_EMAIL
    message = EmailMultiAlternatives(
        outgoing.subject,
        outgoing.text,
        sender,
        [outgoing.to],
        headers=headers,
        reply_to=[outgoing.reply_to] if outgoing.reply_to else None,
    )
    message.attach_alternative(outgoing.html, "text/html")
    return message


def _exception_for_smtp_code(code: int) -> Exception:
    kind = PermanentFailure if code >= 500 else TemporaryFailure
    return kind(f"mail server: {code}")
