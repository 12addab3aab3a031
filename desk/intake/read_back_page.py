"""The pages after intake: read the complaint back, register it, and hand over the receipt and the printed code."""

from dataclasses import fields as fields_of
from datetime import datetime
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from citizen.filing import receipt_next_steps, receipt_page
from citizen.filing.excluded_office_preview import preview_excluded_offices
from citizen.queries import own_complaint
from complaints.models import Category, Complaint, Draft, ReadingKind
from complaints.rules.statuses import Channel
from complaints.services import drafts
from complaints.services.access_keys import printed_keys
from complaints.services.administration import category_texts_and_policies
from complaints.services.draft_answers import DraftAnswers
from desk.complaint.audited_views import require_recorded_readings
from desk.intake import letter_panel
from desk.intake.draft_access import get_own_draft, intake_operators_only
from desk.intake.intake_page import REGISTRATION_ANSWERS
from desk.intake.read_back_answers import read_back_rows
from desk.queries import scanned_letters
from desk.rules.read_back_confirmation import ConfirmedBy, is_possible_confirmation
from desk.services import intake_registration, reading_log
from ledger.service_exceptions import NotPermitted
from web import time_format
from web.form_fields import INVALID_CHOICE

CONFIRMATION_CHOICES = [
    (ConfirmedBy.SELF, _("The complainant")),
    (ConfirmedBy.COMPANION, _("Somebody who speaks for them: a relative, a guardian, an interpreter")),
    (ConfirmedBy.LETTER, _("Nobody could be asked: it is copied from the letter")),
]
READ_BACK_TEMPLATE, DONE_TEMPLATE = "desk/intake/check.html", "desk/intake/done.html"


class ReadBackForm(forms.Form):
    """Who confirmed the text; for a complaint about the district's police, also whether it goes to the CPO."""

    agreed = forms.ChoiceField(
        label=_("You have read it to them. Who confirmed that it is correct?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Read it to them and choose who confirmed it."),
            "invalid_choice": INVALID_CHOICE,
        },
    )
    to_the_cpo = forms.BooleanField(
        label=_("Send it to the complaint cell of the Central Police Office"), required=False
    )

    def __init__(self, data=None, *, is_letter: bool, may_go_up: bool):
        super().__init__(data, initial={"to_the_cpo": True})
        self.fields["agreed"].choices = [
            (str(agreed), label)
            for agreed, label in CONFIRMATION_CHOICES
            if is_possible_confirmation(agreed, is_letter=is_letter)
        ]
        if not may_go_up:
            del self.fields["to_the_cpo"]


@require_http_methods(["GET", "HEAD", "POST"])
@intake_operators_only
def read_back_and_register(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show all answers to be read aloud, and register the complaint on POST. Repeated POSTs register it once."""
    at, own_draft = now(), _get_own_draft_or_404(request, draft)
    if own_draft.complaint_id:
        return redirect("desk:intake_done", draft=draft)
    intake_answers = own_draft.answers.get(REGISTRATION_ANSWERS)
    if not intake_answers:
        return redirect("desk:intake_draft", draft=draft)
    answers = _stored_answers(own_draft)
    try:
        policy = category_texts_and_policies.current_policy_of(answers.category, at=at)
    except Category.DoesNotExist:
        messages.warning(request, gettext("This category is no longer offered. Choose another."))
        return redirect("desk:intake_draft", draft=draft)
    is_letter = intake_answers["channel"] == Channel.LETTER
    may_go_up = _may_go_to_cpo(request.actor, answers, policy.category)
    form = ReadBackForm(request.POST if request.method == "POST" else None, is_letter=is_letter, may_go_up=may_go_up)
    if form.is_valid():
        return _register_intake(request, own_draft, intake_answers, form, at=at)
    with translation.override(answers.language):  # the names of the offices are read aloud too
        excluded_offices = preview_excluded_offices(answers, at=at)
    context = {
        "draft": own_draft,
        "form": form,
        "policy": policy,
        "theirs": answers.language,
        "rows": read_back_rows(answers, policy.category, excluded_offices),
        "is_letter": is_letter,
        "panel": letter_panel.load_letter_panel(scanned_letters.letter_of_draft(own_draft)),
        "has_errors": bool(form.errors),
    }
    return render(request, READ_BACK_TEMPLATE, context, status=422 if form.errors else 200)


def _register_intake(
    request: HttpRequest, draft: Draft, intake_answers: dict, form: ReadBackForm, *, at: datetime
) -> HttpResponse:
    reason = gettext("It is about the police of this district.") if form.cleaned_data.get("to_the_cpo") else ""
    complaint = intake_registration.register_confirmed(
        draft.pk,
        channel=Channel(intake_answers["channel"]),
        confirmed_by=ConfirmedBy(form.cleaned_data["agreed"]),
        letter_of=intake_answers["letter_of"],
        forward_reason=reason,
        by=request.actor,
        at=at,
    )
    if not intake_registration.may_see_registered(complaint, by=request.actor, at=at):
        messages.success(request, _text_for_excluded_operator(complaint))
        return redirect("desk:queue")
    return redirect("desk:intake_done", draft=draft.pk)


def _text_for_excluded_operator(complaint: Complaint) -> str:
    """Return what an operator is told who may not open the complaint: its number, and nothing of the reason.

    Such an operator gets no printed code, which would open the complaint.
    """
    person = complaint.complainant
    text = gettext("Registered. Its E-tag number is %(etag)s. Another office will handle it, and you cannot open it.")
    sentences = [text % {"etag": complaint.spaced_etag}]
    if not (person.phone or person.email):
        sentences.append(
            gettext("The complaint cell of the Central Police Office gives the complainant a code that opens it.")
        )
    return " ".join(sentences)


def _may_go_to_cpo(actor: Actor, answers: DraftAnswers, category: Category) -> bool:
    """Return whether the complaint may go to the CPO instead: it is about the police of the operator's own district.

    The cell of a district works for the officers that the complaint is about.
    """
    if not category.about_police or actor.office_kind is not OfficeKind.DISTRICT:
        return False
    return Office.objects.filter(pk=actor.office_id, code=answers.district).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@intake_operators_only
@require_recorded_readings
def show_registered_complaint(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show the E-tag and the next steps, print the receipt, or issue the printed code, which is shown once.

    Each is recorded as a reading. 404 for an operator who may no longer see it.
    """
    at, own_draft = now(), _get_own_draft_or_404(request, draft)
    complaint = own_draft.complaint
    if not own_draft.complaint_id:
        return redirect("desk:intake_draft", draft=draft)
    if not intake_registration.may_see_registered(complaint, by=request.actor, at=at):
        raise Http404
    if request.method == "POST" and "paper" in request.POST:
        reading_log.record_reading(complaint, by=request.actor, at=at, kind=ReadingKind.PRINTED)
        return _make_receipt_response(own_draft, request.POST.get("key", ""), at=at)
    reading_log.record_partial_reading(complaint, by=request.actor, at=at)
    may_hand = intake_registration.may_issue_first_key(own_draft, complaint, by=request.actor, at=at)
    if request.method != "POST":
        return _render_done_page(request, own_draft, "", may_hand=may_hand, at=at)
    try:
        key = intake_registration.issue_first_key(own_draft, complaint, by=request.actor, at=at)
    except NotPermitted:  # pressed twice, or too late
        key = ""
        messages.info(
            request, gettext("No code was created: there is one already, or the hour for creating it has passed.")
        )
    return _render_done_page(request, own_draft, key, may_hand=False, at=at)


def _render_done_page(request: HttpRequest, draft: Draft, key: str, *, may_hand: bool, at: datetime) -> HttpResponse:
    facts, person = own_complaint.load_receipt_of_draft(draft.pk), draft.complaint.complainant
    expires_at = printed_keys.printed_key_expiry(draft.complaint, key, at=at) if key else None
    context = {
        "draft": draft,
        "complaint": draft.complaint,
        "cell": draft.complaint.office,
        "steps": receipt_next_steps.receipt_steps(facts, format_deadline=partial(time_format.format_deadline, now=at)),
        "texted": bool(person.phone or person.email) and not draft.complaint.is_quiet,
        "key": key,
        "until": time_format.format_day(expires_at.astimezone(time_format.KARACHI), year=True) if expires_at else "",
        "may_hand": may_hand,
        "may_see": Complaint.objects.visible_to(request.actor, at=at).filter(pk=draft.complaint_id).exists(),
    }
    return render(request, DONE_TEMPLATE, context)


def _make_receipt_response(draft: Draft, key: str, *, at: datetime) -> HttpResponse:
    """Return the receipt in the complainant's language, with the printed code if given. 404 if it is not valid."""
    expires_at = printed_keys.printed_key_expiry(draft.complaint, key, at=at) if key else None
    if key and expires_at is None:
        raise Http404
    with translation.override(draft.complaint.complainant.language):
        ends = time_format.format_day(expires_at.astimezone(time_format.KARACHI), year=True) if expires_at else ""
        return receipt_page.make_receipt_pdf(own_complaint.load_receipt_of_draft(draft.pk), key=key, key_until=ends)


def _get_own_draft_or_404(request: HttpRequest, draft: UUID) -> Draft:
    own_draft = get_own_draft(request, draft)
    if own_draft is None:
        raise Http404
    return own_draft


def _stored_answers(draft: Draft) -> DraftAnswers:
    values, names = drafts.answers_without_page_state(draft.answers), {field.name for field in fields_of(DraftAnswers)}
    return DraftAnswers(**{name: value for name, value in values.items() if name in names})
