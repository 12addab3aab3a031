"""Read back and agreed, then registered; and what is handed over afterwards."""

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
from accounts.rules.offices import OfficeKind
from citizen.filing import next_steps, receipt
from citizen.queries import own_complaint
from complaints.models import Category, Complaint, Draft, ReadingKind
from complaints.rules.statuses import Channel
from complaints.services import drafts
from complaints.services.access_keys import printed_keys
from complaints.services.administration import categories
from complaints.services.draft_answers import Answers
from desk.complaint.audited_read import shown_if_written
from desk.intake.answers_shown import read_back
from desk.intake.draft_required import operators_only, own
from desk.intake.views import INTAKE
from desk.rules.agreement import Agreed, may_agree
from desk.services import intake, readings
from ledger.exceptions import NotPermitted
from web import times
from web.form_fields import NO_CHOICE

AGREED = [
    (Agreed.SELF, _("The complainant")),
    (Agreed.COMPANION, _("Somebody who speaks for them: a relative, a guardian, an interpreter")),
    (Agreed.LETTER, _("Nobody could be asked: it is copied from the letter")),
]
CHECK, DONE = "desk/intake/check.html", "desk/intake/done.html"


class AgreeForm(forms.Form):
    """Who said that it is right; and, of a complaint about the district's police, whether the CPO's cell sorts it."""

    agreed = forms.ChoiceField(
        label=_("You have read it to them. Who confirmed that it is correct?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Read it to them and choose who confirmed it."), "invalid_choice": NO_CHOICE},
    )
    to_the_cpo = forms.BooleanField(
        label=_("Send it to the complaint cell of the Central Police Office"), required=False
    )

    def __init__(self, data=None, *, is_letter: bool, may_go_up: bool):
        super().__init__(data, initial={"to_the_cpo": True})
        self.fields["agreed"].choices = [
            (str(agreed), words) for agreed, words in AGREED if may_agree(agreed, is_letter=is_letter)
        ]
        if not may_go_up:
            del self.fields["to_the_cpo"]


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def check(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Everything, to be read aloud; the answer registers it. Sent twice, it is one complaint."""
    at, found = now(), _own(request, draft)
    if found.complaint_id:
        return redirect("desk:intake_done", draft=draft)
    said = found.answers.get(INTAKE)
    if not said:
        return redirect("desk:intake_draft", draft=draft)
    answers = _answers(found)
    try:
        policy = categories.offered(answers.category, at=at)
    except Category.DoesNotExist:
        messages.warning(request, gettext("This category is no longer offered. Choose another."))
        return redirect("desk:intake_draft", draft=draft)
    is_letter, goes_up = said["channel"] == Channel.LETTER, _may_go_up(request.actor, answers, policy.category)
    form = AgreeForm(request.POST if request.method == "POST" else None, is_letter=is_letter, may_go_up=goes_up)
    if form.is_valid():
        return _register(request, found, said, form, at=at)
    context = {
        "draft": found,
        "form": form,
        "policy": policy,
        "theirs": answers.language,
        "rows": read_back(answers, policy.category),
        "is_letter": is_letter,
        "has_errors": bool(form.errors),
    }
    return render(request, CHECK, context, status=422 if form.errors else 200)


def _register(request: HttpRequest, draft: Draft, said: dict, form: AgreeForm, *, at: datetime) -> HttpResponse:
    reason = gettext("It is about the police of this district.") if form.cleaned_data.get("to_the_cpo") else ""
    complaint = intake.register_agreed(
        draft.pk,
        channel=Channel(said["channel"]),
        agreed=Agreed(form.cleaned_data["agreed"]),
        letter_of=said["letter_of"],
        to_the_cpo=reason,
        by=request.actor,
        at=at,
    )
    if not intake.may_hand_over(complaint, by=request.actor, at=at):
        messages.success(
            request, gettext("The complaint is registered. Another complaint cell has it, and you cannot open it.")
        )
        return redirect("desk:queue")
    return redirect("desk:intake_done", draft=draft.pk)


def _may_go_up(actor: Actor, answers: Answers, category: Category) -> bool:
    """Of the police, at the cell of the district in which it happened: that cell serves those whom it is about."""
    if not category.about_police or actor.office_kind is not OfficeKind.DISTRICT:
        return False
    return Office.objects.filter(pk=actor.office_id, code=answers.district).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
@shown_if_written
def done(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The number, what follows and by when; the paper; and for who has no phone the key, which is shown once. Each is
    a reading. 404 for who may no longer know of it."""
    at, found = now(), _own(request, draft)
    if not found.complaint_id:
        return redirect("desk:intake_draft", draft=draft)
    if not intake.may_hand_over(found.complaint, by=request.actor, at=at):
        raise Http404
    if request.method == "POST" and "paper" in request.POST:
        readings.note(found.complaint, by=request.actor, at=at, kind=ReadingKind.PRINTED)
        return _paper(found, request.POST.get("key", ""), at=at)
    readings.note_a_glance(found.complaint, by=request.actor, at=at)
    may_hand = intake.may_hand_a_key(found, found.complaint, by=request.actor, at=at)
    if request.method != "POST":
        return _done(request, found, "", may_hand=may_hand, at=at)
    try:
        key = intake.hand_a_key(found, found.complaint, by=request.actor, at=at)
    except NotPermitted:  # pressed twice, or too late
        key = ""
        messages.info(request, gettext("No code was created: one already exists, or its one hour has passed."))
    return _done(request, found, key, may_hand=False, at=at)


def _done(request: HttpRequest, draft: Draft, key: str, *, may_hand: bool, at: datetime) -> HttpResponse:
    shown, person = own_complaint.receipt(draft.pk), draft.complaint.complainant
    until = printed_keys.ends_at(draft.complaint, key, at=at) if key else None
    context = {
        "draft": draft,
        "complaint": draft.complaint,
        "cell": draft.complaint.office,
        "steps": next_steps.steps(shown, said=partial(times.by, now=at)),
        "texted": bool(person.phone or person.email) and not draft.complaint.is_quiet,
        "key": key,
        "until": times.day(until.astimezone(times.KARACHI), year=True) if until else "",
        "may_hand": may_hand,
        "may_see": Complaint.objects.visible_to(request.actor, at=at).filter(pk=draft.complaint_id).exists(),
    }
    return render(request, DONE, context)


def _paper(draft: Draft, key: str, *, at: datetime) -> HttpResponse:
    """The receipt in the complainant's language, with the key where it is the complaint's now."""
    until = printed_keys.ends_at(draft.complaint, key, at=at) if key else None
    if key and until is None:
        raise Http404
    with translation.override(draft.complaint.complainant.language):
        ends = times.day(until.astimezone(times.KARACHI), year=True) if until else ""
        return receipt.on_paper(own_complaint.receipt(draft.pk), key=key, key_until=ends)


def _own(request: HttpRequest, draft: UUID) -> Draft:
    found = own(request, draft)
    if found is None:
        raise Http404
    return found


def _answers(draft: Draft) -> Answers:
    told, names = drafts.told(draft.answers), {one.name for one in fields_of(Answers)}
    return Answers(**{name: value for name, value in told.items() if name in names})
