"""The file with a proof of each line of the complainant's page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from citizen import rate_limits
from citizen.access.key_required import key_required
from citizen.complaint_page.citizen_timeline import citizens_events
from citizen.complaint_page.event_words import has_readable_text
from citizen.complaint_page.paper_details import carries_proofs, paper_disposition
from citizen.queries import own_complaint
from citizen.queries.own_complaint import OpenedComplaint
from citizen.queries.record_proof import make_record_proof, shown_events


@never_cache
@require_safe
@key_required
def download_record_proof(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Return the proof of each line of the timeline and of each message. If it is not offered, go back."""
    opened = own_complaint.load_own_complaint(complaint_id)
    if not carries_proofs(opened.complaint):
        messages.warning(request, gettext("There is no file with proofs for this complaint."))
        return redirect("my_complaint", etag=etag)
    if refusal := rate_limits.take_tokens_or_refusal_page(request, rate_limits.PDF_DOWNLOADS, at=now()):
        return refusal
    response = HttpResponse(proof_of_page(opened), content_type="application/json")
    response["Content-Disposition"] = paper_disposition(opened.complaint, gettext("proof"), ending="json")
    return response


def proof_of_page(opened: OpenedComplaint) -> str:
    """Return the proof of what the complainant's page shows: the timeline's lines, with the texts they may read."""
    events = citizens_events(opened)
    return make_record_proof(opened.complaint.etag, shown_events(events, filter(has_readable_text, events)))
