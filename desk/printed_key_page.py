"""The page on which a complainant gets a printed code: one who lost the secret word, or has no phone.

It needs two officers: an operator, who knows the complainant by their visit or by a call, requests the code and hands
it over; a monitor of the Central Police Office approves it. Everybody else gets 404 (printed_keys).
"""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from citizen.filing import receipt_page
from citizen.queries import own_complaint
from complaints.models import Complaint
from complaints.queries import access_key_facts
from complaints.services.access_keys import printed_keys
from desk.formatting import moment
from desk.moves.move_form import FIELD_ERRORS, TypedTextField
from desk.page_access import get_complaint_or_404, reading_role_required, session_expired_page
from web import time_format

TEMPLATE = "desk/new_key.html"


class PrintedKeyForm(forms.Form):
    """How the operator knows that this is the complainant."""

    words = TypedTextField(
        label=_("How do you know who this is?"),
        help_text=_("Name the document you saw or the call your cell made. This is recorded under your name."),
        error_messages=FIELD_ERRORS
        | {"required": _("Explain how you know who this is. This is recorded under your name.")},
    )


def request_or_issue_key(request: HttpRequest, etag: str) -> HttpResponse:
    """Request, approve or issue a printed code. If the session has expired, return the typed text to the officer."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:printed_key", kwargs={"etag": etag})
        return session_expired_page(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _process_printed_key(request, etag)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def _process_printed_key(request: HttpRequest, etag: str) -> HttpResponse:
    """Request a printed code, approve it as the second officer, or issue it. 422 if the form is invalid.

    The code is shown once. The form on that page prints it.
    """
    complaint, at = get_complaint_or_404(request, etag), now()
    if printed_keys.may_approve_key(request.actor, complaint, at=at):
        return _process_approval(request, complaint, at=at)
    if not printed_keys.may_issue_key(request.actor, complaint, complaint.complainant):
        raise Http404
    if "key" in request.POST:
        return _make_key_receipt(complaint, request.POST["key"], at=at)
    waiting = access_key_facts.pending_key_request(complaint.pk, at=at)
    if waiting and waiting.asked_by == request.actor.officer_id:
        return _process_issuing(request, complaint, waiting, at=at)
    form = PrintedKeyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"complaint": complaint, "form": form, "has_errors": bool(form.errors), "state": "form"}
        return render(request, TEMPLATE, context, status=422 if form.errors else 200)
    printed_keys.request_printed_key(complaint, by=request.actor, at=at, words=form.cleaned_data["words"])
    return redirect("desk:printed_key", etag=etag)


def _process_approval(request: HttpRequest, complaint: Complaint, *, at: datetime) -> HttpResponse:
    """Show the request to the second officer, and approve it on POST."""
    if request.method != "POST":
        waiting = access_key_facts.pending_key_request(complaint.pk, at=at)
        return render(request, TEMPLATE, {"complaint": complaint, "waiting": waiting, "state": "approve"})
    printed_keys.approve_printed_key(complaint, by=request.actor, at=at)
    messages.success(request, gettext("You approved the code. The officer who asked can hand it over now."))
    return redirect("desk:complaint", etag=complaint.etag)


def _process_issuing(
    request: HttpRequest, complaint: Complaint, waiting: access_key_facts.KeyRequest, *, at: datetime
) -> HttpResponse:
    """Show that the request waits for approval. Once it is approved, issue the code on POST and show it, only once."""
    if request.method != "POST" or not waiting.is_approved:
        state = "approved" if waiting.is_approved else "waiting"
        return render(request, TEMPLATE, {"complaint": complaint, "waiting": waiting, "state": state})
    key = printed_keys.issue_approved_key(complaint, by=request.actor, at=at)
    expires_at = printed_keys.printed_key_expiry(complaint, key, at=at)
    context = {"complaint": complaint, "key": key, "until": moment(expires_at) if expires_at else "", "state": "key"}
    return render(request, TEMPLATE, context)


def _make_key_receipt(complaint: Complaint, key: str, *, at: datetime) -> HttpResponse:
    """Return the receipt with the code, in the complainant's language. 404 if the code is not valid."""
    expires_at = printed_keys.printed_key_expiry(complaint, key, at=at)
    facts = own_complaint.load_receipt_of_draft(complaint.draft.pk)
    if expires_at is None or facts is None:
        raise Http404
    with translation.override(complaint.complainant.language):
        ends = time_format.format_day(expires_at.astimezone(time_format.KARACHI), year=True)
        return receipt_page.make_receipt_pdf(facts, key=key, key_until=ends)
