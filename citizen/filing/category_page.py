"""Page 1: what kind of complaint. Choosing one is one tap, and begins the draft."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from citizen import rate_limits
from citizen.filing import browser_drafts, choices
from citizen.filing.draft_required import by_draft, finished, onward
from citizen.queries import filing
from complaints.models import Category, Draft
from complaints.rules.categories import successors
from complaints.rules.statuses import Channel
from complaints.services import drafts as writing

FIND = "find"
"""What tells a search from a choice. It posts: in an address the words would stay in the history of a shared phone.
`?q=` works too, for links to a search, and `?category=` puts one kind before all others."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """The kinds, by group or found by words. The page carries a key: sent twice, it begins one draft."""
    if request.method != "POST" or FIND in request.POST:
        return _page(request)
    at = now()
    if full := rate_limits.refuse(request, rate_limits.DRAFTS, at=at):
        return full
    category, key = filing.offered_category(request.POST.get("category", "")), _key(request)
    if category is None:
        return _page(request, refused=_not_offered(request))
    draft, is_new = writing.begin(key=key, answers=_answers(category), channel=Channel.WEB, at=at)
    old = gettext("This page had expired. Choose again.")
    if draft.complaint_id:  # sent again when all was done
        return finished(request, draft) or _page(request, refused=old)
    if not is_new and not browser_drafts.may_begin(request, draft, at=at):
        return _page(request, refused=old)
    if category.confidential:
        browser_drafts.remember(request, draft.pk, at=at)
    if not is_new:
        draft = writing.tell(key, step="kind", answers=_answers(category))
    return onward(draft, answers=draft.answers)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_draft
def change_kind(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The same page for a draft that has begun: another kind, and everything else stays."""
    if request.method != "POST" or FIND in request.POST:
        return _page(request, draft=draft)
    category = filing.offered_category(request.POST.get("category", ""))
    if category is None:
        return _page(request, draft=draft, refused=_not_offered(request))
    if category.confidential:
        browser_drafts.remember(request, draft.pk, at=now())
    return onward(draft, answers=writing.tell(draft.pk, step="kind", answers=_answers(category)).answers)


@never_cache
@require_safe
@by_draft
def resume(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The address that brings somebody back: to the first question without an answer."""
    return onward(draft, answers=draft.answers)


def _not_offered(request: HttpRequest) -> str:
    if successors(request.POST.get("category", "")):
        return ""  # the page says what takes its place
    return gettext("This is not one of the choices. Choose again.")


def _answers(category: Category) -> dict:
    return {"category": category.code, browser_drafts.CLOSED: category.confidential}


def _key(request: HttpRequest) -> uuid.UUID:
    """The page's key; a fresh one where it was lost or spoilt."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _page(request: HttpRequest, *, draft: Draft | None = None, refused: str = "") -> HttpResponse:
    typed = (request.POST if FIND in request.POST else request.GET).get("q", "").replace("\x00", "").strip()[:100]
    chosen = draft.answers.get("category", "") if draft else ""
    linked = request.POST.get("category") or chosen or request.GET.get("category", "")
    instead = choices.instead_of(linked)
    context = {
        "draft": draft,
        "key": draft.pk if draft else uuid.uuid4(),
        "typed": typed,
        "found": choices.found(typed) if typed else None,
        "proposed": instead or ([] if draft or typed else choices.proposed(linked)),
        "replaced": bool(instead),
        "groups": choices.groups(opened=chosen or request.GET.get("group", "")),
        "chosen": chosen,
        "refused": refused,
        "has_errors": bool(refused),
        "neutral_title": bool(typed or (draft and draft.answers.get(browser_drafts.CLOSED))),
    }
    return render(request, "citizen/filing/kind.html", context, status=422 if refused else 200)
