"""The complainant gives their name to the authority outside the police that has their complaint."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import visitor_session
from citizen.access.etag_parsing import require_parsed_etag
from citizen.access.key_required import key_required
from citizen.queries import own_complaint
from complaints.services.exclusion import outside_transfer
from ledger.service_exceptions import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_parsed_etag
def give_identity(request: HttpRequest, etag: str) -> HttpResponse:
    """Send name and contact details. A GET leads to the complaint, for example after signing in again."""
    if request.method != "POST":
        return redirect("my_complaint", etag=etag)
    return _handle_consent(request, etag=etag)


@key_required
def _handle_consent(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    complaint = own_complaint.load_complaint_with_complainant_id(complaint_id)
    citizen = visitor_session.citizen_of_visit(request, complaint.complainant_id)
    try:
        outside_transfer.give_identity(complaint_id=complaint_id, by=citizen, at=now())
    except Refused:
        messages.warning(request, gettext("Nothing was sent: they have your name already, or there is none."))
    else:
        messages.success(request, gettext("Your name and contact details are being sent to the authority."))
    return redirect("my_complaint", etag=etag)
