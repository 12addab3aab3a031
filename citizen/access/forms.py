"""The small forms of tracking: the number, and the key."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.rules import etag
from web.form_fields import LATIN, NO_EMAIL, Email, Phone, PlainText

MISTYPED = _("This number is mistyped: a digit is wrong, missing or swapped. Compare it with your receipt.")
UNKNOWN = _("No complaint has this number. Compare it with your receipt.")
WRONG_CODE = _("This code did not work. It may be mistyped, more than 10 minutes old, or for another complaint.")
WRONG_KEY = _(
    "This did not work. Check what you typed. After several wrong attempts, each further one takes a short wait."
)
CODE = re.compile(r"[0-9]{6}")


class TrackForm(forms.Form):
    """The E-tag, however it was typed."""

    etag = PlainText(
        label=_("E-tag number"),
        help_text=_("The 12 digits on your receipt or in the message that you got. Spaces don't matter."),
        needed=_("Type the number on your receipt."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "placeholder": "0000 0000 0000"}
        ),
    )

    def clean_etag(self) -> str:
        try:
            return etag.parse(self.cleaned_data["etag"])
        except etag.Mistyped as mistyped:
            raise forms.ValidationError(MISTYPED, code="mistyped") from mistyped


class ReachForm(forms.Form):
    """The phone or e-mail that the complaint was filed with."""

    reached_at = PlainText(
        label=_("Your phone number or e-mail address"),
        help_text=_("The one that you gave when you made this complaint."),
        needed=_("Type the phone number or the e-mail address."),
        max_length=254,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_reached_at(self) -> str:
        """E.164, or an e-mail address in small letters."""
        typed = self.cleaned_data["reached_at"]
        if "@" in typed:
            return Email(error_messages={"invalid": NO_EMAIL}).clean(typed).lower()
        return Phone().clean(typed)


class ListForm(ReachForm):
    """The phone or e-mail whose complaints are to be listed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reached_at"].help_text = _("The one that you gave when you complained.")


class Unsaid(forms.PasswordInput):
    """Typed, and never shown again. Not of the type "password": a browser would offer to keep it for the next person.

    Nor is a keyboard told to learn it; the style sheet shows dots.
    """

    input_type = "text"

    def __init__(self, attrs=None):
        quiet = {"autocomplete": "off", "autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
        super().__init__(attrs=quiet | {"class": "unsaid", "dir": "auto"} | (attrs or {}))


class KeyForm(forms.Form):
    """A secret word, or the key on a printed receipt: whichever it is, it is typed here."""

    key = PlainText(
        label=_("Your secret word, or the code on your printed receipt"),
        help_text=_("Capital letters and spaces don't matter much, but the letters must be right."),
        needed=_("Type the secret word or the code."),
        max_length=200,
        widget=Unsaid,
    )


class CodeForm(forms.Form):
    """The six digits of the message."""

    code = PlainText(
        label=_("The code in the message"),
        help_text=_("Six digits. It works for 10 minutes."),
        needed=_("Type the code."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        digits = re.sub(r"[\s\-]", "", self.cleaned_data["code"].translate(LATIN))
        if not CODE.fullmatch(digits):
            raise forms.ValidationError(_("The code has six digits."), code="invalid")
        return digits
