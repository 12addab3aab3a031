"""Template tags for the rows of lists: badges, and cached rows of the queue.

An included template for each badge costs more than its content, so badges are formatted here. A row of the queue is
rendered once for all readers who see the same.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from desk.complaint.clock_badges import Badge
from desk.formatting import end_of_period, moment
from desk.queue.queue_columns import TABLE_LABELS, table_columns
from desk.queue.row_display import QueueRow

register = template.Library()
ROWS = 2000
"""How many rendered rows a process caches, about two kilobytes each."""


@register.filter("drawn")
def badge_html(chip: Badge) -> SafeString:
    """Return the HTML of a badge, with the exact time in a title if it has one."""
    if chip.at is None:
        return format_html('<span class="chip chip-{}">{}</span>', chip.tone, chip.words)
    pattern = '<span class="chip chip-{}"><time datetime="{}" title="{}">{}</time></span>'
    return format_html(pattern, chip.tone, chip.at.isoformat(), chip.exact_time, chip.words)


@register.filter("exactly")
def exact_time(at: datetime | None) -> str:
    """Return the exact time, as in "24 November 2026, 14:05"; empty for None."""
    return moment(at) if at else ""


@register.filter("period_end")
def period_end_text(at: datetime) -> str:
    """Return the end of a period, as in "24 November 2026" if it ends with that day."""
    return end_of_period(at)


@register.simple_tag
def queue_columns(columns: Sequence[str] | None) -> list[tuple[str, str | Promise]]:
    """Return name and heading of each column of components/queue.html; of the default ones if none are given."""
    return [(name, TABLE_LABELS[name]) for name in columns or table_columns()]


@register.simple_tag
def queue_row(row: QueueRow, tickable: bool, columns: Sequence[str] | None) -> SafeString:
    """Return a row of components/queue.html. `tickable`: with a checkbox, for a form around the table."""
    return _render_queue_row(row, bool(tickable), tuple(columns or table_columns()), get_language())


@lru_cache(ROWS)
def _render_queue_row(row: QueueRow, tickable: bool, columns: tuple[str, ...], language: str) -> SafeString:
    """Render a row. It depends only on the arguments, and most rows are unchanged when a page refreshes itself."""
    return render_to_string("components/queue_row.html", {"row": row, "tickable": tickable, "columns": columns})
