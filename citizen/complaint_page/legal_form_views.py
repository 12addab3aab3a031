"""PDFs of the application for an FIR (section 154 CrPC) and of the petition for a person who is held (section 491)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import documents
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from citizen import rate_limits, visitor_session
from citizen.access.key_required import key_required
from citizen.complaint_page.legal_form_offers import complaint_forms
from citizen.complaint_page.paper_details import code_source_under_duress, paper_disposition
from citizen.complaint_page.petition_view import applicant_facts, described_place, format_petition_moment
from citizen.public_log.record_codes import record_code
from citizen.queries import own_complaint
from citizen.queries.own_complaint import OpenedComplaint
from complaints.models import Complainant
from complaints.queries.followup_context import may_visitor_see_identity
from information.queries.legal_forms import FormOffer


@never_cache
@require_safe
@key_required
def download_fir_application(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Return the application for an FIR as a PDF in the language of the address."""
    opened = own_complaint.load_own_complaint(complaint_id)
    offer, _ = complaint_forms(opened.complaint)
    return _form_response(request, opened, offer, documents.make_fir_application, name=gettext("fir-application"))


@never_cache
@require_safe
@key_required
def download_detention_petition(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Return the petition for a person who is held as a PDF in the language of the address."""
    opened = own_complaint.load_own_complaint(complaint_id)
    _, offer = complaint_forms(opened.complaint)
    return _form_response(request, opened, offer, documents.make_detention_petition, name=gettext("petition-491"))


def _form_response(
    request: HttpRequest, opened: OpenedComplaint, offer: FormOffer | None, make, *, name: str
) -> HttpResponse:
    """Return the PDF. If the form is not offered for this complaint, go back with a message."""
    etag = opened.complaint.etag
    if offer is None:
        messages.warning(request, gettext("This form is not available now."))
        return redirect("my_complaint", etag=etag)
    if refusal := rate_limits.take_tokens_or_refusal_page(request, rate_limits.PDF_DOWNLOADS, at=now()):
        return refusal
    shows_identity = may_visitor_see_identity(visitor_session.visit_opened_by(request), opened.complaint)
    code_source = code_source_under_duress(request, opened.complaint)
    facts = application_facts(opened, offer, shows_identity=shows_identity, code_source=code_source)
    response = HttpResponse(make(facts, get_language()), content_type="application/pdf")
    response["Content-Disposition"] = paper_disposition(opened.complaint, name)
    return response


def application_facts(
    opened: OpenedComplaint, offer: FormOffer, *, shows_identity: bool = True, code_source: bytes | None = None
) -> documents.LegalApplicationFacts:
    """Return what the complainant told, as text in the active language. One query.

    `shows_identity`: include the applicant's name and numbers. The code is that of the registration, which fixes the
    statement; `code_source` replaces it (`code_source_under_duress`).
    """
    complaint, statement = opened.complaint, opened.complaint.statement
    district = Office.objects.line_of(complaint.place).filter(kind=OfficeKind.DISTRICT).first()
    day = date_format(statement.happened_on, "j F Y") if statement.happened_on else ""
    return documents.LegalApplicationFacts(
        applicant=applicant_facts(complaint.complainant if shows_identity else Complainant()),
        words=statement.text,
        etag=complaint.spaced_etag,
        registered=format_petition_moment(complaint.received_at),
        district=district.name if district else "",
        station=complaint.place.name if complaint.place.kind == OfficeKind.STATION else "",
        place=described_place(complaint),
        happened=day or statement.happened_about,
        concerns=statement.concerns,
        review=offer.review,
        record=record_code(code_source or bytes(opened.events[0].mac), etag=complaint.etag),
    )
