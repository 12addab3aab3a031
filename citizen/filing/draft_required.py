"""Restrict a view to browsers that may open the draft, and redirect finished or expired drafts."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from functools import partial, wraps
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext

from citizen import rate_limits, visitor_session
from citizen.filing import browser_drafts
from citizen.filing.receipt_page import needs_neutral_title
from citizen.services.complaint_opening import AccessKey, open_with_key
from complaints.models import Complaint, Draft
from complaints.services import drafts as writing
from complaints.services.drafts import DraftFinished

View = Callable[..., HttpResponse]


def draft_required(view: View | None = None, *, lock: bool = False) -> View:
    """Decorate a view of `/complain/<draft>/…` that receives the draft. A registered one is redirected to its receipt.

    An expired or unknown draft, another browser's draft, and a finished draft that must stay secret all get the same
    page (410). It returns the text that was sent, so that nothing typed is lost. `lock`: a POST runs in one
    transaction that locks the draft.
    """
    if view is None:
        return partial(draft_required, lock=lock)

    @wraps(view)
    def guarded(request: HttpRequest, draft: UUID) -> HttpResponse:
        needs_lock = lock and request.method == "POST"
        with transaction.atomic() if needs_lock else nullcontext():
            return _call_view_with_draft(view, request, browser_drafts.find_own_draft(request, draft, lock=needs_lock))

    return guarded


def _call_view_with_draft(view: View, request: HttpRequest, draft: Draft | None) -> HttpResponse:
    if draft is None:
        return expired_draft_page(request)
    if draft.complaint_id:
        return finished_draft_response(request, draft) or expired_draft_page(request)
    try:
        return view(request, draft=draft)
    except DraftFinished:  # finished in another window at the same time
        return redirect_to_receipt(request, Draft.objects.get(pk=draft.pk))
    except Draft.DoesNotExist:  # it has just expired
        return expired_draft_page(request)


def finished_draft_response(request: HttpRequest, draft: Draft) -> HttpResponse | None:
    """Return where the address of a finished draft leads; None if it must not reveal that there is a complaint.

    The address remains in the history of a shared phone. For a confidential complaint, or one with a secret word, it
    leads on only while this browser has the complaint open, or for a repetition of the form that registered it: a
    second tap, whose session the first one has renewed. Without a secret word the repetition is accepted for one
    minute; otherwise it must contain the word.
    """
    at, complaint = now(), draft.complaint
    if not needs_neutral_title(complaint) or visitor_session.current_visit(request, etag=complaint.etag, at=at):
        return redirect_to_receipt(request, draft)
    is_repeat = draft.answers.get(writing.SENT_FORM_DIGEST) == form_digest(request)
    return redirect("receipt", draft=draft.pk) if is_repeat and _may_see_receipt(request, draft, at=at) else None


def _may_see_receipt(request: HttpRequest, draft: Draft, *, at: datetime) -> bool:
    """Return whether a repeated form may lead to the receipt: by its secret word, or within a minute without one."""
    complaint = draft.complaint
    if not complaint.complainant.has_secret:
        return at - complaint.received_at < browser_drafts.JUST_NOW
    if _word_limit_response(request, draft, at=at):
        return False
    return _open_with_secret_word(request.POST.get("secret", ""), request, complaint, at=at)


def _word_limit_response(request: HttpRequest, draft: Draft, *, at: datetime) -> HttpResponse | None:
    """Return the answer to too many tries of a word, else None.

    Tries are counted by the draft's address, which nobody can guess. A person who knows the E-tag uses none of them up.
    """
    if limit_response := rate_limits.take_tokens_or_refusal_page(request, rate_limits.CODE_FORMS, at=at):
        return limit_response
    wait = rate_limits.take_token(rate_limits.WORD_TRIES_PER_ETAG, str(draft.pk), at=at)
    return rate_limits.too_many_requests_page(request, seconds=wait) if wait else None


def redirect_to_receipt(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Redirect a finished draft to its receipt. A POST with other contents gets a message that it came too late.

    A secret word in the form is tried as on the page for keys: the answer to the first POST may have been lost, and the
    E-tag with it. The right word opens the complaint in this browser.
    """
    at, word = now(), request.POST.get("secret", "")
    is_repeat = draft.answers.get(writing.SENT_FORM_DIGEST) == form_digest(request)
    if is_repeat and word:
        if limit_response := _word_limit_response(request, draft, at=at):
            return limit_response
        is_repeat = _open_with_secret_word(word, request, draft.complaint, at=at)
    if request.method == "POST" and not is_repeat:
        text = gettext("This complaint was already registered. It does not include your later changes.")
        messages.warning(request, text)
    return redirect("receipt", draft=draft.pk)


def _open_with_secret_word(word: str, request: HttpRequest, complaint: Complaint, *, at: datetime) -> bool:
    """Open the complaint in this browser with the secret word. Return whether the word was right."""
    opening = open_with_key(etag=complaint.etag, typed=word, at=at)
    if opening is None:
        return False
    under_duress = opening.by is AccessKey.DURESS_WORD
    visitor_session.begin_visit(
        request,
        etag=complaint.etag,
        complaint_id=opening.complaint_id,
        opened_by=opening.opened_by,
        at=at,
        under_duress=under_duress,
    )
    return True


def form_digest(request: HttpRequest) -> str:
    """Return a digest of the form that was sent, without its secret word."""
    ignored = {"csrfmiddlewaretoken", "secret"}
    return writing.form_digest({name: value for name, value in request.POST.items() if name not in ignored})


def expired_draft_page(request: HttpRequest) -> HttpResponse:
    context = {"typed": request.POST.get("text", "")}
    return render(request, "citizen/filing/over.html", context, status=410)


def redirect_to_next_step(draft: Draft, *, answers: dict) -> HttpResponse:
    """Redirect to the next question without an answer."""
    return redirect(browser_drafts.first_unanswered_step(answers), draft=draft.pk)
