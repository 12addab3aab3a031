"""Two pages of filing: the district, and what happened."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen.evidence import form_uploads, upload_target
from citizen.evidence.upload_limits import mark_takes_files
from citizen.filing import browser_drafts, filing_choices
from citizen.filing.draft_required import draft_required, redirect_to_next_step
from citizen.filing.filing_forms import StatementForm
from citizen.filing.filing_frame import redirect_to_earlier_page, render_step
from citizen.filing.missing_child_form import MissingChildForm
from citizen.queries import filing_options
from complaints.models import Draft
from complaints.rules.special_categories import MISSING_CHILD
from complaints.services import drafts as writing
from complaints.services import statement_proposals
from complaints.services.statement_proposals import StatementProposal

METHODS = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(METHODS)
@draft_required
def district_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask for the district alone, if the page of the category left it open, or to change it. One tap is enough."""
    if request.method != "POST":
        return _render_district_page(request, draft)
    code = request.POST.get("district", "")
    if filing_options.offered_district(code) is None:
        return _render_district_page(request, draft, refused=gettext("This is not one of the choices. Choose again."))
    answers = {"district": code}
    if draft.answers.get("station"):
        answers["station"] = ""  # the person has answered again where it happened
    return redirect_to_next_step(draft, answers=writing.add_answers(draft.pk, step="where", answers=answers).answers)


@never_cache
@require_http_methods(METHODS)
@draft_required
@mark_takes_files
def statement_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask what happened, as text or as a voice note. Text with an error stays with the draft."""
    if request.method != "POST":
        return _render_statement_page(request, draft, upload_target.draft_upload_target(draft))
    return answer_statement_page(request, draft)


def answer_statement_page(
    request: HttpRequest, draft: Draft, *, other_language_url: dict | None = None
) -> HttpResponse:
    """Store the text and the files of this page, and lead on; or show it again with what was typed.

    `other_language_url`: the link to the page in the other language, if it is not this address.
    """
    result = form_uploads.store_form_files(request, upload_target.draft_upload_target(draft), at=now())
    spoken = has_voice_note(draft)
    form = _statement_form_class(draft)(request.POST, spoken=spoken, has_files=bool(result.target.files))
    if earlier_page := redirect_to_earlier_page(request, draft, "what", typed={"text": request.POST.get("text", "")}):
        if form.is_valid():  # so that this page is skipped afterwards
            answers = _statement_answers(draft, form.cleaned_data["text"], spoken=spoken)
            writing.add_answers(draft.pk, step="what", answers=answers)
        return earlier_page
    if result.shows_page_again or not form.is_valid():
        typed = {name: request.POST.get(name, "") for name in form.fields}
        draft = writing.store_rejected_input(draft.pk, step="what", typed=typed)
        shown = None if result.shows_page_again else form
        return _render_statement_page(request, draft, result.target, shown, other_language_url=other_language_url)
    answers = _statement_answers(draft, form.cleaned_data["text"], spoken=spoken) | form.additional_answers
    return redirect_to_next_step(draft, answers=writing.add_answers(draft.pk, step="what", answers=answers).answers)


def _statement_answers(draft: Draft, text: str, *, spoken: bool) -> dict:
    """Return the answers of this page. If the draft began with it, add what is proposed, with three more queries."""
    answers = {"text": text, "spoken": spoken}
    if not draft.answers.get(browser_drafts.SENTENCE_FIRST_KEY):
        return answers
    proposal = statement_proposals.propose_for_statement(text) if text else StatementProposal()
    return answers | {writing.PROPOSAL_KEY: proposal.as_answers()}


def _statement_form_class(draft: Draft) -> type[StatementForm]:
    """Return the form for this draft. A missing child is described on the same page."""
    return MissingChildForm if draft.answers.get("category") == MISSING_CHILD else StatementForm


def _render_statement_page(
    request: HttpRequest,
    draft: Draft,
    target: upload_target.UploadTarget,
    form: StatementForm | None = None,
    *,
    other_language_url: dict | None = None,
) -> HttpResponse:
    """Return the page with the stored text, or with what was typed if it could not be accepted."""
    form_class = _statement_form_class(draft)
    answers = {name: draft.answers.get(name, "") for name in form_class.base_fields}
    form = form or form_class(
        spoken=False, initial=draft.answers.get(writing.REJECTED_INPUT, {}).get("what") or answers
    )
    context = {
        "form": form,
        "target": target,
        "has_errors": bool(target.refused),
        "offers_list": bool(draft.answers.get(browser_drafts.SENTENCE_FIRST_KEY) and not draft.answers.get("category")),
    }
    if other_language_url:
        context["other_language"] = other_language_url
    return render_step(request, draft, "what", context, status=422 if form.errors or target.refused else 200)


def has_voice_note(draft: Draft) -> bool:
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
