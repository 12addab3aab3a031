"""Forms of the two filing pages with text: what happened, and how to contact the complainant."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from citizen.filing import country_choices
from complaints.models.display.complaint_labels import BEHALVES, CONSENTS
from complaints.rules.complainant import secret_word_rules
from complaints.rules.complainant.anonymity_and_consent import Behalf, Consent
from complaints.rules.complainant.secret_word_rules import SecretWordFault
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from web.countries import PAKISTAN, ZONE_OF_COUNTRY
from web.form_fields import INVALID_CHOICE, EmailTextField, EmailTypoForm, MobileField, PlainTextField
from web.text_cleaning import LONGEST_TEXT

PHONE, EMAIL, SECRET, ANONYMOUS = "phone", "email", "secret", "anonymous"
CONTACT_WAYS = {
    PHONE: _("By phone"),
    EMAIL: _("By e-mail"),
    SECRET: _("With a secret word: I'll check for updates myself"),
    ANONYMOUS: _("Stay anonymous"),
}
WAYS_OF_FIELD = {"phone": {PHONE, SECRET}, "email": {EMAIL}, "secret": {SECRET, ANONYMOUS}}
"""The ways of contact for which each field is shown."""
SECRET_WORD_FAULTS = {
    SecretWordFault.TOO_SHORT: _("This word is too short. Use at least 6 letters."),
    SecretWordFault.TOO_LONG: _("This word is too long. Use no more than 100 letters."),
    SecretWordFault.DIGITS_ALONE: _(
        "Digits alone, like a birthday or a phone number, are easy to guess. Use letters too."
    ),
    SecretWordFault.TOO_PLAIN: _("Anyone would try this word first. Choose one that only you would think of."),
    SecretWordFault.KNOWN_TO_OTHERS: _("Other people know this about you. Choose a word that only you would think of."),
}


FILE_WITHOUT_WORDS = _("Your file is saved. Now add a sentence that says what happened, or record a voice note.")


class StatementForm(forms.Form):
    """Form for what happened: text, or a voice note of the draft instead.

    `spoken`: a voice note has arrived. `has_files`: another file has, such as a photo of a written application.
    """

    is_child = False
    additional_answers: dict = {}

    text = PlainTextField(
        label=_("What happened?"),
        help_text=_("In your own words, in Urdu or English: what happened, who was there and what you want."),
        needed=_("Say what happened. A few sentences are enough. Or record a voice note."),
        min_length=10,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "class": "form-control"}),
    )

    def __init__(self, data=None, *, spoken: bool, has_files: bool = False, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["text"].required = not spoken
        if has_files:
            self.fields["text"].error_messages["required"] = FILE_WITHOUT_WORDS


class FilingContactForm(EmailTypoForm):
    """Form for the safe way to contact the complainant, and for facts about them that change the procedure.

    `may_be_anonymous`: the category is accepted without a name. `confidential`: a secret word is recommended.
    """

    reach = forms.ChoiceField(
        label=_("How can we contact you safely?"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Choose how we should contact you."), "invalid_choice": INVALID_CHOICE},
    )
    phone = MobileField(label=_("Mobile number"), required=False, help_text=_("Any country. For example 0300 1234567."))
    email = EmailTextField(label=_("E-mail address"), required=False, max_length=254)
    secret = PlainTextField(
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
        error_messages={"required": INVALID_CHOICE, "invalid_choice": INVALID_CHOICE},
    )
    protected = forms.BooleanField(label=_("Officers reach me only through the portal"), required=False)
    protection_offered = forms.CharField(required=False, widget=forms.HiddenInput)
    under_18 = forms.BooleanField(label=_("I am under 18"), required=False)
    behalf = forms.ChoiceField(
        label=_("Who is this complaint for?"),
        required=False,
        choices=BEHALVES,
        error_messages={"invalid_choice": INVALID_CHOICE},
    )
    behalf_consent = forms.ChoiceField(
        label=_("Does the person agree?"),
        required=False,
        choices=[(Consent.UNASKED, _("Choose …")), *CONSENTS],
        error_messages={"invalid_choice": INVALID_CHOICE},
    )
    country = forms.ChoiceField(
        label=_("Where do you live?"),
        required=False,
        choices=lambda: [("", _("In Pakistan")), *country_choices.country_choices_by_group()],
        error_messages={"invalid_choice": INVALID_CHOICE},
    )

    def __init__(self, data=None, *, confidential: bool, may_be_anonymous: bool, **kwargs):
        language = "ur" if (get_language() or "").startswith("ur") else "en"
        initial = {"reach": SECRET if confidential else PHONE, "language": language, "behalf": Behalf.SELF}
        super().__init__(data, initial=initial | (kwargs.pop("initial", None) or {}), **kwargs)
        order = [SECRET, PHONE, EMAIL] if confidential else [PHONE, EMAIL, SECRET]
        if may_be_anonymous:
            order.append(ANONYMOUS)
        self.fields["reach"].choices = [(reach, CONTACT_WAYS[reach]) for reach in order]

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
        for field, ways in WAYS_OF_FIELD.items():
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
        elif reason := secret_word_rules.find_secret_word_fault(
            data["secret"], known_facts=[data.get("phone", ""), data.get("email", "")]
        ):
            self.add_error("secret", SECRET_WORD_FAULTS[reason])

    def answers(self) -> dict:
        """Return what a valid form adds to the draft: a digest in place of the secret word."""
        data = self.cleaned_data
        copied = ("phone", "email", "language", "protected", "under_18", "behalf", "behalf_consent")
        return {name: data[name] for name in copied} | {
            "secret_digest": digest_secret_word(data["secret"]) if data["secret"] else "",
            "anonymous": data["reach"] == ANONYMOUS,
            "time_zone": ZONE_OF_COUNTRY.get(data["country"], PAKISTAN),
        }

    def typed(self) -> dict:
        """Return the values that may be kept when the form is shown again: all except the secret word.

        Protection that was switched off stays off; where it was not the default, a later default still applies.
        """
        typed = {name: value for name, value in self.data.items() if name in self.fields and name != "secret"}
        return ({"protected": ""} if typed.get("protection_offered") else {}) | typed
