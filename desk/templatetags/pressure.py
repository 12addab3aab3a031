"""Template filter for the link to the reports of pressure: `request|acts_on_pressure`."""

from django import template
from django.http import HttpRequest

from desk.pressure_reports_page import posting_that_acts_on_pressure

register = template.Library()


@register.filter
def acts_on_pressure(request: HttpRequest) -> bool:
    """Return whether the officer may open the page of pressure reports under any of their postings.

    No query: the page requests the number of reports separately.
    """
    return bool(getattr(request, "actor", None)) and posting_that_acts_on_pressure(request) is not None
