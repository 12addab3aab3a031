"""The side panel of the queue: how a complaint begins, what it waits for, and its last events.

Opening it is a reading, recorded like that of the page (decision 0017).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Status
from desk.complaint.complaint_page import holder_text, labelled_clock_badges
from desk.complaint.timeline import timeline_entries
from desk.formatting import joined, moment
from desk.page_access import get_complaint_or_404, reading_role_required
from desk.queries import complaint_details
from desk.queue.row_display import complaint_url
from desk.rules.next_step import NextStep, next_step
from desk.services import reading_log

HEADER = "X-Preview"
"""The script of the queue sends this header. Without it the address leads to the whole page."""
NEXT_STEPS = {
    NextStep.MARKING: _("The complaint cell assigns it to an officer."),
    NextStep.CONTACT: _("The officer contacts the complainant."),
    NextStep.CONFIRMATION: _("The complainant confirms the contact. The officer submits the report."),
    NextStep.REPORT: _("The officer submits the report."),
    NextStep.ANSWER: _("The complainant answers the officer's question."),
    NextStep.DECISION: _("A superior decides on the report."),
    NextStep.CALL: _("The complaint cell asks the complainant about the report."),
    NextStep.VERDICT: _("The complainant says whether it is solved."),
    NextStep.NONE: _("Nothing: it has ended."),
}
GIST_LENGTH, WORDS_LENGTH = 600, 200
LAST_EVENTS = 4


@require_safe
@reading_role_required
def show_preview(request: HttpRequest, etag: str) -> HttpResponse:
    """Show the panel of one complaint. 404 if this officer may not see it, for whatever reason.

    A browser that opens the address itself is sent to the complaint's page.
    """
    complaint = get_complaint_or_404(request, etag)
    if HEADER not in request.headers:
        response = redirect(complaint_url(etag))
    else:
        reading_log.record_partial_reading(complaint, by=request.actor, at=timezone.now())
        response = render(request, "desk/preview.html", _preview_context(request.actor, complaint))
    patch_vary_headers(response, [HEADER])
    return response


def _preview_context(actor: Actor, complaint: Complaint) -> dict:
    """Return what the panel shows, newest event first. Texts are cut: the page has the whole."""
    at = timezone.now()
    last = complaint_details.visible_history(complaint, actor)[-LAST_EVENTS:]
    entries = [
        entry | {"words": Truncator(entry["words"]).chars(WORDS_LENGTH)}
        for entry in reversed(timeline_entries(last, complaint_details.load_history_names(last)))
    ]
    place, is_accepted = complaint.place, complaint.accepted_at is not None
    step = next_step(Status(complaint.status), ContactState(complaint.contact), is_accepted=is_accepted)
    return {
        "complaint": complaint,
        "chips": labelled_clock_badges(complaint, at=at),
        "next_step": NEXT_STEPS[step],
        "holder": holder_text(complaint),
        "place": joined(place.name, place.parent.name if place.parent_id else ""),
        "received": moment(complaint.received_at),
        "gist": Truncator(" ".join(complaint.statement.text.split())).chars(GIST_LENGTH),
        "entries": entries,
    }
