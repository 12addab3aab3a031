"""Pages 2, 3 and 4: which district, what happened, how to reach you. The last one registers the complaint."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import rate_limits, visitor_session
from citizen.evidence import form_uploads, upload_target
from citizen.evidence.request_limits import takes_files
from citizen.filing import browser_drafts, choices
from citizen.filing.draft_required import by_draft, onward, sent
from citizen.filing.forms import ReachForm, WhatForm
from citizen.filing.missing_child_page import ChildForm
from citizen.queries import filing
from complaints.models import Category, Draft
from complaints.queries import evidence
from complaints.rules.categories import MISSING_CHILD
from complaints.rules.opened_by import OpenedBy
from complaints.rules.parties import Citizen
from complaints.rules.persons import MAY_BE_ANONYMOUS
from complaints.rules.statuses import Channel
from complaints.services import drafts as writing
from complaints.services.registration import register

METHODS = ["GET", "HEAD", "POST"]
CHANGE = "change"
"""The name of the buttons that lead to an earlier page."""
LOOKED = "looked"
"""How often the page that waits for a voice note's check has sent itself again."""
MOST_LOOKS = 20


@never_cache
@require_http_methods(METHODS)
@by_draft
def where(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Which district; one tap."""
    if request.method != "POST":
        return _where(request, draft)
    code = request.POST.get("district", "")
    if code not in {district.code for district in choices.districts()}:
        return _where(request, draft, refused=gettext("This is not one of the choices. Choose again."))
    return onward(draft, answers=writing.tell(draft.pk, step="where", answers={"district": code}).answers)


@never_cache
@require_http_methods(METHODS)
@by_draft
@takes_files
def what(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What happened: words, or a voice note. What is mistyped stays with the draft."""
    files = upload_target.of_draft(draft)
    if request.method != "POST":
        return _what(request, draft, files)
    taken = form_uploads.take(request, files, at=now())
    spoken = _spoken(draft)
    form = _form_of(draft)(request.POST, spoken=spoken)
    if leave := _leaves(request, draft, "what", typed={"text": request.POST.get("text", "")}):
        if form.is_valid():  # the next page that asks nothing new passes this one over
            writing.tell(draft.pk, step="what", answers={"text": form.cleaned_data["text"], "spoken": spoken})
        return leave
    if taken.stay or not form.is_valid():
        typed = {name: request.POST.get(name, "") for name in form.fields}
        draft = writing.note(draft.pk, step="what", typed=typed)
        return _what(request, draft, taken.target, None if taken.stay else form)
    told = {"text": form.cleaned_data["text"], "spoken": spoken} | form.told
    return onward(draft, answers=writing.tell(draft.pk, step="what", answers=told).answers)


def _form_of(draft: Draft) -> type[WhatForm]:
    """A missing child is described on the same page."""
    return ChildForm if draft.answers.get("category") == MISSING_CHILD else WhatForm


def _what(
    request: HttpRequest, draft: Draft, files: upload_target.Target, form: WhatForm | None = None
) -> HttpResponse:
    """The page, with the words as they were told or, where they could not be taken, typed."""
    asked = _form_of(draft)
    told = {name: draft.answers.get(name, "") for name in asked.base_fields}
    form = form or asked(spoken=False, initial=draft.answers.get(writing.TYPED, {}).get("what") or told)
    context = {"form": form, "target": files, "has_errors": bool(files.refused)}
    return _page(request, draft, "what", context, status=422 if form.errors or files.refused else 200)


@never_cache
@require_http_methods(METHODS)
@by_draft(alone=True)
def reach(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The answers so far, how to reach the complainant, and the button that registers."""
    if missing := _missing(draft):
        return _asked_again(request, draft, missing)
    if request.method != "POST":
        typed = draft.answers.get(writing.TYPED, {}).get("reach")
        return _reach(request, draft, _reach_form(draft, initial=typed))
    if leave := _leaves(request, draft, "reach", typed=_reach_form(draft, data=request.POST).typed()):
        return leave
    form = _reach_form(draft, data=request.POST)
    if form.is_valid() and not _is_told(draft):
        return _waits(request, draft, form)
    full = rate_limits.refuse(request, rate_limits.FILINGS, at=now())
    if full or not form.is_valid():
        writing.note(draft.pk, step="reach", typed=form.typed())
        return full or _reach(request, draft, form)
    try:
        return _register(request, draft, form.answers())
    except Category.DoesNotExist:
        return _asked_again(request, draft, "kind")


def _leaves(request: HttpRequest, draft: Draft, step: str, *, typed: dict) -> HttpResponse | None:
    """Go to an earlier page that a button names ("Change", "Back"); what was typed here is kept for the return."""
    to = request.POST.get(CHANGE, "")
    if to not in browser_drafts.STEPS[: browser_drafts.STEPS.index(step)]:
        return None
    writing.note(draft.pk, step=step, typed=typed)
    _ask_for_the_secret_word_again(request)
    return redirect(to, draft=draft.pk)


def _ask_for_the_secret_word_again(request: HttpRequest) -> None:
    if request.POST.get("secret"):
        messages.info(request, gettext("For your safety we did not keep the secret word. Type it again at the end."))


def _is_told(draft: Draft) -> bool:
    """Whether there are words, or a voice note that was checked and can be opened. One query at most."""
    return bool(draft.answers.get("text") or evidence.voice_is_usable(draft.pk))


def _waits(request: HttpRequest, draft: Draft, form: ReachForm) -> HttpResponse:
    """A page that sends the same form again until the voice note is checked: it may still be refused.

    The form goes along in hidden fields, the secret word too, because the draft must not keep it.
    """
    writing.note(draft.pk, step="reach", typed=form.typed())
    before = request.POST.get(LOOKED, "")
    looked = 1 + (int(before) if before.isascii() and before.isdigit() and len(before) < 3 else 0)
    typed = [(name, value) for name, value in request.POST.items() if name in form.fields]
    context = {"typed": typed, "looked": looked, "looks_again": looked <= MOST_LOOKS}
    return _page(request, draft, "checking", context, status=202)


def _register(request: HttpRequest, draft: Draft, answers: dict) -> HttpResponse:
    """One transaction; no gateway is waited for. This browser may go on with what is asked afterwards.

    Raises Category.DoesNotExist where the draft's kind is offered no more.
    """
    at, last = now(), answers | {writing.SENT: sent(request)}
    complaint = register(draft, channel=Channel.WEB, by=Citizen(), at=at, last=last)
    word = complaint.complainant.secret_hash
    opened_by = OpenedBy.WORD if word else OpenedBy.FILING
    visitor_session.remember(
        request, etag=complaint.etag, complaint_id=complaint.pk, opened_by=opened_by, at=at, secret_hash=word
    )
    return redirect("receipt", draft=draft.pk)


def _missing(draft: Draft) -> str:
    """An earlier page that has to be answered, perhaps again: a voice note was removed or refused. One query at most.

    A voice note that is being checked is no missing answer: `reach` waits for it.
    """
    told, step = draft.answers, browser_drafts.next_step(draft.answers)
    if step != "reach":
        return step
    return "" if told.get("text") or _spoken(draft) else "what"


def _asked_again(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    """Back to an earlier page; what came with this one is kept for the return."""
    if request.method == "POST":
        writing.note(draft.pk, step="reach", typed=_reach_form(draft, data=request.POST).typed())
        _ask_for_the_secret_word_again(request)
    if step == "what" and draft.answers.get("spoken"):
        said = gettext("There is no voice note that can be played. Record it again, or write what happened.")
        messages.warning(request, said)
    return redirect(step, draft=draft.pk)


def _reach(request: HttpRequest, draft: Draft, form: ReachForm) -> HttpResponse:
    """The page: kind, district and words, each with its way back, and the form. Two queries."""
    told, category = draft.answers, filing.offered_category(draft.answers["category"])
    if category is None:
        return redirect("kind", draft=draft.pk)
    context = {
        "form": form,
        "category": category,
        "district": choices.name_of_district(told["district"]),
        "text": told.get("text", ""),
        "spoken": told.get("spoken", False),
        "may_be_anonymous": told["category"] in MAY_BE_ANONYMOUS,
    }
    return _page(request, draft, "reach", context, status=422 if form.errors else 200)


def _reach_form(draft: Draft, **kwargs) -> ReachForm:
    confidential = bool(draft.answers.get(browser_drafts.CLOSED))
    anonymous = draft.answers.get("category") in MAY_BE_ANONYMOUS
    return ReachForm(confidential=confidential, may_be_anonymous=anonymous, **kwargs)


def _spoken(draft: Draft) -> bool:
    """Whether a voice note has come in whole. One query."""
    return draft.evidence.filter(kind="voice").exclude(state__in=["coming", "refused"]).exists()


def _where(request: HttpRequest, draft: Draft, *, refused: str = "") -> HttpResponse:
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    context = {
        "districts": choices.districts(typed),
        "typed": typed,
        "chosen": draft.answers.get("district", ""),
        "refused": refused,
        "has_errors": bool(refused),
    }
    return _page(request, draft, "where", context, status=422 if refused else 200)


def _page(request: HttpRequest, draft: Draft, step: str, context: dict, *, status: int) -> HttpResponse:
    confidential = bool(draft.answers.get(browser_drafts.CLOSED))
    frame = {
        "draft": draft,
        "step": step,
        "number": browser_drafts.STEPS.index(step) + 1 if step in browser_drafts.STEPS else len(browser_drafts.STEPS),
        "back": browser_drafts.before(step) if step in browser_drafts.STEPS else None,
        "confidential": confidential,
        "neutral_title": confidential,
        "resume_url": "" if confidential else settings.SITE_URL + reverse("resume", args=[draft.pk]),
    }
    return render(request, f"citizen/filing/{step}.html", frame | context, status=status)
