"""The demo's mailbox page."""

import re
from dataclasses import dataclass

from django.db.models import Q

from notifications.models import DeliveredMail

PAGE = 30


@dataclass(frozen=True)
class MailboxPage:
    """Newest first. `older` is the number to ask the next page with; None at the end."""

    mails: list[DeliveredMail]
    older: int | None


def mailbox(*, words: str = "", before: int | None = None, size: int = PAGE) -> MailboxPage:
    """Delivered messages that hold the words, older than `before`. One statement."""
    mails = DeliveredMail.objects.order_by("-pk")
    if words:
        mails = mails.filter(_holding(words))
    if before:
        mails = mails.filter(pk__lt=before)
    found = list(mails[: size + 1])
    return MailboxPage(found[:size], found[size - 1].pk if len(found) > size else None)


def _holding(words: str) -> Q:
    """In the address, subject or text. Digits match however they are grouped: an E-tag is shown in fours."""
    digits = re.sub(r"[\s\-]", "", words)
    if digits.isdecimal():
        pattern = "[ \u00a0-]?".join(digits)
        return Q(text__regex=pattern) | Q(address__contains=digits)
    return Q(address__icontains=words) | Q(subject__icontains=words) | Q(text__icontains=words)
