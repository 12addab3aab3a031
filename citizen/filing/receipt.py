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
from citizen.access.duress_page import by_draft
from citizen.access.key_required import may_show_receipt
from citizen.filing.next_steps import steps
from citizen.queries import own_complaint
from complaints.models import Complaint
from complaints.queries.followup import is_seen_by
from documents import codes
from web import identity_numbers, times
from web.countries import PAKISTAN


@never_cache
@require_safe
@by_draft
def receipt(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show the receipt. It can be bookmarked; with a secret word it is shown only while the complaint is open."""
    at = now()
    receipt_data = shown_to(request, draft, at=at)
    if receipt_data is None:
        return closed(request)
    return render(request, "citizen/receipt.html", _page_context(request, receipt_data, draft, at=at))


@never_cache
@require_safe
@by_draft
def paper(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Return the receipt as a tagged PDF in the language of the address."""
    at = now()
    receipt_data = shown_to(request, draft, at=at)
    if receipt_data is None:
        return closed(request)
    if limit_response := rate_limits.refuse(request, rate_limits.PAPERS, at=at):
        return limit_response
    return on_paper(receipt_data)


def on_paper(receipt_data: own_complaint.Receipt, *, key: str = "", key_until: str = "") -> HttpResponse:
    """Return the PDF in the active language. `key`: a one-time code printed at the end, valid until `key_until`."""
    complaint = receipt_data.complaint
    facts = documents.ReceiptFacts(
        etag=complaint.spaced_etag,
        registered=times.dated(complaint.received_at),
        cell=receipt_data.cell.name,
        follow_url=follow_url(complaint),
        steps=steps(receipt_data, format_deadline=partial(times.by_date, zone=complaint.complainant.time_zone)),
        neutral=is_neutral(complaint),
        mark=receipt_data.mark,
        check_url=settings.SITE_URL + reverse("check_receipt"),
        key=key,
        key_until=key_until,
    )
    response = HttpResponse(documents.receipt(facts, get_language()), content_type="application/pdf")
    name = f"{gettext('number')}-{complaint.etag}.pdf" if is_neutral(complaint) else f"E-tag-{complaint.etag}.pdf"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def shown_to(request: HttpRequest, draft: UUID, *, at: datetime) -> own_complaint.Receipt | None:
    """Return the receipt if this browser may see it (`may_show_receipt`); else None."""
    receipt_data = own_complaint.receipt(draft)
    return receipt_data if receipt_data and may_show_receipt(request, receipt_data, at=at) else None


def closed(request: HttpRequest) -> HttpResponse:
    """Return the same answer for an unknown address and for a receipt that this browser may not see."""
    messages.warning(
        request,
        gettext("This page is not open in this browser. Open it with your E-tag number and your secret word or code."),
    )
    return redirect("track")


def is_neutral(complaint: Complaint) -> bool:
    """Return whether titles and file names must not reveal what the document is."""
    return complaint.confidential or complaint.complainant.has_secret


def follow_url(complaint: Complaint) -> str:
    """Return the full URL for tracking the complaint, in the language of the page. The QR code contains it."""
    return settings.SITE_URL + reverse("status", kwargs={"etag": complaint.etag})


def _page_context(request: HttpRequest, receipt_data: own_complaint.Receipt, draft: UUID, *, at: datetime) -> dict:
    complaint, status_url = receipt_data.complaint, follow_url(receipt_data.complaint)
    return {
        "draft": draft,
        "complaint": complaint,
        "cell": receipt_data.cell,
        "registered": times.moment(complaint.received_at, now=at),
        "steps": steps(receipt_data, format_deadline=partial(times.by, now=at, zone=complaint.complainant.time_zone)),
        "needs_fir": complaint.category.group == "crime",
        "is_abroad": complaint.complainant.time_zone != PAKISTAN,
        "mark": receipt_data.mark,
        "has_secret": complaint.complainant.has_secret,
        "neutral_title": is_neutral(complaint),
        # Only the browser that filed the complaint, or opened it with a key, is offered the follow-up questions.
        "mine": visitor_session.opened(request, etag=complaint.etag, at=at) is not None,
        "reached_at": _contact_details(
            complaint, shows_identity=is_seen_by(visitor_session.opened_by(request), complaint)
        ),
        "follow_url": status_url,
        "qr": codes.svg(status_url, title=gettext("QR code: status of your complaint")),
        "whatsapp_url": f"https://wa.me/?text={quote(complaint.spaced_etag)}",
    }


def _contact_details(complaint: Complaint, *, shows_identity: bool) -> list[str]:
    """Return where codes and updates go.

    For a confidential complaint, or if the identity is hidden here, only the endings are returned.
    """
    person = complaint.complainant
    phone = identity_numbers.in_groups(person.phone) if person.phone else ""
    email = person.email
    if is_neutral(complaint) or not shows_identity:
        phone, email = identity_numbers.ending(phone), identity_numbers.ending(email)
    return [contact for contact in (phone, email) if contact]
