"""The panel of linked, earlier and similar complaints: part of the complaint page with htmx, else a page of its own."""

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
    """Show the lists: a fragment of the complaint page for htmx, else a page of their own. 404 like the complaint."""
    at = timezone.now()
    complaint = found_or_404(request, etag)
    related = related_complaints.beside(complaint, request.actor)
    readings.note_a_glance(complaint, by=request.actor, at=at)
    context = {
        "complaint": complaint,
        "linked": [row_of(one) for one in related.linked],
        "earlier": None if related.earlier is None else [row_of(one) for one in related.earlier],
        "more_earlier": related.more_earlier,
        "similar": [row_of(one) for one in related.similar],
        "may_join": Capacity.CELL
        in capacities_of(request.actor, complaint, at=at, annotated=Annotated.from_complaint(complaint, request.actor)),
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    return render(request, f"desk/{'others_lists' if is_fragment else 'linked_complaints'}.html", context)
