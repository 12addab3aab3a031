"""Linked, earlier and similar complaints: loaded beside the file after it, or by a link where nothing is loaded."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints.rules.capacities import Capacity
from complaints.services.facts import Annotated, capacities_of
from desk.access import found_or_404, reading_required
from desk.linked_complaints.summary_rows import row_of
from desk.queries import related_complaints
from desk.services import readings


@require_safe
@reading_required
def beside(request: HttpRequest, etag: str) -> HttpResponse:
    """The lists: as a part of the file's page for htmx, as a page of their own otherwise. 404 as the file itself."""
    at = timezone.now()
    complaint = found_or_404(request, etag)
    found = related_complaints.beside(complaint, request.actor)
    readings.note_a_glance(complaint, by=request.actor, at=at)
    context = {
        "complaint": complaint,
        "linked": [row_of(one) for one in found.linked],
        "earlier": None if found.earlier is None else [row_of(one) for one in found.earlier],
        "more_earlier": found.more_earlier,
        "similar": [row_of(one) for one in found.similar],
        "may_join": Capacity.CELL
        in capacities_of(request.actor, complaint, at=at, annotated=Annotated.on(complaint, request.actor)),
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, f"desk/{'others_lists' if is_part else 'linked_complaints'}.html", context)
