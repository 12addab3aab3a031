"""A chip of a clock in a list, as components/chip.html draws it: an include a row costs more than its words."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from complaints.desk.chips import Chip

register = template.Library()


@register.filter
def drawn(chip: Chip) -> SafeString:
    """Its words in its tone."""
    return format_html('<span class="chip chip-{}">{}</span>', chip.tone, chip.words)
