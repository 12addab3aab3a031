"""What the messages about complaints need: a code unsealed at the last moment, dates that are read later."""

from datetime import datetime

from django import template
from django.utils.dateparse import parse_datetime

from complaints.rules import etag
from complaints.services.access_keys.access_codes import SEALED_CODE
from ledger import crypto
from web.times import dated

register = template.Library()


@register.filter
def unsealed(sealed: str) -> str:
    """The access code; it stands in the outbox only sealed."""
    return crypto.unseal(sealed, SEALED_CODE)


@register.filter
def on_the_calendar(instant: str | datetime) -> str:
    """An instant as it is said in a message: "24 November, 6:40 pm", never "today"."""
    return dated(instant if isinstance(instant, datetime) else parse_datetime(instant))


@register.filter
def in_fours(number: str) -> str:
    """An E-tag as it is shown: `2648 1907 3555`."""
    return etag.spaced(number)
