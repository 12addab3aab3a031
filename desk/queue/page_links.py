"""Reads the cursor of a list page from the URL (`after` or `before`), and builds the URLs of its neighbours."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from complaints.queries.queue_cursor import QueueCursor, UnreadableCursor
from desk.queries.complaint_list_pages import ComplaintList, ComplaintListPage, MergedList, load_complaint_list_page


def load_requested_page(request: HttpRequest, complaints: ComplaintList | MergedList) -> ComplaintListPage:
    """Return the page at the cursor in the URL; for an unreadable cursor the first page, with a message."""
    try:
        cursors = {
            name: QueueCursor.from_token(request.GET[name]) for name in ("after", "before") if request.GET.get(name)
        }
    except UnreadableCursor:
        if not request.htmx:  # the page shows the message already
            messages.warning(request, _("The link to that page was incomplete. This is the first page."))
        cursors = {}
    return load_complaint_list_page(complaints, **cursors)


def page_links_context(request: HttpRequest, page: ComplaintListPage) -> dict:
    """Return the URLs of the neighbouring pages, with the same filters, for the template."""
    return {
        "previous_url": _page_url(request, before=page.before),
        "next_url": _page_url(request, after=page.after),
        "is_first": page.before is None,
        "looked_at": page.looked_at,
    }


def _page_url(request: HttpRequest, **cursor: QueueCursor | None) -> str:
    ((name, position),) = cursor.items()
    if position is None:
        return ""
    parameters = request.GET.copy()
    for old in ("after", "before"):
        parameters.pop(old, None)
    parameters[name] = position.token
    return f"?{parameters.urlencode()}"
