"""The page that an officer sees in place of a complaint that went one office up when its report was returned again."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.actors import Actor
from desk.formatting import moment, officer_with_post
from desk.queries.reports_returned_up import find_returned_up

GONE = 410
"""The status of the page. It shows nothing of the complaint, so no reading is recorded (audited_views)."""


def returned_up_response(request: HttpRequest, etag: str, *, at: datetime) -> HttpResponse | None:
    """Return the page if one of the officer's postings lost the complaint that way, otherwise None."""
    for posting in request.postings:
        found = find_returned_up(Actor.of(posting), etag, at=at)
        if found is not None:
            goes_to = officer_with_post(found.posting) if found.posting else found.office.name
            context = {"etag": found.etag, "when": moment(found.at), "goes_to": goes_to}
            return render(request, "desk/returned_up.html", context, status=GONE)
    return None
