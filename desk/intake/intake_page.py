"""The page of the intake form. Every submission saves the input with the draft."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from citizen.evidence import form_uploads, upload_target
from citizen.evidence.upload_limits import mark_takes_files
from citizen.filing.excluded_office_preview import is_protection_default, preview_excluded_offices_of_draft
from complaints.models import Draft, ScannedLetter
from complaints.rules.complainant.anonymity_and_consent import Behalf
from complaints.rules.statuses import Channel
from complaints.services import drafts
from complaints.services.drafts import DraftFinished
from complaints.services.statement_proposals import propose_for_statement
from desk.formatting import moment
from desk.intake import intake_fields, letter_panel
from desk.intake.draft_access import get_own_draft, intake_draft_url, intake_operators_only
from desk.intake.intake_form import KEY, PHONE, IntakeForm
from desk.queries import scanned_letters

TEMPLATE = "desk/intake/form.html"
STEP, REGISTRATION_ANSWERS = "intake", "_intake"
"""Keys in a draft: the raw input of the page, and what only the registration needs (channel, date of a letter)."""
PROPOSE = "propose"
"""The button that proposes category and place from the statement."""
OTHER_STATIONS = "stations"
"""The button that loads the police stations of the chosen district."""


@require_safe
@intake_operators_only
def begin_intake(request: HttpRequest) -> HttpResponse:
    """Show an empty form with a new draft id, and the operator's unfinished drafts of the last day."""
    at = now()
    unfinished = Draft.objects.filter(operator=request.actor.posting_id, complaint=None, expires_at__gt=at)
    begun_drafts = [
        {"url": intake_draft_url("intake_draft", draft.pk), "when": moment(draft.created_at)}
        for draft in unfinished.order_by("-created_at")[:10]
    ]
    number = scanned_letters.count_waiting_letters(request.actor, at=at)
    form = _build_intake_form(request, at=at)
    return _render_intake_form(request, uuid4(), form, begun=begun_drafts, waiting_letters=number)


@require_http_methods(["GET", "HEAD", "POST"])
@intake_operators_only
@mark_takes_files
def edit_draft(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show the form and save the input. A complete form leads on to the read-back; 422 if something is missing."""
    at = now()
    own_draft = get_own_draft(request, draft, at=at)
    if own_draft and own_draft.complaint_id:
        return redirect("desk:intake_done", draft=draft)
    if request.method != "POST":
        typed = own_draft.answers.get(drafts.REJECTED_INPUT, {}).get(STEP) if own_draft else None
        letter = scanned_letters.letter_of_draft(own_draft)
        form = _build_intake_form(request, initial=typed, letter=letter, at=at)
        return _render_intake_form(request, draft, form, own_draft=own_draft, letter=letter)
    form = _build_intake_form(request, data=request.POST, at=at)
    if own_draft is None:
        operator_id = request.actor.posting_id
        new_draft, is_new = drafts.get_or_create_draft(
            key=draft, answers={}, channel=Channel.COUNTER, at=at, operator=operator_id
        )
        # If another request has just created the draft with this id, use that one.
        own_draft = new_draft if is_new else get_own_draft(request, draft, at=at)
    try:
        return _process_intake_form(request, own_draft, form, at=at)
    except DraftFinished:  # in another window, at the same time
        return redirect("desk:intake_done", draft=draft)


def _process_intake_form(request: HttpRequest, draft: Draft, form: IntakeForm, *, at: datetime) -> HttpResponse:
    """Store the answers. Protection is on where somebody is kept out, unless the complainant wants otherwise."""
    files = form_uploads.store_form_files(request, upload_target.draft_upload_target(draft), at=at)
    is_valid = form.is_valid()
    draft = drafts.store_rejected_input(draft.pk, step=STEP, typed=form.typed())
    if OTHER_STATIONS in request.POST:
        return _render_intake_form(
            request, draft.pk, _build_intake_form(request, initial=form.typed(), at=at), own_draft=draft
        )
    if PROPOSE in request.POST:
        return _render_proposal(request, draft, form, at=at)
    if files.shows_page_again or not is_valid:
        return _render_intake_form(request, draft.pk, form, own_draft=draft, files=files.target)
    if form.must_ask_about_child:
        form_about_child = _build_intake_form(request, initial=form.typed(), at=at)
        return _render_intake_form(request, draft.pk, form_about_child, own_draft=draft, asks_of_the_child=True)
    letter_of = form.cleaned_data["letter_of"]
    intake_answers = {"channel": form.cleaned_data["channel"], "letter_of": letter_of.isoformat() if letter_of else ""}
    answers = form.answers()
    if not (answers["protected"] or form.cleaned_data["shows_identity"]):
        answers["protected"] = is_protection_default(answers, preview_excluded_offices_of_draft(answers, at=at))
    proposal = {drafts.PROPOSAL_KEY: propose_for_statement(answers["text"]).as_answers()}
    drafts.add_answers(draft.pk, step="", answers=answers | proposal | {REGISTRATION_ANSWERS: intake_answers})
    return redirect("desk:intake_check", draft=draft.pk)


def _render_proposal(request: HttpRequest, draft: Draft, form: IntakeForm, *, at: datetime) -> HttpResponse:
    """Render the page with the categories that the statement suggests, and its place filled in.

    A word that the operator typed for the category gives way to the proposal; the district is replaced only if the
    statement names one.
    """
    typed = form.typed()
    proposal = intake_fields.propose_from_statement(typed.get("text", ""))
    if proposal.categories:
        typed["kind"] = ""
    if proposal.district:
        typed |= {"district": proposal.district, "station": proposal.station}
    draft = drafts.store_rejected_input(draft.pk, step=STEP, typed=typed)
    new_form = _build_intake_form(request, initial=typed, at=at)
    return _render_intake_form(request, draft.pk, new_form, own_draft=draft, proposal=proposal, was_proposed=True)


def _build_intake_form(
    request: HttpRequest,
    *,
    data=None,
    initial: dict | None = None,
    letter: ScannedLetter | None = None,
    at: datetime,
) -> IntakeForm:
    """Return the form. A new one has the usual answers: a visitor from the operator's district, reached by phone.

    For a scanned letter they are the channel and, until the operator reads the sheet, the day of the scan.
    """
    language = "ur" if (get_language() or "").startswith("ur") else "en"
    own_district = ""
    if request.actor.office_kind is OfficeKind.DISTRICT:
        own_district = Office.objects.values_list("code", flat=True).get(pk=request.actor.office_id)
    usual_answers = {
        "channel": str(Channel.COUNTER),
        "district": own_district,
        "reach": PHONE,
        "language": language,
        "behalf": str(Behalf.SELF),
    }
    if letter:
        usual_answers |= {"channel": str(Channel.LETTER), "letter_of": localdate(letter.imported_at).isoformat()}
    return IntakeForm(data, today=localdate(at), initial=usual_answers if initial is None else initial)


def _render_intake_form(
    request: HttpRequest, key: UUID, form: IntakeForm, *, own_draft=None, files=None, letter=None, **extra_context
) -> HttpResponse:
    """Render the page, with the pages of a scanned letter beside the form.

    `letter`: that of the draft, if it is loaded already. `extra_context`: other variables of the template (`begun`,
    `asks_of_the_child`).
    """
    if own_draft is not None and files is None:
        files = upload_target.draft_upload_target(own_draft)
    letter = letter or scanned_letters.letter_of_draft(own_draft)
    if letter:  # the scan is shown beside the form and cannot be removed
        own_files = [line for line in files.files if line.row.pk not in letter.file_ids]
        files = replace(files, files=own_files)
        form.fields["letter_of"].help_text = gettext("The day on the cover sheet. Without one, the day of the scan.")
    is_refused = bool(form.errors or (files and files.refused))
    context = {
        "key": key,
        "form": form,
        "kinds": intake_fields.category_names(),
        "files": files,
        "has_errors": is_refused,
        "no_phone": KEY,
        "panel": letter_panel.load_letter_panel(letter),
        **extra_context,
    }
    return render(request, TEMPLATE, context, status=422 if is_refused else 200)
