"""Page 4 of filing: which police officers or offices are to be kept from the complaint. “No” takes one tap."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen.filing import browser_drafts
from citizen.filing.browser_drafts import has_kept_out_answer
from citizen.filing.draft_required import draft_required, redirect_to_next_step
from citizen.filing.filing_frame import redirect_to_earlier_page, render_step
from citizen.filing.kept_out_form import KeptOutForm, stored_kept_out_answers
from citizen.queries import filing_options
from complaints.models import Draft
from complaints.models.display.complaint_labels import THREE_ANSWERS
from complaints.services import drafts as writing

STEP = "whom"
ANSWER_BUTTON = "keep_from"
OFFICER_ANSWERS = ("officer_station", "post", "senior_possible", "officer_name")
DETAILS = "details"
"""Field of the form that is shown after “Yes”: it tells the form from the three buttons."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@draft_required
def kept_out_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask who must not see the complaint. After “Yes”, ask for station, seniority, names and date.

    A complaint about the police begins at “Yes”.
    """
    if (step := browser_drafts.first_unanswered_step(draft.answers)) not in {STEP, "reach"}:
        return redirect(step, draft=draft.pk)
    category = filing_options.offered_category(draft.answers["category"])
    if category is None:
        return redirect("kind", draft=draft.pk)
    # Typed on this page before, and not stored as an answer.
    typed_before = draft.answers.get(writing.REJECTED_INPUT, {}).get(STEP, {})
    usual_answer = "yes" if category.about_police else ""
    chosen = typed_before.get(ANSWER_BUTTON) or draft.answers.get(ANSWER_BUTTON) or usual_answer
    if request.method != "POST":
        initial = stored_kept_out_answers(draft.answers) | typed_before
        if category.about_police and not (typed_before or has_kept_out_answer(draft.answers)):
            initial["officer_station"] = draft.answers.get("station", "")  # the station that the sentence named
        return _render_page(request, draft, chosen, _build_form(draft, initial=initial) if chosen == "yes" else None)
    typed = {name: request.POST.get(name, "") for name in KeptOutForm.base_fields} if DETAILS in request.POST else {}
    if earlier_page := redirect_to_earlier_page(request, draft, STEP, typed=typed | {ANSWER_BUTTON: chosen}):
        return earlier_page
    match request.POST.get(ANSWER_BUTTON, "yes" if DETAILS in request.POST else ""):
        case "no" | "unknown" as answer:
            return _store_without_details(draft, answer, typed)
        case "yes" if DETAILS in request.POST:
            return _store_details(request, draft, typed)
        case "yes":
            writing.store_rejected_input(draft.pk, step=STEP, typed=typed_before | {ANSWER_BUTTON: "yes"})
            return redirect(STEP, draft=draft.pk)
    refused = gettext("This is not one of the choices. Choose again.")
    return _render_page(request, draft, chosen if chosen != "yes" else "", None, refused=refused)


def _store_details(request: HttpRequest, draft: Draft, typed: dict) -> HttpResponse:
    """Store the details that follow “Yes”. What was typed with an error stays with the draft."""
    form = _build_form(draft, data=request.POST)
    if not form.is_valid():
        draft = writing.store_rejected_input(draft.pk, step=STEP, typed=typed | {ANSWER_BUTTON: "yes"})
        return _render_page(request, draft, "yes", form)
    district = {browser_drafts.KEPT_OUT_DETAILS_KEY: draft.answers["district"]}
    return _store_and_continue(draft, {ANSWER_BUTTON: "yes"} | form.answers() | district)


def _store_without_details(draft: Draft, answer: str, typed: dict) -> HttpResponse:
    """Store “No” or “I don't know”, which keeps nobody out. Details stay in the page's form, in case it was a slip."""
    described = {name: draft.answers.get(name, "") for name in OFFICER_ANSWERS}
    response = _store_and_continue(draft, dict.fromkeys(OFFICER_ANSWERS, "") | {ANSWER_BUTTON: answer})
    kept = typed or stored_kept_out_answers(described)
    if any(kept.values()):
        writing.store_rejected_input(draft.pk, step=STEP, typed=kept | {ANSWER_BUTTON: answer})
    return response


def _store_and_continue(draft: Draft, answers: dict) -> HttpResponse:
    return redirect_to_next_step(draft, answers=writing.add_answers(draft.pk, step=STEP, answers=answers).answers)


def _build_form(draft: Draft, *, data=None, initial: dict | None = None) -> KeptOutForm:
    """Return the form with the stations of the draft's district. Two queries."""
    stations = filing_options.stations_and_units_of(draft.answers["district"])
    choices = [(office.code, office.name) for office in stations]
    return KeptOutForm(data, stations=choices, today=localdate(now()), initial=initial)


def _render_page(
    request: HttpRequest, draft: Draft, chosen: str, form: KeptOutForm | None, *, refused: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "chosen": chosen,
        "three_answers": THREE_ANSWERS,
        "refused": refused,
        "has_errors": bool(refused),
    }
    has_refusal = bool(refused or (form and form.errors))
    return render_step(request, draft, STEP, context, status=422 if has_refusal else 200)
