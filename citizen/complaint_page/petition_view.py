"""The application to the Justice of the Peace (section 22-A CrPC), filled in from the complaint's history."""

from datetime import datetime

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
from citizen import rate_limits, visitor_session
from citizen.access.key_required import key_required
from citizen.complaint_page.event_words import readable_words
from citizen.complaint_page.legal_form_offers import petition_refusal_text
from citizen.complaint_page.paper_details import carries_proofs, code_source_under_duress, paper_disposition
from citizen.public_log.record_codes import record_code
from citizen.queries import own_complaint
from citizen.queries.own_complaint import OpenedComplaint
from citizen.queries.petition_record import MissedDeadline, PetitionFact, load_petition_record
from citizen.queries.record_proof import make_record_proof, shown_events
from complaints.models import Complainant, Complaint, Document, Event
from complaints.models.display.complaint_labels import OUTCOMES
from complaints.queries.followup_context import may_visitor_see_identity
from complaints.rules.clock import Clock
from complaints.rules.special_categories import FIR_NOT_REGISTERED
from complaints.rules.statuses import Status
from complaints.workflow.table import KINDS
from information.queries.legal_forms import load_form_offers
from information.rules.legal_forms import LegalForm
from web.time_format import KARACHI, format_time_of_day


@never_cache
@require_safe
@key_required
def download_petition(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Return the application as a PDF in the language of the address. If it is not offered, go back with the reason."""
    opened = own_complaint.load_own_complaint(complaint_id)
    offer = load_form_offers().get(LegalForm.PETITION)
    if reason := petition_refusal_text(opened, offer):
        messages.warning(request, reason)
        return redirect("my_complaint", etag=etag)
    if refusal := rate_limits.take_tokens_or_refusal_page(request, rate_limits.PDF_DOWNLOADS, at=now()):
        return refusal
    shows_identity = may_visitor_see_identity(visitor_session.visit_opened_by(request), opened.complaint)
    code_source = code_source_under_duress(request, opened.complaint)
    facts = petition_facts(opened, offer.review, shows_identity=shows_identity, code_source=code_source)
    pdf = documents.make_petition(facts, get_language())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = paper_disposition(opened.complaint, gettext("application"))
    return response


def petition_facts(
    opened: OpenedComplaint,
    review: documents.FormReview | None = None,
    *,
    shows_identity: bool = True,
    code_source: bytes | None = None,
) -> documents.PetitionFacts:
    """Return the record as text in the active language. `shows_identity`: include the applicant's name and numbers.

    The code is that of the last event in the document, not of a later one that it does not show; `code_source` replaces
    it (`code_source_under_duress`).
    """
    complaint, statement, petition_record = opened.complaint, opened.complaint.statement, load_petition_record(opened)
    needs_fir = complaint.category.is_crime or complaint.category.code == FIR_NOT_REGISTERED
    district = next((office for office in petition_record.respondents if office.kind == Office.Kind.DISTRICT), None)
    quoted = _quoted_rejection(opened)
    shown = shown_events([fact.event for fact in petition_record.facts], with_texts=[quoted] if quoted else [])
    return documents.PetitionFacts(
        etag=complaint.spaced_etag,
        registered=format_petition_moment(complaint.received_at),
        district=district.name if district else "",
        applicant=applicant_facts(complaint.complainant if shows_identity else Complainant()),
        respondents=tuple(
            gettext("%(head)s, %(office)s") % {"head": office.get_head_title_display(), "office": office.name}
            for office in petition_record.respondents
        ),
        words=statement.text,
        place=described_place(complaint),
        timeline=tuple(_timeline_entry(fact) for fact in petition_record.facts),
        breaches=tuple(_breach_facts(limit) for limit in petition_record.limits),
        refused=_rejection_text(opened),
        fir_refused=needs_fir and not complaint.fir_number,
        review=review,
        record=record_code(code_source or bytes(petition_record.facts[-1].event.mac), etag=complaint.etag),
        proof=make_record_proof(complaint.etag, shown) if carries_proofs(complaint) else "",
    )


def described_place(complaint: Complaint) -> str:
    """Return where it happened: the office of the place and the landmark."""
    landmark = complaint.statement.landmark
    place_format = gettext("%(place)s, %(landmark)s") if landmark else "%(place)s"
    return place_format % {"place": complaint.place.name, "landmark": landmark}


def format_petition_moment(at: datetime) -> str:
    """Return a moment as it is written in the PDF: “24 November 2026, 6:40 pm”."""
    local = at.astimezone(KARACHI)
    return gettext("%(day)s, %(clock)s") % {"day": date_format(local, "j F Y"), "clock": format_time_of_day(local)}


def applicant_facts(person: Complainant) -> documents.Applicant:
    """Return the applicant's details. A missing one becomes a line to write on."""
    cnic = person.document_number if person.document == Document.CNIC else ""
    return documents.Applicant(name=person.name, cnic=cnic, address=person.address, phone=person.phone)


def _timeline_entry(fact: PetitionFact) -> documents.PetitionEntry:
    """Return what happened, which office acted, and which office had the complaint afterwards."""
    text = _petition_sentence(fact)
    if fact.new_office is not None:
        text = f"{text} " + gettext("From then on it was with: %(office)s.") % {"office": fact.new_office.name}
    # The PDF itself names the complainant.
    actor_without_office = "" if fact.event.actor_kind == "citizen" else gettext("The portal")
    return documents.PetitionEntry(
        when=format_petition_moment(fact.event.at),
        what=text,
        office=fact.office.name if fact.office else actor_without_office,
        source=fact.known,
    )


def _petition_sentence(fact: PetitionFact) -> str:
    text = KINDS[fact.event.kind].sentences.petition
    if callable(text):
        return str(text(fact))
    before, after = fact.categories
    outcome = dict(OUTCOMES).get(fact.facts.get("outcome"), "")
    return text % {"outcome": outcome, "before": before, "after": after}


def _breach_facts(limit: MissedDeadline) -> documents.PetitionBreach:
    duty = {
        Clock.CONTACT: gettext("An officer speaks to the applicant personally"),
        Clock.REPORT: gettext("The officer reports"),
        Clock.DECISION: gettext("A senior officer decides on the report"),
    }[limit.clock]
    fulfilled = format_petition_moment(limit.done_at) if limit.done_at else ""
    return documents.PetitionBreach(
        what=duty, due=format_petition_moment(limit.due_at), office=limit.office.name, done=fulfilled
    )


def _rejection_text(opened: OpenedComplaint) -> str:
    """Return the order by which the complaint was not accepted, with its reason."""
    order = _quoted_rejection(opened)
    if order is None:
        return ""
    text = gettext("The police did not accept the complaint on %(when)s, for this reason: “%(reason)s”")
    return text % {"when": format_petition_moment(order.at), "reason": readable_words(order)}


def _quoted_rejection(opened: OpenedComplaint) -> Event | None:
    """Return the rejection whose reason the petition quotes. It quotes no other text of the history."""
    if opened.complaint.status != Status.REJECTED:
        return None
    return next(event for event in reversed(opened.events) if event.kind == "reject")
