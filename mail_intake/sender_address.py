"""Resolver for the recipient reference "incoming_mail:12": the sender of an e-mail, for its automatic answer."""

from datetime import datetime

from mail_intake.models import Answer, IncomingMail
from notifications.recipient_address import Address

OPEN_ANSWERS = frozenset({Answer.ADDED, Answer.FILES_REFUSED})
"""Answers to a proved complainant whose messages may show what they are about. All others give nothing away."""


def sender_address(ref_id: int, at: datetime) -> Address | None:
    """Return where the answer to an e-mail goes; None if the e-mail is deleted."""
    mail = IncomingMail.objects.filter(pk=ref_id).first()
    if mail is None or not mail.address:
        return None
    return Address(
        language=mail.language,
        email=mail.address,
        neutral=mail.answer not in OPEN_ANSWERS,
        takes_replies=mail.answer == Answer.CONTINUE,
        in_reply_to=mail.message_id,
    )
