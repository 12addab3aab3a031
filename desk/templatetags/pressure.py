"""For the desk's masthead: whether reports of pressure are somebody's to act on (`request|acts_on_pressure`)."""

from django import template
from django.http import HttpRequest

from desk.pressure_page import posting_for_it

register = template.Library()


@register.filter
def acts_on_pressure(request: HttpRequest) -> bool:
    """Whether the page is theirs to open, under whichever of their postings. Costs nothing: the number is asked for by
    the page itself, afterwards."""
    return bool(getattr(request, "actor", None)) and posting_for_it(request) is not None
