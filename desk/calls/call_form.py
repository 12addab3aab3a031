"""The form for the result of one call."""

from datetime import datetime

from django import forms
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext_lazy as _

from complaints.models import CallResult, ContactAnswer
from complaints.models.display.complaint_labels import REFUSALS
from complaints.rules.calls.cell_calls import ANSWERS_BY_PURPOSE, Purpose, Result
from complaints.rules.calls.connected_call_rules import CallAnswer as Answered
from complaints.rules.calls.connected_call_rules import is_possible_duration
from complaints.rules.refusals import Refusal
from desk.moves.move_form import INCOMPLETE_FORM, TypedTextField
from web.form_fields import INVALID_CHOICE, LATIN_DIGITS, TypedDateField

ANSWER_LABELS = {
    "in_person": ContactAnswer.IN_PERSON.label,
    "someone_else": ContactAnswer.SOMEONE_ELSE.label,
    "nobody": ContactAnswer.NOBODY.label,
    "satisfied": _("Satisfied"),
    "not": _("Not satisfied"),
    "keep": _("Complainant wants to continue"),
    "withdraw": _("They withdraw it of their own free will"),
    "": _("They do not object"),
    "objects": _("They object"),
    "connected": _("Call connected, they spoke"),
    "declined": _("They do not want to speak with the officer"),
    "missed": _("The officer did not answer"),
}


OBJECTS = f"{Result.REACHED}:objects"
OBJECTION_LABEL = _("Why they object")
OBJECTION_HELP = _("In their words, if they give a reason. They and the Central Police Office can read this.")


def _outcomes_of(purpose: Purpose, *, may_object: bool) -> list[tuple]:
    """Return the outcomes of a call: first those of a complainant who was reached, then the others."""
    reached, *others = CallResult.choices
    answers = ANSWERS_BY_PURPOSE.get(purpose)
    if answers is None or (purpose is Purpose.NEWS and not may_object):
        return [reached, *others]
    of_reached = [(f"{Result.REACHED}:{answer}".rstrip(":"), ANSWER_LABELS[answer]) for answer in answers]
    return [(_("Reached. Their answer:"), of_reached), (_("No answer yet:"), others)]


class CallResultForm(forms.Form):
    """The result of a call, with the complainant's answer in the same choice. A withdrawal needs a note.

    `purpose` decides which answers can be chosen. A choice with an answer is "reached:" and the answer. `seen`: the
    length of the history on the page, to detect news that the complainant has not heard. `objection`: why they object
    to opening the complaint to more officers, if `may_object`.
    """

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, error_messages=INCOMPLETE_FORM
    )
    result = forms.ChoiceField(
        label=_("Outcome"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the outcome of the call."), "invalid_choice": INVALID_CHOICE},
    )
    minutes = forms.IntegerField(
        label=_("Length of the call in minutes"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
        error_messages={"invalid": REFUSALS[Refusal.MINUTES_MISSING]},
    )
    back_on = TypedDateField(label=_("Call back on"), required=False)
    back_at = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Enter a time, like 16:30.")},
    )
    objection = TypedTextField(label=OBJECTION_LABEL, required=False, rows=2, help_text=OBJECTION_HELP)
    words = TypedTextField(label=_("Call note"), required=False, rows=2)

    def __init__(self, data=None, *, purpose: Purpose, at: datetime, may_object: bool = False):
        if data is not None:
            data = data.copy()
            for name in ("back_at", "minutes"):
                data[name] = data.get(name, "").translate(LATIN_DIGITS)
        super().__init__(data, auto_id="call_%s")
        self.purpose, self.at = purpose, at
        if purpose is not Purpose.CONNECT:
            del self.fields["minutes"]
        if not may_object:
            del self.fields["objection"]
        self.fields["result"].choices = _outcomes_of(purpose, may_object=may_object)
        self.fields["words"].help_text = (
            _("If the complainant was not reached, they will see this note.")
            if purpose is Purpose.EXCUSE
            else _("Only complaint cells can read this.")
        )

    def set_seen(self, history_length: int) -> None:
        """State how much of the history stands on the page, also where the form was sent from an older page."""
        self.initial["seen"] = history_length
        if self.is_bound:
            self.data["seen"] = history_length

    def clean(self) -> dict:
        data = super().clean()
        result, answer = self._result_and_answer(data)
        if answer == "withdraw" and not data.get("words"):
            self.add_error("words", _("Say how you know that they decided freely."))
        if (
            answer == Answered.CONNECTED
            and "minutes" not in self.errors
            and not is_possible_duration(data.get("minutes"))
        ):
            self.add_error("minutes", REFUSALS[Refusal.MINUTES_MISSING])
        if result == Result.CALL_BACK and not {"back_on", "back_at"} & set(self.errors):
            self._check_call_back_time(data)
        return data

    @staticmethod
    def _result_and_answer(data: dict) -> tuple[str, str]:
        result, _colon, answer = data.get("result", "").partition(":")
        return result, answer

    def _check_call_back_time(self, data: dict) -> None:
        """Check when to call back, and set `call_back_at`."""
        if not data.get("back_on") or data.get("back_at") is None:
            self.add_error("back_on" if not data.get("back_on") else "back_at", _("Say when to call back."))
            return
        data["call_back_at"] = make_aware(datetime.combine(data["back_on"], data["back_at"]), get_current_timezone())
        if data["call_back_at"] <= self.at:
            self.add_error("back_on", _("This time has passed. Say when to call back."))

    @property
    def call_arguments(self) -> dict:
        """Return the arguments of `record_call`, from a valid form."""
        data = self.cleaned_data
        result, answer = self._result_and_answer(data)
        return {
            "result": Result(result),
            "answer": answer,
            "words": data["words"],
            "call_back_at": data.get("call_back_at"),
            "minutes": data.get("minutes") if answer == Answered.CONNECTED else None,
            "objection": data.get("objection", ""),
        }
