"""Forms for tracking and opening a complaint: E-tag, phone or e-mail address, code, and secret word or printed code."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.rules import etag
from web.form_fields import INVALID_EMAIL, LATIN_DIGITS, EmailTextField, PhoneField, PlainTextField

MISTYPED_ETAG = _(
    "There is a mistake in this number: a digit is wrong, missing or swapped. Compare it with your receipt."
)
UNKNOWN_ETAG = _("No complaint has this number. Compare it with your receipt.")
WRONG_CODE = _("This code did not work. It may be mistyped, more than 10 minutes old, or for another complaint.")
WRONG_KEY = _(
    "This did not work. Check what you typed. After several wrong attempts, you wait a little before each further one."
)
CODE_PATTERN = re.compile(r"[0-9]{6}")


class TrackForm(forms.Form):
    """Form for an E-tag in any notation."""

    etag = PlainTextField(
        label=_("E-tag number"),
        help_text=_("The 12 digits on your receipt or in the message that you got. Spaces don't matter."),
        needed=_("Type the number on your receipt."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "placeholder": "0000 0000 0000"}
        ),
    )

    def clean_etag(self) -> str:
        try:
            return etag.parse_etag(self.cleaned_data["etag"])
        except etag.MistypedEtag as mistyped:
            raise forms.ValidationError(MISTYPED_ETAG, code="mistyped") from mistyped


class CodeRequestForm(forms.Form):
    """Form for the phone or e-mail address that the complaint was filed with."""

    reached_at = PlainTextField(
        label=_("Your phone number or e-mail address"),
        help_text=_("The one that you gave when you made this complaint."),
        needed=_("Type the phone number or the e-mail address."),
        max_length=254,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_reached_at(self) -> str:
        """Return the number as E.164, or the e-mail address in lower case."""
        typed = self.cleaned_data["reached_at"]
        if "@" in typed:
            return EmailTextField(error_messages={"invalid": INVALID_EMAIL}).clean(typed).lower()
        return PhoneField().clean(typed)


class ListCodeRequestForm(CodeRequestForm):
    """Form for the phone or e-mail address whose complaints are to be listed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reached_at"].help_text = _("The one that you gave when you complained.")


class SecretInput(forms.PasswordInput):
    """Input for a secret that is never shown again.

    Its type is not "password", because browsers would offer to store it for the next user of the device. Keyboards are
    told not to learn it, and the style sheet shows dots.
    """

    input_type = "text"

    def __init__(self, attrs=None):
        no_memory = {"autocomplete": "off", "autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
        super().__init__(attrs=no_memory | {"class": "unsaid", "dir": "auto"} | (attrs or {}))


class AccessKeyForm(forms.Form):
    """Form for a secret word or the code of a printed receipt. Both are typed into the same field."""

    key = PlainTextField(
        label=_("Your secret word, or the code on your printed receipt"),
        help_text=_("Capital letters and extra spaces don't matter, but the letters must be right."),
        needed=_("Type the secret word or the code."),
        max_length=200,
        widget=SecretInput,
    )


class AccessCodeForm(forms.Form):
    """Form for the six digits from the message."""

    code = PlainTextField(
        label=_("The code in the message"),
        help_text=_("Six digits. It works for 10 minutes."),
        needed=_("Type the code."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        digits = re.sub(r"[\s\-]", "", self.cleaned_data["code"].translate(LATIN_DIGITS))
        if not CODE_PATTERN.fullmatch(digits):
            raise forms.ValidationError(_("The code has six digits."), code="invalid")
        return digits
