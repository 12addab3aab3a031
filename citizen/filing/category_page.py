"""The list of categories, for people who prefer it to a sentence. The page also asks for the district.

Choosing a category takes one tap and begins the draft. If the district was left open, the next page asks for it.
"""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from citizen import rate_limits
from citizen.filing import browser_drafts, filing_choices
from citizen.filing.draft_addresses import draft_address, draft_id_at
from citizen.filing.draft_required import draft_required, finished_draft_response, redirect_to_next_step
from citizen.queries import filing_options
from complaints.models import Category, Draft
from complaints.rules.special_categories import categories_replacing
from complaints.rules.statuses import Channel
from complaints.services import drafts as writing

SEARCH_BUTTON = "find"
"""Distinguishes a search from a choice. A search is a POST: in an address its words would stay in the history of a
shared phone. `?q=` works too, for links to a search, and `?category=` puts one kind first."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_category(request: HttpRequest) -> HttpResponse:
    """Show the kinds by group, or found by a search.

    The page carries a key, so that sending it twice begins one draft.
    """
    if request.method != "POST" or SEARCH_BUTTON in request.POST:
        return _render_category_page(request)
    at = now()
    if limit_response := rate_limits.take_tokens_or_refusal_page(request, rate_limits.DRAFTS_BEGUN, at=at):
        return limit_response
    category, key = filing_options.offered_category(request.POST.get("category", "")), _page_key(request)
    if category is None:
        return _render_category_page(request, refused=_refusal_text(request))
    answers = category_answers(category) | district_answers(request, {})
    draft, is_new = writing.get_or_create_draft(key=key, answers=answers, channel=Channel.WEB, at=at)
    expired = gettext("This page had expired. Choose again.")
    if draft.complaint_id:  # sent again after the complaint was registered
        return finished_draft_response(request, draft) or _render_category_page(request, refused=expired)
    if not is_new and not browser_drafts.may_reopen_draft(request, draft, at=at):
        return _render_category_page(request, refused=expired)
    if category.confidential:
        browser_drafts.remember_draft(request, draft.pk, at=at)
    if not is_new:
        answers = category_answers(category) | district_answers(request, draft.answers)
        draft = writing.add_answers(key, step="kind", answers=answers)
    return redirect_to_next_step(draft, answers=draft.answers)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@draft_required
def change_category(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show the same page for an existing draft. Another kind is chosen and all other answers stay."""
    if request.method != "POST" or SEARCH_BUTTON in request.POST:
        return _render_category_page(request, draft=draft)
    category = filing_options.offered_category(request.POST.get("category", ""))
    if category is None:
        return _render_category_page(request, draft=draft, refused=_refusal_text(request))
    if category.confidential:
        browser_drafts.remember_draft(request, draft.pk, at=now())
    answers = category_answers(category) | district_answers(request, draft.answers)
    return redirect_to_next_step(draft, answers=writing.add_answers(draft.pk, step="kind", answers=answers).answers)


@never_cache
@require_safe
@draft_required
def resume_draft(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Redirect from the address for resuming to the first question without an answer."""
    return redirect_to_next_step(draft, answers=draft.answers)


def _refusal_text(request: HttpRequest) -> str:
    if categories_replacing(request.POST.get("category", "")):
        return ""  # the page shows what has replaced it
    return gettext("This is not one of the choices. Choose again.")


def category_answers(category: Category) -> dict:
    return {"category": category.code, browser_drafts.CONFIDENTIAL_KEY: category.confidential}


def district_answers(request: HttpRequest, stored: dict) -> dict:
    """Return the chosen district, and that the station of another one no longer applies. One query at most."""
    district = filing_options.offered_district(request.POST.get("district", ""))
    if district is None or district.code == stored.get("district"):
        return {}
    return {"district": district.code} | ({"station": ""} if stored.get("station") else {})


def _page_key(request: HttpRequest) -> uuid.UUID:
    """Return the id of the draft that the page's key addresses; a new one if the key is missing or invalid."""
    try:
        return draft_id_at(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _render_category_page(request: HttpRequest, *, draft: Draft | None = None, refused: str = "") -> HttpResponse:
    answers = draft.answers if draft else {}
    proposal = answers.get(writing.PROPOSAL_KEY, {})
    number, total = browser_drafts.step_number_and_total("kind", answers)
    typed = (
        (request.POST if SEARCH_BUTTON in request.POST else request.GET).get("q", "").replace("\x00", "").strip()[:100]
    )
    chosen = answers.get("category", "")
    requested = request.POST.get("category") or chosen or request.GET.get("category", "")
    successor_choices = filing_choices.successor_categories(requested)
    context = {
        "draft": draft,
        "key": draft_address(draft.pk if draft else uuid.uuid4()),
        "typed": typed,
        "found": filing_choices.search_categories(typed) if typed else None,
        "proposed": successor_choices or ([] if draft or typed else filing_choices.proposed_categories(requested)),
        "replaced": bool(successor_choices),
        "groups": filing_choices.group_categories(
            filing_options.offered_categories(), opened=chosen or request.GET.get("group", "")
        ),
        "chosen": chosen,
        "districts": filing_choices.district_choices(),
        "district": request.POST.get("district") or answers.get("district") or proposal.get("district", ""),
        "refused": refused,
        "has_errors": bool(refused),
        "is_private": bool(draft and browser_drafts.is_private(draft)),
        "neutral_title": bool(typed or (draft and browser_drafts.is_private(draft))),
        "back": browser_drafts.previous_step("kind", draft.answers) if draft else None,
        "back_url": reverse("complain"),
        "number": number,
        "of": total,
    }
    return render(request, "citizen/filing/kind.html", context, status=422 if refused else 200)
