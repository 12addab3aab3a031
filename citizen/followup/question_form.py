"""Base class of the question forms: they start with the stored answer and return the new one."""

from datetime import datetime

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from complaints.queries.followup_context import FollowupContext
from complaints.services.followup.followup_answer_types import FollowupAnswer

UNKNOWN_AND_ANSWERED = _("You gave an answer and also ticked “I don't know”. Remove one of them.")
EMPTY_CHOICE = ("", _("Choose …"))


class QuestionForm(forms.Form):
    """The form of one question. `followup`: the complaint with its stored answers.

    A field that is not changed does not count as an answer.
    """

    seen = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, followup: FollowupContext, at: datetime):
        self.followup, self.at, self.today = followup, at, localtime(at).date()
        super().__init__(data, initial=self.stored_values() | {"seen": followup.history_length})
        self.adapt_fields()

    def stored_values(self) -> dict:
        """Return the initial values of the fields."""
        return {}

    def adapt_fields(self) -> None:
        """Adapt the fields to this complaint."""

    def make_answer(self) -> FollowupAnswer:
        """Return the answer of a valid form, for the service that records it."""
        raise NotImplementedError

    @property
    def seen_until(self) -> int:
        """Return the length of the history when the page was opened. An invalid value counts as too old."""
        seen = self.cleaned_data.get("seen") or ""
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0

    def refuse_unknown_with_answer(self, unknown: str, *answers: str) -> None:
        """Add an error if “I don't know” is ticked together with an answer."""
        if self.cleaned_data.get(unknown) and any(self.cleaned_data.get(name) for name in answers):
            self.add_error(unknown, UNKNOWN_AND_ANSWERED)
