"""The receipt: the number, what happens next and by when, what it is not, where else to turn. A page and a paper."""

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
    """The page, which can be reopened from a bookmark; of a complaint with a secret word only during a visit."""
    at = now()
    found = shown_to(request, draft, at=at)
    if found is None:
        return closed(request)
    return render(request, "citizen/receipt.html", _page(request, found, draft, at=at))


@never_cache
@require_safe
@by_draft
def paper(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The same as a tagged PDF, in the language of the address."""
    at = now()
    found = shown_to(request, draft, at=at)
    if found is None:
        return closed(request)
    if full := rate_limits.refuse(request, rate_limits.PAPERS, at=at):
        return full
    return on_paper(found)


def on_paper(found: own_complaint.Receipt, *, key: str = "", key_until: str = "") -> HttpResponse:
    """The paper, in the active language. `key`: a one-time key that is printed below it, and until when it works."""
    complaint = found.complaint
    facts = documents.ReceiptFacts(
        etag=complaint.spaced_etag,
        registered=times.dated(complaint.received_at),
        cell=found.cell.name,
        follow_url=follow_url(complaint),
        steps=steps(found, said=partial(times.by_date, zone=complaint.complainant.time_zone)),
        neutral=is_neutral(complaint),
        mark=found.mark,
        check_url=settings.SITE_URL + reverse("check_receipt"),
        key=key,
        key_until=key_until,
    )
    answer = HttpResponse(documents.receipt(facts, get_language()), content_type="application/pdf")
    name = f"{gettext('number')}-{complaint.etag}.pdf" if is_neutral(complaint) else f"E-tag-{complaint.etag}.pdf"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def shown_to(request: HttpRequest, draft: UUID, *, at: datetime) -> own_complaint.Receipt | None:
    """The receipt, unless nobody has it or it is kept from this browser (`may_show_receipt`)."""
    found = own_complaint.receipt(draft)
    return found if found and may_show_receipt(request, found, at=at) else None


def closed(request: HttpRequest) -> HttpResponse:
    """The same answer for an address that leads nowhere and for one that is kept from this browser."""
    messages.warning(
        request,
        gettext("This page is not open in this browser. Open it with your E-tag number and your secret word or code."),
    )
    return redirect("track")


def is_neutral(complaint: Complaint) -> bool:
    """Whether titles and names of files must not tell what it is."""
    return complaint.confidential or complaint.complainant.has_secret


def follow_url(complaint: Complaint) -> str:
    """The whole address under which the number is tracked, in the language of the page: its QR code leads there."""
    return settings.SITE_URL + reverse("status", kwargs={"etag": complaint.etag})


def _page(request: HttpRequest, found: own_complaint.Receipt, draft: UUID, *, at: datetime) -> dict:
    complaint, follow = found.complaint, follow_url(found.complaint)
    return {
        "draft": draft,
        "complaint": complaint,
        "cell": found.cell,
        "registered": times.moment(complaint.received_at, now=at),
        "steps": steps(found, said=partial(times.by, now=at, zone=complaint.complainant.time_zone)),
        "needs_fir": complaint.category.group == "crime",
        "is_abroad": complaint.complainant.time_zone != PAKISTAN,
        "mark": found.mark,
        "has_secret": complaint.complainant.has_secret,
        "neutral_title": is_neutral(complaint),
        # Only the browser that filed, or opened it by a key, is offered to tell what was left out.
        "mine": visitor_session.opened(request, etag=complaint.etag, at=at) is not None,
        "reached_at": _reached_at(complaint, shows_who=is_seen_by(visitor_session.opened_by(request), complaint)),
        "follow_url": follow,
        "qr": codes.svg(follow, title=gettext("QR code: status of your complaint")),
        "whatsapp_url": f"https://wa.me/?text={quote(complaint.spaced_etag)}",
    }


def _reached_at(complaint: Complaint, *, shows_who: bool) -> list[str]:
    """Where codes and updates go, in the browser that has the complaint open; of a confidential one only the end."""
    person = complaint.complainant
    phone = identity_numbers.in_groups(person.phone) if person.phone else ""
    email = person.email
    if is_neutral(complaint) or not shows_who:
        phone, email = identity_numbers.ending(phone), identity_numbers.ending(email)
    return [one for one in (phone, email) if one]
