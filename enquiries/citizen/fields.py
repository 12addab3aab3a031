"""The form fields of the registers besides plain text."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from citizen.evidence.upload_target import id_of
from enquiries.models.labels import REFUSALS
from enquiries.rules import numbers
from enquiries.rules.numbers import Letter
from enquiries.rules.refusals import Refusal
from web import identity_numbers
from web.form_fields import PlainText

MISTYPED = _("This number is mistyped: a digit is wrong, missing or swapped. Compare it with what you wrote down.")
QUIET = {"autocomplete": "off", "spellcheck": "false"}


class Cnic(PlainText):
    """A CNIC or NICOP number of thirteen digits, typed in any format."""

    widget = forms.TextInput(attrs=QUIET | {"inputmode": "numeric", "dir": "ltr", "placeholder": "00000-0000000-0"})

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return ""
        try:
            return identity_numbers.cnic(value)
        except identity_numbers.Impossible as impossible:
            raise forms.ValidationError(REFUSALS[Refusal.NO_CNIC], code="impossible") from impossible


class Number(PlainText):
    """The number of an enquiry: ten digits, with or without the letter."""

    def __init__(self, *, letter: Letter, **kwargs):
        example = numbers.spaced("0000000000", letter)
        super().__init__(widget=forms.TextInput(attrs=QUIET | {"dir": "ltr", "placeholder": example}), **kwargs)
        self.letter = letter

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return ""
        try:
            return numbers.parse(value, self.letter)
        except numbers.Mistyped as mistyped:
            raise forms.ValidationError(MISTYPED, code="mistyped") from mistyped


class Upload(forms.Field):
    """An optional file without validation: the view checks whether it is needed, and the service inspects it."""

    widget = forms.FileInput(attrs={"accept": "image/*"})

    def clean(self, value: UploadedFile | None) -> UploadedFile | None:
        return value or None


class HiddenId(forms.Field):
    """A hidden UUID. Any other value counts as empty."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def to_python(self, value) -> UUID | None:
        return id_of(str(value or ""))


def choose_district(districts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the choices of a district list, with an empty one first."""
    return [("", _("Choose …")), *districts]
