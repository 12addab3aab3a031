"""Pages 2, 3 and 5 of filing: the district, what happened, and how to contact the complainant."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import rate_limits, visitor_session
from citizen.evidence import form_uploads, upload_target
from citizen.evidence.upload_limits import mark_takes_files
from citizen.filing import browser_drafts, filing_choices
from citizen.filing.draft_required import draft_required, form_digest, redirect_to_next_step
from citizen.filing.excluded_office_preview import is_protection_default, preview_excluded_offices_of_draft
from citizen.filing.filing_forms import FilingContactForm, StatementForm
from citizen.filing.filing_frame import redirect_to_earlier_page, render_step, warn_about_secret_word
from citizen.filing.kept_out_form import kept_out_answer_text
from citizen.filing.missing_child_form import MissingChildForm
from citizen.filing.outside_notice import outside_notice_before_filing
from citizen.queries import filing_options
from complaints.models import Category, Draft
from complaints.queries import uploaded_files
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.complainant.anonymity_and_consent import MAY_BE_ANONYMOUS
from complaints.rules.special_categories import MISSING_CHILD
from complaints.rules.statuses import Channel
from complaints.services import drafts as writing
from complaints.services.registration import register_locked_draft

METHODS = ["GET", "HEAD", "POST"]
REFRESH_COUNT = "looked"
"""Field: how often the page that waits for a voice note's check has sent itself again."""
MAX_REFRESHES = 20


@never_cache
@require_http_methods(METHODS)
@draft_required
def district_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask for the district. One tap is enough."""
    if request.method != "POST":
        return _render_district_page(request, draft)
    code = request.POST.get("district", "")
    if code not in {district.code for district in filing_choices.district_choices()}:
        return _render_district_page(request, draft, refused=gettext("This is not one of the choices. Choose again."))
    return redirect_to_next_step(
        draft, answers=writing.add_answers(draft.pk, step="where", answers={"district": code}).answers
    )


@never_cache
@require_http_methods(METHODS)
@draft_required
@mark_takes_files
def statement_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask what happened, as text or as a voice note. Text with an error stays with the draft."""
    target = upload_target.draft_upload_target(draft)
    if request.method != "POST":
        return _render_statement_page(request, draft, target)
    result = form_uploads.store_form_files(request, target, at=now())
    has_voice_note = _has_voice_note(draft)
    form = _statement_form_class(draft)(request.POST, spoken=has_voice_note)
    if earlier_page := redirect_to_earlier_page(request, draft, "what", typed={"text": request.POST.get("text", "")}):
        if form.is_valid():  # so that this page is skipped afterwards
            writing.add_answers(
                draft.pk, step="what", answers={"text": form.cleaned_data["text"], "spoken": has_voice_note}
            )
        return earlier_page
    if result.shows_page_again or not form.is_valid():
        typed = {name: request.POST.get(name, "") for name in form.fields}
        draft = writing.store_rejected_input(draft.pk, step="what", typed=typed)
        return _render_statement_page(request, draft, result.target, None if result.shows_page_again else form)
    answers = {"text": form.cleaned_data["text"], "spoken": has_voice_note} | form.additional_answers
    return redirect_to_next_step(draft, answers=writing.add_answers(draft.pk, step="what", answers=answers).answers)


def _statement_form_class(draft: Draft) -> type[StatementForm]:
    """Return the form for this draft. A missing child is described on the same page."""
    return MissingChildForm if draft.answers.get("category") == MISSING_CHILD else StatementForm


def _render_statement_page(
    request: HttpRequest, draft: Draft, target: upload_target.UploadTarget, form: StatementForm | None = None
) -> HttpResponse:
    """Return the page with the stored text, or with what was typed if it could not be accepted."""
    form_class = _statement_form_class(draft)
    answers = {name: draft.answers.get(name, "") for name in form_class.base_fields}
    form = form or form_class(
        spoken=False, initial=draft.answers.get(writing.REJECTED_INPUT, {}).get("what") or answers
    )
    context = {"form": form, "target": target, "has_errors": bool(target.refused)}
    return render_step(request, draft, "what", context, status=422 if form.errors or target.refused else 200)


@never_cache
@require_http_methods(METHODS)
@draft_required(lock=True)
def contact_details_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show the answers so far, ask how to contact the complainant, and register the complaint."""
    if step := _earlier_step_to_repeat(draft):
        return _redirect_to_repeated_step(request, draft, step)
    if request.method != "POST":
        return _render_contact_page(request, draft)
    if earlier_page := redirect_to_earlier_page(
        request, draft, "reach", typed=_build_contact_form(draft, data=request.POST).typed()
    ):
        return earlier_page
    form = _build_contact_form(draft, data=request.POST)
    if form.is_valid() and not _has_statement(draft):
        return _render_wait_for_check(request, draft, form)
    limit_response = rate_limits.take_tokens_or_refusal_page(request, rate_limits.FILINGS, at=now())
    if limit_response or not form.is_valid():
        writing.store_rejected_input(draft.pk, step="reach", typed=form.typed())
        return limit_response or _render_contact_page(request, draft, form)
    try:
        return _register_complaint(request, draft, _contact_answers(draft, form))
    except Category.DoesNotExist:
        return _redirect_to_repeated_step(request, draft, "kind")


def _contact_answers(draft: Draft, form: FilingContactForm) -> dict:
    """Return the answers of a valid form. Protection is on if somebody is kept out and the page did not offer it."""
    answers = form.answers()
    if not (answers["protected"] or form.cleaned_data["protection_offered"]):
        excluded_offices = preview_excluded_offices_of_draft(draft.answers, at=now())
        answers["protected"] = is_protection_default(draft.answers, excluded_offices)
    return answers


def _has_statement(draft: Draft) -> bool:
    """Return whether there is text, or a voice note that was checked and can be opened. One query at most."""
    return bool(draft.answers.get("text") or uploaded_files.is_voice_note_usable(draft.pk))


def _render_wait_for_check(request: HttpRequest, draft: Draft, form: FilingContactForm) -> HttpResponse:
    """Return a page that sends the same form again until the voice note is checked, because it may be refused.

    The form is in hidden fields, including the secret word, which the draft must not store.
    """
    writing.store_rejected_input(draft.pk, step="reach", typed=form.typed())
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
    return "" if answers.get("text") or _has_voice_note(draft) else "what"


def _redirect_to_repeated_step(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    """Redirect to an earlier page. The form of this one is kept for the return."""
    if request.method == "POST":
        writing.store_rejected_input(
            draft.pk, step="reach", typed=_build_contact_form(draft, data=request.POST).typed()
        )
        warn_about_secret_word(request)
    if step == "what" and draft.answers.get("spoken"):
        text = gettext("There is no voice note that can be played. Record it again, or write what happened.")
        messages.warning(request, text)
    return redirect(step, draft=draft.pk)


def _render_contact_page(request: HttpRequest, draft: Draft, form: FilingContactForm | None = None) -> HttpResponse:
    """Return the page with the answers so far, each with a button to change it, and the form.

    Above the button are the offices that will not be able to open the complaint; protection is then chosen already, and
    can be switched off. Two queries, more only if somebody is kept out.
    """
    answers, category = draft.answers, filing_options.offered_category(draft.answers["category"])
    if category is None:
        return redirect("kind", draft=draft.pk)
    excluded_offices = preview_excluded_offices_of_draft(answers, at=now())
    if form is None:
        typed = answers.get(writing.REJECTED_INPUT, {}).get("reach", {})
        protected = is_protection_default(answers, excluded_offices)
        form = _build_contact_form(draft, initial={"protected": protected} | typed)
    context = {
        "form": form,
        "category": category,
        "district": filing_choices.district_name(answers["district"]),
        "text": answers.get("text", ""),
        "spoken": answers.get("spoken", False),
        "kept_out": kept_out_answer_text(answers),
        "excluded_offices": excluded_offices,
        "outside": outside_notice_before_filing(excluded_offices, category_code=answers["category"]),
        "may_be_anonymous": answers["category"] in MAY_BE_ANONYMOUS,
    }
    return render_step(request, draft, "reach", context, status=422 if form.errors else 200)


def _build_contact_form(draft: Draft, **kwargs) -> FilingContactForm:
    confidential = bool(draft.answers.get(browser_drafts.CONFIDENTIAL_KEY))
    anonymous = draft.answers.get("category") in MAY_BE_ANONYMOUS
    return FilingContactForm(confidential=confidential, may_be_anonymous=anonymous, **kwargs)


def _has_voice_note(draft: Draft) -> bool:
    """Return whether a voice note has arrived completely. One query."""
    return draft.evidence.filter(kind="voice").exclude(state__in=["coming", "refused"]).exists()


def _render_district_page(request: HttpRequest, draft: Draft, *, refused: str = "") -> HttpResponse:
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    context = {
        "districts": filing_choices.district_choices(typed),
        "typed": typed,
        "chosen": draft.answers.get("district", ""),
        "refused": refused,
        "has_errors": bool(refused),
    }
    return render_step(request, draft, "where", context, status=422 if refused else 200)
