"""The first page of filing: what happened, in the person's own words or as a voice note. It begins the draft."""

from datetime import datetime
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from citizen import rate_limits
from citizen.evidence import upload_actions, upload_target
from citizen.evidence.upload_limits import mark_takes_files
from citizen.filing import browser_drafts, category_page
from citizen.filing.draft_addresses import draft_address, draft_id_at
from citizen.filing.draft_required import expired_draft_page, finished_draft_response
from citizen.filing.filing_forms import StatementForm
from citizen.filing.filing_pages import answer_statement_page
from complaints.models import Draft
from complaints.rules.statuses import Channel
from complaints.services import drafts as writing

LIST_BUTTON = "list"
"""Name of the button that leads to the list of categories."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mark_takes_files
def begin_complaint(request: HttpRequest) -> HttpResponse:
    """Ask what happened. A link that names a category, a group or a word leads to the list of categories.

    The page carries a key, so that sending it twice begins one draft.
    """
    if request.method != "POST":
        names_list = any(name in request.GET for name in ("category", "group", "q"))
        return category_page.choose_category(request) if names_list else _render_first_page(request)
    if "category" in request.POST or category_page.SEARCH_BUTTON in request.POST:
        return category_page.choose_category(request)
    at, key = now(), _page_key(request)
    draft = browser_drafts.find_own_draft(request, key, at=at)
    has_something = draft is not None or request.FILES or request.POST.get("text", "").strip()
    if LIST_BUTTON in request.POST and not has_something:
        return redirect("category_list")
    if draft is None:
        if limit_response := rate_limits.take_tokens_or_refusal_page(request, rate_limits.DRAFTS_BEGUN, at=at):
            return limit_response
        draft = _begin_draft(request, key, at=at)
    if draft is None:
        return expired_draft_page(request)
    if draft.complaint_id:  # sent again after the complaint was registered
        return finished_draft_response(request, draft) or expired_draft_page(request)
    response = answer_statement_page(request, draft, other_language_url=_other_language_url(draft))
    return redirect("kind", draft=draft.pk) if LIST_BUTTON in request.POST else response


@never_cache
@require_POST
def begin_with_voice_note(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Begin a draft and the upload of its first voice note, which a script announces before anything was written."""
    at = now()
    own_draft = browser_drafts.find_own_draft(request, draft, at=at)
    if own_draft is None:
        if limit_response := rate_limits.take_tokens_or_refusal_page(request, rate_limits.DRAFTS_BEGUN, at=at):
            return limit_response
        own_draft = _begin_draft(request, draft, at=at)
    if own_draft is None or own_draft.complaint_id:
        raise Http404
    return upload_actions.begin_upload(request, upload_target.draft_upload_target(own_draft), at=at)


def _begin_draft(request: HttpRequest, key: UUID, *, at: datetime) -> Draft | None:
    """Return the draft of this page, created if necessary; None if it is another browser's.

    It opens in this browser alone until a category that is not confidential is chosen.
    """
    answers = {browser_drafts.CONFIDENTIAL_KEY: True, browser_drafts.SENTENCE_FIRST_KEY: True}
    draft, is_new = writing.get_or_create_draft(key=key, answers=answers, channel=Channel.WEB, at=at)
    if not is_new and not draft.complaint_id and not browser_drafts.may_reopen_draft(request, draft, at=at):
        return None
    if not draft.complaint_id:
        browser_drafts.remember_draft(request, draft.pk, at=at)
    return draft


def _page_key(request: HttpRequest) -> UUID:
    try:
        return draft_id_at(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _other_language_url(draft: Draft) -> dict:
    """Return the link to the draft's own page in the other language, where what was typed is shown again."""
    code = "en" if (translation.get_language() or "").startswith("ur") else "ur"
    with translation.override(code):
        url = redirect("what", draft=draft.pk).url
    return {"code": code, "name": translation.get_language_info(code)["name_local"], "url": url}


def _render_first_page(request: HttpRequest) -> HttpResponse:
    draft_id, form = uuid4(), StatementForm(spoken=False)
    form.fields["text"].widget.attrs["rows"] = 5
    context = {
        "form": form,
        "target": upload_target.new_draft_upload_target(draft_id),
        "key": draft_address(draft_id),
        "is_first": True,
        "step": "what",
        "of": len(browser_drafts.steps_of_draft({browser_drafts.SENTENCE_FIRST_KEY: True})),
        "lede": gettext("Write it as you would say it: in Urdu, English or Roman Urdu."),
    }
    return render(request, "citizen/filing/what.html", context)
