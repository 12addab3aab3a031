"""A filter for the times of notices."""

from datetime import datetime

from django import template

from web.time_format import format_full_date_and_time

register = template.Library()


@register.filter
def date_and_time(at: datetime) -> str:
    """Return "23 November 2026, 7:30 am": notices stay on the page for months, and Urdu names the part of the day."""
    return format_full_date_and_time(at)
