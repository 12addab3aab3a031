"""The panel of linked, earlier and similar complaints: part of the complaint page with htmx, else a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints.rules.capacities import Capacity
from complaints.services.facts import AnnotatedFacts, capacities_of
from desk.linked_complaints.summary_rows import linked_row
from desk.page_access import get_complaint_or_404, reading_role_required
from desk.queries import related_complaints
from desk.services import reading_log


@require_safe
@reading_role_required
def show_related_complaints(request: HttpRequest, etag: str) -> HttpResponse:
    """Show the lists: a fragment of the complaint page for htmx, else a page of their own. 404 like the complaint."""
    at = timezone.now()
    complaint = get_complaint_or_404(request, etag)
    related = related_complaints.load_related_complaints(complaint, request.actor)
    reading_log.record_partial_reading(complaint, by=request.actor, at=at)
    may_join = Capacity.CELL in capacities_of(
        request.actor, complaint, at=at, annotated=AnnotatedFacts.from_complaint(complaint, request.actor)
    )
    context = {
        "complaint": complaint,
        "linked": [
            linked_row(one, separate_from=complaint if may_join else None, relation=related.relations[one.etag])
            for one in related.linked
        ],
        "earlier": None if related.earlier is None else [linked_row(one) for one in related.earlier],
        "more_earlier": related.more_earlier,
        "similar": [linked_row(one) for one in related.similar],
        "may_join": may_join,
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    return render(request, f"desk/{'others_lists' if is_fragment else 'linked_complaints'}.html", context)
