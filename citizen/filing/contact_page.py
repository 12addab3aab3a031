"""The last two pages of filing: how to contact the complainant, and every answer to be checked before registering.

Both are at one address. The check page sends the contact details again in hidden fields, so that the draft never stores
the secret word.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import rate_limits, visitor_session
from citizen.evidence import upload_target
from citizen.filing import browser_drafts
from citizen.filing.check_answers import contact_rows, matter_rows
from citizen.filing.draft_required import draft_required, form_digest
from citizen.filing.excluded_office_preview import is_protection_default, preview_excluded_offices_of_draft
from citizen.filing.filing_forms import FilingContactForm
from citizen.filing.filing_frame import (
    CHANGE_BUTTON,
    redirect_to_earlier_page,
    render_step,
    warn_about_secret_word,
)
from citizen.filing.filing_pages import has_voice_note
from citizen.filing.outside_notice import outside_notice_before_filing
from citizen.queries import filing_options
from complaints.models import Category, Draft
from complaints.queries import uploaded_files
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.complainant.anonymity_and_consent import MAY_BE_ANONYMOUS
from complaints.rules.statuses import Channel
from complaints.services import drafts as writing
from complaints.services.registration import register_locked_draft

STEP = "reach"
CHECKED = "checked"
"""Field of the check page: the person has seen every answer. Stored with the contact details, it leads back there."""
REFRESH_COUNT = "looked"
"""Field: how often the page that waits for a voice note's check has reloaded itself."""
MAX_REFRESHES = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@draft_required(lock=True)
def contact_details_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask how to contact the complainant, then show every answer, then register the complaint."""
    if step := _earlier_step_to_repeat(draft):
        return _redirect_to_repeated_step(request, draft, step)
    if request.method != "POST":
        return _render_check_page_again(request, draft) or _render_contact_page(request, draft)
    form = _build_contact_form(draft, data=request.POST)
    if changed_page := _redirect_to_changed_page(request, draft, form):
        return changed_page
    is_valid, is_checked = form.is_valid(), CHECKED in request.POST
    if is_valid and not is_checked:
        _store_contact_details(draft, form, has_seen_check_page=True)
        return _render_check_page(request, draft, form)
    has_statement = draft.answers.get("text") or uploaded_files.is_voice_note_usable(draft.pk)
    if is_valid and not has_statement:  # a voice note that was not checked yet
        return _render_wait_for_check(request, draft, form)
    limit_response = rate_limits.take_tokens_or_refusal_page(request, rate_limits.FILINGS, at=now())
    if limit_response or not is_valid:
        _store_contact_details(draft, form, has_seen_check_page=is_checked and is_valid)
        return limit_response or _render_contact_page(request, draft, form)
    try:
        return _register_complaint(request, draft, _contact_answers(draft, form))
    except Category.DoesNotExist:
        return _redirect_to_repeated_step(request, draft, "kind")


def _redirect_to_changed_page(request: HttpRequest, draft: Draft, form: FilingContactForm) -> HttpResponse | None:
    """Redirect to the page that a button names (“Change”, “Back”). After a change, the check page is shown again."""
    is_checked = CHECKED in request.POST
    if is_checked and request.POST.get(CHANGE_BUTTON) == STEP:
        _store_contact_details(draft, form, has_seen_check_page=False)
        warn_about_secret_word(request)
        return redirect(STEP, draft=draft.pk)
    typed = form.typed() | ({CHECKED: "1"} if is_checked else {})
    return redirect_to_earlier_page(request, draft, STEP, typed=typed)


def _store_contact_details(draft: Draft, form: FilingContactForm, *, has_seen_check_page: bool) -> None:
    typed = form.typed() | ({CHECKED: "1"} if has_seen_check_page else {})
    writing.store_rejected_input(draft.pk, step=STEP, typed=typed)


def _typed_contact_details(draft: Draft) -> dict:
    return draft.answers.get(writing.REJECTED_INPUT, {}).get(STEP, {})


def _render_check_page_again(request: HttpRequest, draft: Draft) -> HttpResponse | None:
    """Return the check page after a change or in the other language; None if the contact details are asked first."""
    typed = _typed_contact_details(draft)
    if CHECKED not in typed:
        return None
    form = _build_contact_form(draft, data={name: value for name, value in typed.items() if name != CHECKED})
    return _render_check_page(request, draft, form) if form.is_valid() else None


def _render_check_page(request: HttpRequest, draft: Draft, form: FilingContactForm) -> HttpResponse:
    """Return the page with every answer, each with a button to change it.

    Four queries: categories, offices, files, and the session; more only if somebody is kept out.
    """
    answers, category = draft.answers, filing_options.offered_category(draft.answers["category"])
    if category is None:
        return redirect("kind", draft=draft.pk)
    excluded_offices = preview_excluded_offices_of_draft(answers, at=now())
    contact = _contact_answers(draft, form)
    context = {
        "matter": matter_rows(answers, category),
        "files": upload_target.draft_upload_target(draft).files,
        "contact": contact_rows(contact, reach=form.cleaned_data["reach"], country=form.cleaned_data["country"]),
        "typed": [(name, value) for name, value in form.data.items() if name in form.fields],
        "excluded_offices": excluded_offices,
        "outside": outside_notice_before_filing(excluded_offices, category_code=answers["category"]),
    }
    return render_step(request, draft, "check", context, status=200)


def _contact_answers(draft: Draft, form: FilingContactForm) -> dict:
    """Return the answers of a valid form. Protection is on if somebody is kept out and the page did not offer it."""
    answers = form.answers()
    if not (answers["protected"] or form.cleaned_data["protection_offered"]):
        excluded_offices = preview_excluded_offices_of_draft(draft.answers, at=now())
        answers["protected"] = is_protection_default(draft.answers, excluded_offices)
    return answers


def _render_wait_for_check(request: HttpRequest, draft: Draft, form: FilingContactForm) -> HttpResponse:
    """Return a page that sends the same form again until the voice note is checked, because it may be refused.

    Hidden fields hold the form, including the secret word, which the draft must not store.
    """
    _store_contact_details(draft, form, has_seen_check_page=True)
    before = request.POST.get(REFRESH_COUNT, "")
    refreshes = 1 + (int(before) if before.isascii() and before.isdigit() and len(before) < 3 else 0)
    typed = [(name, value) for name, value in request.POST.items() if name in form.fields]
    context = {"typed": typed, "looked": refreshes, "looks_again": refreshes <= MAX_REFRESHES}
    return render_step(request, draft, "checking", context, status=202)


def _register_complaint(request: HttpRequest, draft: Draft, answers: dict) -> HttpResponse:
    """Register the complaint in one transaction, which waits for no external service, and open it in this browser.

    Raises Category.DoesNotExist if the draft's category is no longer offered.
    """
    at, last = now(), answers | {writing.SENT_FORM_DIGEST: form_digest(request)}
    complaint = register_locked_draft(draft, channel=Channel.WEB, by=Citizen(), at=at, last_answers=last)
    word = complaint.complainant.secret_hash
    opened_by = OpenedBy.WORD if word else OpenedBy.FILING
    visitor_session.begin_visit(
        request, etag=complaint.etag, complaint_id=complaint.pk, opened_by=opened_by, at=at, secret_hash=word
    )
    return redirect("receipt", draft=draft.pk)


def _earlier_step_to_repeat(draft: Draft) -> str:
    """Return an earlier step that still needs an answer: a voice note may have been removed or refused.

    A voice note that is being checked counts as an answer: `reach` waits for it. One query at most.
    """
    answers, step = draft.answers, browser_drafts.first_unanswered_step(draft.answers)
    if step != "reach":
        return step
    return "" if answers.get("text") or has_voice_note(draft) else "what"


def _redirect_to_repeated_step(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    """Redirect to an earlier page. The form of this one is kept for the return."""
    if request.method == "POST":
        form = _build_contact_form(draft, data=request.POST)
        _store_contact_details(draft, form, has_seen_check_page=CHECKED in request.POST)
        warn_about_secret_word(request)
    if step == "what" and draft.answers.get("spoken"):
        text = gettext("There is no voice note that can be played. Record it again, or write what happened.")
        messages.warning(request, text)
    return redirect(step, draft=draft.pk)


def _render_contact_page(request: HttpRequest, draft: Draft, form: FilingContactForm | None = None) -> HttpResponse:
    """Return the page with the form.

    Above the button are the offices that will not be able to open the complaint; protection is then chosen already, and
    can be switched off. No query unless somebody is kept out.
    """
    answers = draft.answers
    excluded_offices = preview_excluded_offices_of_draft(answers, at=now())
    if form is None:
        protected = is_protection_default(answers, excluded_offices)
        form = _build_contact_form(draft, initial={"protected": protected} | _typed_contact_details(draft))
    context = {
        "form": form,
        "excluded_offices": excluded_offices,
        "outside": outside_notice_before_filing(excluded_offices, category_code=answers["category"]),
        "may_be_anonymous": answers["category"] in MAY_BE_ANONYMOUS,
    }
    return render_step(request, draft, STEP, context, status=422 if form.errors else 200)


def _build_contact_form(draft: Draft, **kwargs) -> FilingContactForm:
    confidential = bool(draft.answers.get(browser_drafts.CONFIDENTIAL_KEY))
    anonymous = draft.answers.get("category") in MAY_BE_ANONYMOUS
    return FilingContactForm(confidential=confidential, may_be_anonymous=anonymous, **kwargs)
