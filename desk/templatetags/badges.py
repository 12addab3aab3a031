"""What stands in every row of a list. An include a row costs more than its words, so chips are written here, and a row
of the queue is drawn once for all who see it so."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from desk.complaint.badges import Chip
from desk.queue.queue_rows import Row
from desk.wording import moment

register = template.Library()
ROWS = 2000
"""So many drawn rows a process keeps, two kilobytes each."""


@register.filter
def drawn(chip: Chip) -> SafeString:
    """Its words in its tone, and the exact moment where there is one."""
    if chip.at is None:
        return format_html('<span class="chip chip-{}">{}</span>', chip.tone, chip.words)
    words = '<span class="chip chip-{}"><time datetime="{}" title="{}">{}</time></span>'
    return format_html(words, chip.tone, chip.at.isoformat(), exactly(chip.at), chip.words)


@register.filter
def exactly(at: datetime | None) -> str:
    """ "24 November 2026, 14:05"."""
    return moment(at) if at else ""


@register.simple_tag
def queue_row(row: Row, tickable: bool, with_holder: bool = True) -> SafeString:
    """A row of components/queue.html. `tickable`: with a box before it, for a form around the table."""
    return _row(row, bool(tickable), bool(with_holder), get_language())


@lru_cache(ROWS)
def _row(row: Row, tickable: bool, with_holder: bool, language: str) -> SafeString:
    """It depends on nothing else; a page that asks for itself again mostly finds its rows as they were."""
    return render_to_string("components/queue_row.html", {"row": row, "tickable": tickable, "with_holder": with_holder})
