"""The receipt as page and PDF: the E-tag, the next steps and deadlines, what it is not, and where else to turn."""

from datetime import datetime
from functools import partial
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import documents
from citizen import rate_limits, visitor_session
from citizen.access.duress_page import show_harmless_draft_under_duress
from citizen.access.key_required import may_show_receipt
from citizen.complaint_page.legal_form_offers import complaint_forms, fir_sentence
from citizen.deadline_calendar import PromisedDeadline, calendar_response
from citizen.filing.outside_notice import outside_notice_of_complaint
from citizen.filing.receipt_next_steps import receipt_steps
from citizen.queries import own_complaint
from complaints.models import Complaint
from complaints.queries.followup_context import may_visitor_see_identity
from complaints.rules.clock import Clock
from documents import qr_codes
from web import identity_numbers, time_format
from web.countries import PAKISTAN


@never_cache
@require_safe
@show_harmless_draft_under_duress
def show_receipt(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show the receipt. It can be bookmarked; with a secret word it is shown only while the complaint is open."""
    at = now()
    receipt_data = find_visible_receipt(request, draft, at=at)
    if receipt_data is None:
        return receipt_not_open_response(request)
    return render(request, "citizen/receipt.html", _receipt_context(request, receipt_data, draft, at=at))


@never_cache
@require_safe
@show_harmless_draft_under_duress
def download_receipt(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Return the receipt as a tagged PDF in the language of the address."""
    at = now()
    receipt_data = find_visible_receipt(request, draft, at=at)
    if receipt_data is None:
        return receipt_not_open_response(request)
    if limit_response := rate_limits.take_tokens_or_refusal_page(request, rate_limits.PDF_DOWNLOADS, at=at):
        return limit_response
    return make_receipt_pdf(receipt_data)


@never_cache
@require_safe
@show_harmless_draft_under_duress
def download_receipt_calendar(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Return the deadlines that still lie ahead as a calendar file; without any, go back to the receipt."""
    at = now()
    receipt_data = find_visible_receipt(request, draft, at=at)
    if receipt_data is None:
        return receipt_not_open_response(request)
    complaint = receipt_data.complaint
    if not (deadlines := _deadlines_ahead(receipt_data, at=at)):
        messages.warning(request, gettext("There is no upcoming deadline to add to a calendar."))
        return redirect("receipt", draft=draft)
    return calendar_response(
        complaint, deadlines, neutral=needs_neutral_title(complaint), follow_url=tracking_url(complaint), at=at
    )


def _deadlines_ahead(receipt: own_complaint.RegistrationReceipt, *, at: datetime) -> list[PromisedDeadline]:
    """Return the deadlines of registration that have not passed."""
    deadlines = (Clock.CONTACT, receipt.contact_due_at), (Clock.REPORT, receipt.report_due_at)
    return [(due, moment) for due, moment in deadlines if moment and moment > at]


def make_receipt_pdf(
    receipt_data: own_complaint.RegistrationReceipt, *, key: str = "", key_until: str = ""
) -> HttpResponse:
    """Return the PDF in the active language. `key`: a one-time code printed at the end, valid until `key_until`."""
    complaint = receipt_data.complaint
    facts = documents.ReceiptFacts(
        etag=complaint.spaced_etag,
        registered=time_format.format_date_and_time(complaint.received_at),
        cell=receipt_data.cell.name,
        follow_url=tracking_url(complaint),
        steps=receipt_steps(
            receipt_data,
            format_deadline=partial(time_format.format_dated_deadline, zone=complaint.complainant.time_zone),
        ),
        neutral=needs_neutral_title(complaint),
        mark=receipt_data.mark,
        check_url=settings.SITE_URL + reverse("check_receipt"),
        key=key,
        key_until=key_until,
        legal_steps=_legal_steps(complaint),
    )
    response = HttpResponse(documents.make_receipt(facts, get_language()), content_type="application/pdf")
    name = (
        f"{gettext('number')}-{complaint.etag}.pdf" if needs_neutral_title(complaint) else f"E-tag-{complaint.etag}.pdf"
    )
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _legal_steps(complaint: Complaint) -> tuple[documents.LegalStep, ...]:
    """Return what else the complainant can do: ask for an FIR, or ask a judge to free a person who is held."""
    steps = []
    if complaint.category.is_crime:
        words = gettext(
            "Ask for it at the police station of the place where it happened. Instructions, with a form to print "
            "if available:"
        )
        title = gettext("For a criminal case you also need an FIR.")
        steps.append(documents.LegalStep(title, words, settings.SITE_URL + reverse("fir")))
    if complaint_forms(complaint)[1]:
        words = gettext("Instructions, with a form to print:")
        title = gettext("You can also ask the Sessions Judge to free the person (section 491).")
        steps.append(documents.LegalStep(title, words, settings.SITE_URL + reverse("detention")))
    return tuple(steps)


def find_visible_receipt(
    request: HttpRequest, draft: UUID, *, at: datetime
) -> own_complaint.RegistrationReceipt | None:
    """Return the receipt if this browser may see it (`may_show_receipt`); else None."""
    real_id = visitor_session.complaint_id_behind_harmless_page(request)
    receipt_data = own_complaint.load_receipt_of_draft(draft, real_complaint_id=real_id)
    return receipt_data if receipt_data and may_show_receipt(request, receipt_data, at=at) else None


def receipt_not_open_response(request: HttpRequest) -> HttpResponse:
    """Return the same answer for an unknown address and for a receipt that this browser may not see."""
    messages.warning(
        request,
        gettext("This page is not open in this browser. Open it with your E-tag number and your secret word or code."),
    )
    return redirect("track")


def needs_neutral_title(complaint: Complaint) -> bool:
    """Return whether titles and file names must not reveal what the document is."""
    return complaint.confidential or complaint.complainant.has_secret


def tracking_url(complaint: Complaint) -> str:
    """Return the full URL for tracking the complaint, in the language of the page. The QR code contains it."""
    return settings.SITE_URL + reverse("status", kwargs={"etag": complaint.etag})


def _receipt_context(
    request: HttpRequest, receipt_data: own_complaint.RegistrationReceipt, draft: UUID, *, at: datetime
) -> dict:
    complaint, status_url = receipt_data.complaint, tracking_url(receipt_data.complaint)
    needs_fir = complaint.category.is_crime
    fir_form, detention_form = complaint_forms(complaint)
    return {
        "draft": draft,
        "complaint": complaint,
        "cell": receipt_data.cell,
        "registered": time_format.format_relative_time(complaint.received_at, now=at),
        "steps": receipt_steps(
            receipt_data,
            format_deadline=partial(time_format.format_deadline, now=at, zone=complaint.complainant.time_zone),
        ),
        # Asked only where no deadline was promised: a complaint that no police office can open, or feedback.
        "outside": None if receipt_data.report_due_at else outside_notice_of_complaint(complaint, at=at),
        "needs_fir": needs_fir,
        "fir_form": fir_form if needs_fir else None,
        "fir_sentence": fir_sentence(complaint) if needs_fir and fir_form else "",
        "detention_form": detention_form,
        "has_calendar": bool(_deadlines_ahead(receipt_data, at=at)),
        "is_abroad": complaint.complainant.time_zone != PAKISTAN,
        "mark": receipt_data.mark,
        "has_secret": complaint.complainant.has_secret,
        "neutral_title": needs_neutral_title(complaint),
        # Only the browser that filed the complaint, or opened it with a key, is offered the follow-up questions.
        "mine": visitor_session.opened_complaint_id(request, etag=complaint.etag, at=at) is not None,
        "reached_at": _shown_contact_details(
            complaint, shows_identity=may_visitor_see_identity(visitor_session.visit_opened_by(request), complaint)
        ),
        "follow_url": status_url,
        "qr": qr_codes.qr_svg(status_url, title=gettext("QR code: status of your complaint")),
        "whatsapp_url": f"https://wa.me/?text={quote(complaint.spaced_etag)}",
    }


def _shown_contact_details(complaint: Complaint, *, shows_identity: bool) -> list[str]:
    """Return where codes and updates go.

    For a confidential complaint, or if the identity is hidden here, only the endings are returned.
    """
    person = complaint.complainant
    phone = identity_numbers.format_phone(person.phone) if person.phone else ""
    email = person.email
    if needs_neutral_title(complaint) or not shows_identity:
        phone, email = identity_numbers.mask_contact_address(phone), identity_numbers.mask_contact_address(email)
    return [contact for contact in (phone, email) if contact]
