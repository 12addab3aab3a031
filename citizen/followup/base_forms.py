"""What the forms of all questions share: they start with what stands, and give what was told."""

from datetime import datetime

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from complaints.queries.followup import FollowupContext
from complaints.services.followup.answers import Telling

UNKNOWN_AND_TOLD = _("You gave an answer and also ticked “I don't know”. Remove one of them.")
CHOOSE = ("", _("Choose …"))


class TellForm(forms.Form):
    """One question. `found`: the complaint as it stands. Whatever is left as it was counts as not told."""

    seen = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, found: FollowupContext, at: datetime):
        self.found, self.at, self.today = found, at, localtime(at).date()
        super().__init__(data, initial=self.stands() | {"seen": found.seen})
        self.shape()

    def stands(self) -> dict:
        """What the fields start with."""
        return {}

    def shape(self) -> None:
        """Fit the fields to this complaint."""

    def told(self) -> Telling:
        """What is handed to the service, from a form that is valid."""
        raise NotImplementedError

    @property
    def seen_until(self) -> int:
        """The history's length when the page was opened; a spoilt number is a page that is too old."""
        seen = self.cleaned_data.get("seen") or ""
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0

    def one_or_the_other(self, unknown: str, *answers: str) -> None:
        """ "I don't know" beside an answer is a slip."""
        if self.cleaned_data.get(unknown) and any(self.cleaned_data.get(name) for name in answers):
            self.add_error(unknown, UNKNOWN_AND_TOLD)
