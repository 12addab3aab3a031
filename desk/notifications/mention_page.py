"""The colleagues whom a note can notify: a part of the complaint's page, and a page of its own without JavaScript."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints.services import facts
from complaints.workflow.table import MOVES
from desk.complaint.audited_views import mark_as_showing_no_complaint
from desk.moves.available_moves import build_move_form
from desk.page_access import get_complaint_or_404, reading_role_required
from desk.queries import complaint_details


@mark_as_showing_no_complaint
@require_safe
@reading_role_required
def show_mention_page(request: HttpRequest, etag: str) -> HttpResponse:
    """Show the colleagues who may see the complaint: for htmx the list, else the note's form with the list.

    403 for officers who may not write notes on it. It shows nothing of the complaint and is not recorded as a reading.
    """
    at, complaint = timezone.now(), get_complaint_or_404(request, etag)
    if not facts.capacities_of(request.actor, complaint, at=at) & MOVES["note"].by:
        raise PermissionDenied
    seen = complaint_details.visible_history_length(complaint, request.actor)
    form = build_move_form("note", complaint, by=request.actor, at=at, seen=seen)
    form.offer_colleagues()
    context = {"complaint": complaint, "note": MOVES["note"].page, "form": form, "field": form["mentioned"]}
    return render(request, "desk/mention_list.html" if request.htmx else "desk/mention.html", context)
