"""Find the messages of the demo's mailbox page."""

import re
from dataclasses import dataclass

from django.db.models import Q

from notifications.models import DeliveredMail

PAGE_SIZE = 30


@dataclass(frozen=True)
class MailboxPage:
    """One page of messages, newest first. `older`: the `before` of the next page, or None on the last page."""

    mails: list[DeliveredMail]
    older: int | None


def load_mailbox_page(*, words: str = "", before: int | None = None, size: int = PAGE_SIZE) -> MailboxPage:
    """Return delivered messages that contain the words and have an id below `before`. Runs one statement."""
    mails = DeliveredMail.objects.order_by("-pk")
    if words:
        mails = mails.filter(_contains_words_condition(words))
    if before:
        mails = mails.filter(pk__lt=before)
    rows = list(mails[: size + 1])
    return MailboxPage(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def _contains_words_condition(words: str) -> Q:
    """Match address, subject or text. Digits match in any grouping, because an E-tag is shown in groups of four."""
    digits = re.sub(r"[\s\-]", "", words)
    if digits.isdecimal():
        pattern = "[ \u00a0-]?".join(digits)
        return Q(text__regex=pattern) | Q(address__contains=digits)
    return Q(address__icontains=words) | Q(subject__icontains=words) | Q(text__icontains=words)
