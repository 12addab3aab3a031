"""The question who is to be kept from the complaint: for every kind of complaint, before it is registered."""

from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.models.display.complaint_labels import POSTS, THREE_ANSWERS
from complaints.services.draft_answers import MAX_LENGTHS
from web.form_fields import INVALID_CHOICE, PlainTextField, TypedDateField

UNKNOWN = "unknown"
KEEP_FROM_QUESTION = _("Should any police officer or office be kept from this complaint?")
SENIORITY_CHOICES = [*POSTS, (UNKNOWN, _("I don't know"))]
SENIORITY_LABEL = _("How senior is the most senior officer involved?")
SENIORITY_HELP = _("Their office, and everyone below it, will not be able to open this complaint.")
SENIORITY_NEEDED = _("Choose how senior they are. You can answer “I don't know”.")
SENIOR_POSSIBLE_LABEL = _("Could it be an SP or the head of the district?")
SENIOR_POSSIBLE_NEEDED = _("Choose yes, no or “I don't know”.")
STATION_LABEL = _("Which police station or unit?")
UNKNOWN_STATION = ("", _("I don't know, or it is not listed"))
OFFICER_NAME_LABEL = _("Their names, if you know them")
FUTURE_DATE = _("This date is in the future. Enter the date on which it happened.")


class KeptOutForm(forms.Form):
    """Form for the officers who are to be kept from the complaint: station, seniority, names and date.

    `stations`: code and name of the stations and units of the district. `today`: the last date that is accepted.
    """

    officer_station = forms.ChoiceField(
        label=STATION_LABEL, required=False, error_messages={"invalid_choice": INVALID_CHOICE}
    )
    post = forms.ChoiceField(
        label=SENIORITY_LABEL,
        help_text=SENIORITY_HELP,
        widget=forms.RadioSelect,
        choices=SENIORITY_CHOICES,
        error_messages={"required": SENIORITY_NEEDED, "invalid_choice": INVALID_CHOICE},
    )
    senior_possible = forms.ChoiceField(
        label=SENIOR_POSSIBLE_LABEL,
        widget=forms.RadioSelect,
        choices=THREE_ANSWERS,
        error_messages={"required": SENIOR_POSSIBLE_NEEDED, "invalid_choice": INVALID_CHOICE},
    )
    officer_name = PlainTextField(
        label=OFFICER_NAME_LABEL,
        required=False,
        max_length=MAX_LENGTHS["officer_name"],
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    happened_on = TypedDateField(
        label=_("When did it happen?"),
        required=False,
        help_text=_("If the officers have changed since then, the officers of that day are kept out too."),
    )

    def __init__(self, data=None, *, stations: list[tuple[str, str]], today: date, **kwargs):
        super().__init__(data, **kwargs)
        self.today = today
        self.fields["officer_station"].choices = [UNKNOWN_STATION, *stations]
        self.fields["happened_on"].widget.attrs["max"] = today.isoformat()

    def clean_happened_on(self) -> date | None:
        day = self.cleaned_data["happened_on"]
        if day and day > self.today:
            raise forms.ValidationError(FUTURE_DATE)
        return day

    def clean(self) -> dict:
        """Ask whether it could be an SP only where the seniority is unknown."""
        data = super().clean()
        if data.get("post") != UNKNOWN:
            self.errors.pop("senior_possible", None)
            data["senior_possible"] = ""
        return data

    def answers(self) -> dict:
        """Return what a valid form adds to the draft."""
        data = self.cleaned_data
        return {
            "officer_station": data["officer_station"],
            "post": "" if data["post"] == UNKNOWN else data["post"],
            "senior_possible": data["senior_possible"],
            "officer_name": data["officer_name"],
            "happened_on": data["happened_on"].isoformat() if data["happened_on"] else "",
        }


def stored_kept_out_answers(answers: dict) -> dict:
    """Return the initial values of the form from a draft's answers."""
    names = ("officer_station", "post", "senior_possible", "officer_name", "happened_on")
    values = {name: answers.get(name, "") for name in names}
    return values | ({"post": UNKNOWN} if values["senior_possible"] and not values["post"] else {})


def kept_out_answer_text(answers: dict) -> str:
    """Return the answer in one line, for the list of answers."""
    if answers.get("keep_from") != "yes":
        return str(dict(THREE_ANSWERS).get(answers.get("keep_from"), ""))
    seniority = str(dict(POSTS).get(answers.get("post"), "")) or gettext("Yes, seniority not known")
    return gettext(", ").join(part for part in (answers.get("officer_name", ""), seniority) if part)
