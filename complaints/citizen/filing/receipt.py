"""The receipt: the number, what happens next and by when, what it is not, where else to turn. A page and a paper."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from complaints.citizen import moments, visit
from complaints.citizen.promise import rank_floor
from complaints.models import Complaint
from complaints.queries import for_citizen


@never_cache
@require_safe
def receipt(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The page, which can be reopened from a bookmark; of a complaint with a secret word only during a visit."""
    at = now()
    found = shown_to(request, draft, at=at)
    if found is None:
        return closed(request)
    context = facts(found, at=at) | opened(request, found, at=at) | {"draft": draft}
    return render(request, "complaints/citizen/receipt.html", context)


def shown_to(request: HttpRequest, draft: UUID, *, at: datetime) -> for_citizen.Receipt | None:
    """The receipt, unless nobody has it or the complaint's secret word keeps it from whoever holds the phone now."""
    found = for_citizen.receipt(draft)
    if found is None or not found.complaint.complainant.has_secret:
        return found
    return found if visit.opened(request, etag=found.complaint.etag, at=at) else None


def closed(request: HttpRequest) -> HttpResponse:
    """The same answer for an address that leads nowhere and for one that is kept from this browser."""
    messages.warning(request, gettext("This page is not open in this browser. Your number and your key open it."))
    return redirect("track")


def facts(found: for_citizen.Receipt, *, at: datetime) -> dict:
    """What the receipt says, as words in the active language; empty where nothing is promised."""
    complaint = found.complaint
    return {
        "complaint": complaint,
        "cell": found.cell,
        "registered": moments.moment(complaint.received_at, now=at),
        "contact_by": moments.by(found.contact_due_at, now=at) if found.contact_due_at else "",
        "report_by": moments.by(found.report_due_at, now=at) if found.report_due_at else "",
        "rank": rank_floor(complaint.policy),
        "decision_hours": complaint.policy.decision_hours,
        "anonymous": complaint.complainant.anonymous,
        "has_secret": complaint.complainant.has_secret,
        "neutral_title": complaint.confidential or complaint.complainant.has_secret,
        "follow_url": follow_url(complaint),
        "whatsapp_url": f"https://wa.me/?text={quote(complaint.spaced_etag)}",
    }


def opened(request: HttpRequest, found: for_citizen.Receipt, *, at: datetime) -> dict:
    """What only the browser that filed, or opened it by a key, is offered: to tell what was left out."""
    return {"mine": visit.opened(request, etag=found.complaint.etag, at=at) is not None}


def follow_url(complaint: Complaint) -> str:
    """The whole address under which the number is tracked, in the language of the page: its QR code leads there."""
    return settings.SITE_URL + reverse("status", kwargs={"etag": complaint.etag})
