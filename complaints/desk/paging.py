"""The pages of a queue, by the places in its address: `after` or `before`."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from complaints.queries.paging import Page, Place, Query, Unreadable, page_in
from complaints.queries.queues import Queue


def asked_page(request: HttpRequest, asked: Query | Queue) -> Page:
    """The page that the address asks for; a place that cannot be read is said, and the first page shown."""
    try:
        places = {name: Place.read(request.GET[name]) for name in ("after", "before") if request.GET.get(name)}
    except Unreadable:
        if not request.htmx:  # a page that asks again has said so already
            messages.warning(request, _("The link to that page was incomplete. This is the first page."))
        places = {}
    return page_in(asked, **places)


def pager(request: HttpRequest, page: Page) -> dict:
    """The addresses of the neighbours, with the filters as they are."""
    return {
        "previous_url": _address(request, before=page.before),
        "next_url": _address(request, after=page.after),
        "is_first": page.before is None,
        "looked_at": page.looked_at,
    }


def _address(request: HttpRequest, **place: Place | None) -> str:
    ((name, where),) = place.items()
    if where is None:
        return ""
    parameters = request.GET.copy()
    for old in ("after", "before"):
        parameters.pop(old, None)
    parameters[name] = where.token
    return f"?{parameters.urlencode()}"
