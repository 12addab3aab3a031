"""Forms of the two filing pages with text: what happened, and how to contact the complainant."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from citizen.filing import countries
from complaints.models.labels import BEHALVES, CONSENTS, POSTS
from complaints.rules import secret_words
from complaints.rules.persons import Behalf, Consent
from complaints.rules.secret_words import Fault
from complaints.services.access_keys.secret_words import hashed
from web.countries import PAKISTAN, ZONES
from web.form_fields import NO_CHOICE, AsksAgain, Email, Mobile, PlainText
from web.text import LONGEST

PHONE, EMAIL, SECRET, ANONYMOUS = "phone", "email", "secret", "anonymous"
REACHES = {
    PHONE: _("By phone"),
    EMAIL: _("By e-mail"),
    SECRET: _("With a secret word: I'll check for updates myself"),
    ANONYMOUS: _("Stay anonymous"),
}
ASKED_FOR = {"phone": {PHONE, SECRET}, "email": {EMAIL}, "secret": {SECRET, ANONYMOUS}}
"""The ways of contact for which each field is shown."""
FAULTS = {
    Fault.TOO_SHORT: _("This word is too short. Use at least 6 letters."),
    Fault.TOO_LONG: _("This word is too long. Use no more than 100 letters."),
    Fault.DIGITS_ALONE: _("Digits alone, like a birthday or a phone number, are easy to guess. Use letters too."),
    Fault.TOO_PLAIN: _("Anyone would try this word first. Choose one that only you would think of."),
    Fault.KNOWN_TO_OTHERS: _("Other people know this about you. Choose a word that only you would think of."),
}


class WhatForm(forms.Form):
    """Form for what happened: text, or a voice note of the draft instead. `told`: the page's additional answers."""

    is_child = False
    told: dict = {}

    text = PlainText(
        label=_("What happened?"),
        help_text=_("In your own words, in Urdu or English: what happened, who was there and what you want."),
        needed=_("Say what happened. A few sentences are enough. Or record a voice note."),
        min_length=10,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "class": "form-control"}),
    )

    def __init__(self, data=None, *, spoken: bool, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["text"].required = not spoken


class ReachForm(AsksAgain):
    """Form for the safe way to contact the complainant, and for facts about them that change the procedure.

    `may_be_anonymous`: the category is accepted without a name. `confidential`: a secret word is recommended.
    """

    reach = forms.ChoiceField(
        label=_("How can we contact you safely?"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Choose how we should contact you."), "invalid_choice": NO_CHOICE},
    )
    phone = Mobile(label=_("Mobile number"), required=False, help_text=_("Any country. For example 0300 1234567."))
    email = Email(label=_("E-mail address"), required=False, max_length=254)
    post = forms.ChoiceField(
        label=_("How senior is the most senior officer involved?"),
        required=False,
        choices=[("", _("I don't know")), *POSTS],
        error_messages={"invalid_choice": NO_CHOICE},
        help_text=_("Their office, and everyone below it, will not be able to open this complaint."),
    )
    secret = PlainText(
        label=_("Your secret word"),
        required=False,
        max_length=200,
        help_text=_(
            "At least 6 letters. Two or three words are best. If you forget it, nobody can tell you what it was."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our messages"),
        widget=forms.RadioSelect,
        choices=[("ur", "اردو"), ("en", "English")],
        error_messages={"required": NO_CHOICE, "invalid_choice": NO_CHOICE},
    )
    protected = forms.BooleanField(label=_("Hide my name and number from local officers"), required=False)
    under_18 = forms.BooleanField(label=_("I am under 18"), required=False)
    behalf = forms.ChoiceField(
        label=_("Who is this complaint for?"),
        required=False,
        choices=BEHALVES,
        error_messages={"invalid_choice": NO_CHOICE},
    )
    behalf_consent = forms.ChoiceField(
        label=_("Does the person agree?"),
        required=False,
        choices=[(Consent.UNASKED, _("Choose …")), *CONSENTS],
        error_messages={"invalid_choice": NO_CHOICE},
    )
    country = forms.ChoiceField(
        label=_("Where do you live?"),
        required=False,
        choices=lambda: [("", _("In Pakistan")), *countries.choices()],
        error_messages={"invalid_choice": NO_CHOICE},
    )

    def __init__(self, data=None, *, confidential: bool, may_be_anonymous: bool, **kwargs):
        language = "ur" if (get_language() or "").startswith("ur") else "en"
        initial = {"reach": SECRET if confidential else PHONE, "language": language, "behalf": Behalf.SELF}
        super().__init__(data, initial=initial | (kwargs.pop("initial", None) or {}), **kwargs)
        order = [SECRET, PHONE, EMAIL] if confidential else [PHONE, EMAIL, SECRET]
        if may_be_anonymous:
            order.append(ANONYMOUS)
        self.fields["reach"].choices = [(reach, REACHES[reach]) for reach in order]

    def clean(self) -> dict:
        data = super().clean()
        self._clear_other_ways(data)
        match data.get("reach"):
            case "phone":
                self._require("phone", _("Give the phone number, or choose another way."))
            case "email":
                self._require("email", _("Give the e-mail address, or choose another way."))
                self.ask_about_typo(data.get("email", ""))
            case "secret" | "anonymous":
                self._check_secret(data)
        data["behalf"] = data.get("behalf") or Behalf.SELF
        if data["behalf"] == Behalf.SELF:
            data["behalf_consent"] = Consent.UNASKED
        return data

    def _clear_other_ways(self, data: dict) -> None:
        """Ignore the fields of the ways that were not chosen: the page does not show them."""
        for field, ways in ASKED_FOR.items():
            if data.get("reach") not in ways:
                self.errors.pop(field, None)
                data[field] = ""

    def _require(self, field: str, words) -> None:
        if field not in self.errors and not self.cleaned_data.get(field):
            self.add_error(field, words)

    def _check_secret(self, data: dict) -> None:
        if "secret" in self.errors:
            return
        if not data.get("secret"):
            self.add_error("secret", _("Choose a secret word. It is the only way to open your complaint."))
        elif reason := secret_words.fault(data["secret"], known=[data.get("phone", ""), data.get("email", "")]):
            self.add_error("secret", FAULTS[reason])

    def answers(self) -> dict:
        """Return what a valid form adds to the draft. The secret word is hashed here."""
        data = self.cleaned_data
        copied = ("phone", "email", "language", "protected", "under_18", "behalf", "behalf_consent", "post")
        return {name: data[name] for name in copied} | {
            "secret_hash": hashed(data["secret"]) if data["secret"] else "",
            "anonymous": data["reach"] == ANONYMOUS,
            "time_zone": ZONES.get(data["country"], PAKISTAN),
        }

    def typed(self) -> dict:
        """Return the values that may be kept when the form is shown again: all except the secret word."""
        return {name: value for name, value in self.data.items() if name in self.fields and name != "secret"}
