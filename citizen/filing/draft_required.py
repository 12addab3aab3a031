"""The door of a draft: who may open it, where it goes on, and what is said of one that is over."""

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
from citizen.filing.receipt import is_neutral
from citizen.services.opening import Key, open_with_key
from complaints.models import Complaint, Draft
from complaints.services import drafts as writing
from complaints.services.drafts import Finished

View = Callable[..., HttpResponse]


def by_draft(view: View | None = None, *, alone: bool = False) -> View:
    """A view of `/complain/<draft>/…` that is handed the draft. One that is a complaint already leads to its receipt.

    What is over, unknown, or not for this browser is answered by one page, the same for all three (410), and so is a
    finished one that must not tell that there is a complaint; it gives back the words that came with it, so that
    nothing typed is lost. `alone`: a POST is one transaction, in which nobody else changes the draft.
    """
    if view is None:
        return partial(by_draft, alone=alone)

    @wraps(view)
    def guarded(request: HttpRequest, draft: UUID) -> HttpResponse:
        locks = alone and request.method == "POST"
        with transaction.atomic() if locks else nullcontext():
            return _opened(view, request, browser_drafts.mine(request, draft, alone=locks))

    return guarded


def _opened(view: View, request: HttpRequest, draft: Draft | None) -> HttpResponse:
    if draft is None:
        return _over(request)
    if draft.complaint_id:
        return finished(request, draft) or _over(request)
    try:
        return view(request, draft=draft)
    except Finished:  # in another window, at the same time
        return to_receipt(request, Draft.objects.get(pk=draft.pk))
    except Draft.DoesNotExist:  # its day has just ended
        return _over(request)


def finished(request: HttpRequest, draft: Draft) -> HttpResponse | None:
    """Where the address of a finished draft leads; None where it must not tell that there is a complaint.

    It stands in the history of a shared phone. Of a confidential complaint, or one with a secret word, it leads on only
    while this browser has the complaint open, or for the very form that finished it: a second tap, whose session the
    first one has renewed, within a minute; later, and past a secret word, only with that word.
    """
    at, complaint = now(), draft.complaint
    if not is_neutral(complaint) or visitor_session.current(request, etag=complaint.etag, at=at):
        return to_receipt(request, draft)
    is_repeat = draft.answers.get(writing.SENT) == sent(request)
    return redirect("receipt", draft=draft.pk) if is_repeat and _is_known(request, draft, at=at) else None


def _is_known(request: HttpRequest, draft: Draft, *, at: datetime) -> bool:
    complaint = draft.complaint
    if not complaint.complainant.has_secret:
        return at - complaint.received_at < browser_drafts.JUST_NOW
    if _too_many_words(request, draft, at=at):
        return False
    return _opened_by(request.POST.get("secret", ""), request, complaint, at=at)


def _too_many_words(request: HttpRequest, draft: Draft, *, at: datetime) -> HttpResponse | None:
    """Tries are counted by the draft's address, which nobody guesses: who knows the E-tag uses none of them up."""
    if full := rate_limits.refuse(request, rate_limits.CODES, at=at):
        return full
    wait = rate_limits.take(rate_limits.WORDS_OF_ONE, str(draft.pk), at=at)
    return rate_limits.too_many(request, seconds=wait) if wait else None


def to_receipt(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Where a finished draft leads. Whoever sent anything but the same form again is told that it came too late.

    A secret word in it is tried as at the key's own door: the answer to the first sending may have been lost, and the
    number with it. The right one opens the complaint for this browser.
    """
    at, word = now(), request.POST.get("secret", "")
    is_repeat = draft.answers.get(writing.SENT) == sent(request)
    if is_repeat and word:
        if full := _too_many_words(request, draft, at=at):
            return full
        is_repeat = _opened_by(word, request, draft.complaint, at=at)
    if request.method == "POST" and not is_repeat:
        said = gettext("This complaint was already registered. It does not include your later changes.")
        messages.warning(request, said)
    return redirect("receipt", draft=draft.pk)


def _opened_by(word: str, request: HttpRequest, complaint: Complaint, *, at: datetime) -> bool:
    opening = open_with_key(etag=complaint.etag, typed=word, at=at)
    if opening is None:
        return False
    under_duress = opening.by is Key.DURESS_WORD
    visitor_session.remember(
        request,
        etag=complaint.etag,
        complaint_id=opening.complaint_id,
        opened_by=opening.opened_by,
        at=at,
        under_duress=under_duress,
    )
    return True


def sent(request: HttpRequest) -> str:
    """A digest of the form that came, without its secret word."""
    unseen = {"csrfmiddlewaretoken", "secret"}
    return writing.digest({name: told for name, told in request.POST.items() if name not in unseen})


def _over(request: HttpRequest) -> HttpResponse:
    context = {"typed": request.POST.get("text", "")}
    return render(request, "citizen/filing/over.html", context, status=410)


def onward(draft: Draft, *, answers: dict) -> HttpResponse:
    """To the next question; every answer that is there already is passed over."""
    return redirect(browser_drafts.next_step(answers), draft=draft.pk)
