"""What is wrong with our account at Meta now."""

from django.db.models import QuerySet

from whatsapp.models import AccountEvent
from whatsapp.rules.account_changes import UNSENDABLE_TEMPLATE_CODES, AccountPart, template_subject

MOST_TROUBLES = 100


def current_troubles() -> QuerySet[AccountEvent]:
    """Return the events after which an administrator has to act, the oldest first."""
    return AccountEvent.objects.filter(ended_at=None, is_trouble=True).order_by("told_at", "pk")


def count_account_troubles() -> int:
    """Return how many there are. One query along an index."""
    return current_troubles().order_by()[:MOST_TROUBLES].count()


def may_template_be_sent(name: str, language: str) -> bool:
    """Return whether Meta has not told us that it refuses this template. One query."""
    known = AccountEvent.objects.filter(
        part=AccountPart.TEMPLATE, subject=template_subject(name, language), ended_at=None
    )
    return not known.filter(code__in=UNSENDABLE_TEMPLATE_CODES).exists()
