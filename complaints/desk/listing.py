"""A queue's list: as part of its page, and alone for a page that asks again (templates/complaints/desk/list.html)."""

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from complaints.desk.bulk import may_tick
from complaints.desk.paging import pager
from complaints.desk.rows import shown
from complaints.queries.paging import Page

LIST = "complaints/desk/list.html"


def answer(request: HttpRequest, template: str, page: Page, *, at: datetime, **context) -> HttpResponse:
    """The whole page; to htmx the list alone, or 304 where it is what the reader has (`If-None-Match`).

    The version is a digest of the list as it is shown: its words change as the clocks run, and so does it.
    """
    context |= {
        "rows": [shown(row, at=at, covers=request.actor.covers) for row in page.rows],
        "may_tick": may_tick(request.actor),
    }
    context |= pager(request, page)
    listed = render_to_string(LIST, context | {"request": request})  # it needs nothing that other pages' templates do
    version = f'"{hashlib.sha256(listed.encode()).hexdigest()[:32]}"'
    if not request.htmx:
        response = render(request, template, context | {"listed": listed, "version": version})
    elif version in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(listed)
    response["ETag"] = version
    patch_vary_headers(response, ["HX-Request"])
    return response
