"""Template filters for messages about complaints."""

from datetime import datetime

from django import template
from django.utils.dateparse import parse_datetime

from complaints.rules import etag
from complaints.services.access_keys import access_codes
from web.time_format import format_date_and_time, format_end, format_start

register = template.Library()


@register.filter
def unsealed(sealed: str, recipient: str) -> str:
    """Return the decrypted access code of a message to this recipient. The outbox stores it only encrypted."""
    return access_codes.unseal_code(sealed, recipient=recipient)


@register.filter
def on_the_calendar(instant: str | datetime, time_zone: str = "") -> str:
    """Format a time for a message: "24 November, 6:40 pm", never "today", because messages are read later.

    `time_zone`: that of a recipient abroad, who gets the time there too.
    """
    return format_date_and_time(instant if isinstance(instant, datetime) else parse_datetime(instant), zone=time_zone)


@register.filter
def start_on_the_calendar(instant: str | datetime) -> str:
    """Format the start of a period for a message: "24 November", or with the time if it is no midnight."""
    return format_start(instant if isinstance(instant, datetime) else parse_datetime(instant))


@register.filter
def end_on_the_calendar(instant: str | datetime) -> str:
    """Format the end of a period, or a deadline of whole days, for a message: "24 November", not the next midnight."""
    return format_end(instant if isinstance(instant, datetime) else parse_datetime(instant))


@register.filter
def in_fours(number: str) -> str:
    """Format an E-tag in groups of four digits: `2648 1907 3555`."""
    return etag.format_etag(number)
