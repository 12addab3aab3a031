"""The form in which a complaint is made: one page, six questions, nothing asked twice."""

import re
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from accounts.rules.offices import Kind, is_within
from complaints.citizen.fields import LATIN, NO_CHOICE, Email, PastDate, Phone, PlainText
from complaints.models import Category, Document
from complaints.rules import identity
from complaints.rules.text import LONGEST

OTHER_DOCUMENT = re.compile(r"[A-Z0-9][A-Z0-9/]{3,24}")
LEFT_OUT = ""


@dataclass(frozen=True)
class Offer:
    """What the form offers today (complaints.queries.filing)."""

    categories: list[Category]
    places: list[Office]

    @property
    def districts(self) -> list[Office]:
        return [place for place in self.places if place.kind == Kind.DISTRICT]

    @property
    def stations(self) -> list[Office]:
        return [place for place in self.places if place.kind == Kind.STATION]

    def inside(self, kind: Kind, among: list[Office]) -> list[tuple[str, list[tuple[str, str]]]]:
        """Choices grouped by the region or district that they lie in, by name in the reader's language."""
        groups = []
        for group in self.places:
            if group.kind == kind:
                inner = [(place.code, place.name) for place in among if is_within(place.path, group.path)]
                if inner:
                    groups.append((group.name, sorted(inner, key=lambda choice: choice[1])))
        return sorted(groups)


class ComplaintForm(forms.Form):
    """Everything that a complaint needs. `answers()` gives what `complaints.services.registration.Answers` holds."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("This page had lost its key; it has a new one now. Send the form again.")
        ),
    )
    category = forms.ChoiceField(
        label=_("What kind of complaint is it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what it is about. If nothing fits, choose “Something else”."),
            "invalid_choice": NO_CHOICE,
        },
    )
    district = forms.ChoiceField(
        label=_("District"),
        error_messages={"required": _("Choose the district where it happened."), "invalid_choice": NO_CHOICE},
    )
    station = forms.ChoiceField(
        label=_("Police station"),
        required=False,
        help_text=_("If you don't know it, leave it out: the district's complaint cell finds it."),
        error_messages={"invalid_choice": NO_CHOICE},
    )
    landmark = PlainText(
        label=_("Place or landmark"),
        required=False,
        max_length=200,
        help_text=_("A street, a market, a mosque nearby."),
    )
    happened_on = PastDate(label=_("When did it happen?"), required=False)
    text = PlainText(
        label=_("What happened?"),
        help_text=_("In your own words, in Urdu or English: what was done, who was there, what you ask for."),
        needed=_("Say what happened. A few sentences are enough."),
        min_length=10,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    concerns = PlainText(
        label=_("Whom does it concern?"),
        required=False,
        max_length=300,
        help_text=_("A name, a rank, a belt number or a vehicle number: whatever you know."),
    )
    name = PlainText(
        label=_("Your name"),
        needed=_("Give your name, so that the officer knows whom to ask for."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = Phone(label=_("Phone number"), required=False, help_text=_("Any country. For example 0300 1234567."))
    email = Email(label=_("E-mail address"), required=False, max_length=254, error_messages={"required": NO_CHOICE})
    language = forms.ChoiceField(
        label=_("Language of our messages"),
        widget=forms.RadioSelect,
        choices=[("ur", "اردو"), ("en", "English")],
        error_messages={"required": NO_CHOICE, "invalid_choice": NO_CHOICE},
    )
    document = forms.ChoiceField(
        label=_("Identity document"),
        required=False,
        help_text=_("Your complaint is taken without one too."),
        error_messages={"invalid_choice": NO_CHOICE},
    )
    document_number = PlainText(
        label=_("Number of the document"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    no_document_reason = PlainText(
        label=_("If you have no document: why?"),
        required=False,
        max_length=200,
        help_text=_("For example: lost, never made, taken from me."),
    )
    protected = forms.BooleanField(
        label=_("Keep my name and number from local officers"),
        required=False,
        help_text=_("Only the complaint cell sees them then."),
    )
    woman_officer = forms.BooleanField(label=_("I would rather speak to a woman officer"), required=False)

    def __init__(self, data=None, *, offer: Offer, today: date, **kwargs):
        super().__init__(data, **kwargs)
        self.offer, self.today = offer, today
        choose = ("", _("Choose …"))
        self.fields["category"].choices = [(category.code, category.name) for category in offer.categories]
        self.fields["district"].choices = [choose, *offer.inside(Kind.REGION, offer.districts)]
        self.fields["station"].choices = [
            ("", _("I don't know, or it is not listed")),
            *offer.inside(Kind.DISTRICT, offer.stations),
        ]
        self.fields["document"].choices = [(LEFT_OUT, _("I leave this out")), *Document.choices]
        self.fields["happened_on"].widget.attrs["max"] = today.isoformat()

    def clean_happened_on(self) -> date | None:
        day = self.cleaned_data["happened_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day has not come yet. Give the day on which it happened."))
        return day

    def clean(self) -> dict:
        answers = super().clean()
        self._check_station(answers)
        self._check_reach(answers)
        self._check_document(answers)
        return answers

    def _check_station(self, answers: dict) -> None:
        """The police station lies in the district."""
        paths = {place.code: place.path for place in self.offer.places}
        station, district = answers.get("station"), answers.get("district")
        if station and district and not is_within(paths[station], paths[district]):
            self.add_error("station", _("This police station lies in another district. Change one of the two."))

    def _check_reach(self, answers: dict) -> None:
        """A phone or an e-mail, until there is a secret word (issue 3)."""
        if not {"phone", "email"} & set(self.errors) and not (answers.get("phone") or answers.get("email")):
            self.add_error(
                "phone",
                _("Give a phone number or an e-mail address: the officer needs it, and it opens your complaint later."),
            )

    def _check_document(self, answers: dict) -> None:
        """A number fits its document; *no document* comes with a reason."""
        document, typed = answers.get("document"), answers.get("document_number", "")
        if document == Document.NONE and not answers.get("no_document_reason"):
            self.add_error("no_document_reason", _("Say in a few words why you have no document."))
        if not typed or "document" in self.errors:
            return
        try:
            answers["document_number"] = number_of(document, typed)
            answers["document"] = document or Document.CNIC
        except identity.Impossible:
            self.add_error("document_number", _wrong_number(document))

    def answers(self) -> dict:
        """What the draft holds, from a form that is valid."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "happened_on"}}
        day = self.cleaned_data["happened_on"]
        document = told["document"] if told["document_number"] else Document.NONE
        return told | {"happened_on": day.isoformat() if day else "", "document": str(document)}


def number_of(document: str, typed: str) -> str:
    """The number in its standard form. Without a document chosen it must be a CNIC's. Raises Impossible."""
    if document in {LEFT_OUT, Document.CNIC, Document.B_FORM}:
        return identity.cnic(typed)
    number = re.sub(r"[\s\-–—.]", "", typed.translate(LATIN)).upper()
    if document == Document.NONE or not OTHER_DOCUMENT.fullmatch(number):
        raise identity.Impossible(typed)
    return number


def _wrong_number(document: str):
    match document:
        case Document.CNIC | Document.B_FORM:
            return _("The number has 13 digits, and the first is 1 to 8. Compare it with your card.")
        case Document.NONE:
            return _("You chose “No document”. Choose the document whose number this is, or take the number out.")
        case "":
            return _("This is no CNIC number. Choose above which document it is of.")
    return _("This can't be the number of that document. Copy it as it is printed, in letters and digits.")


def fresh(key, *, offer: Offer, today: date) -> ComplaintForm:
    """An empty form under a new key; our messages come in the language of the page unless changed."""
    language = "ur" if (get_language() or "").startswith("ur") else "en"
    return ComplaintForm(offer=offer, today=today, initial={"key": key, "language": language})
