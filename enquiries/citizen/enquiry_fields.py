"""The form fields of the registers besides plain text."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from citizen.evidence.upload_target import parse_uuid
from enquiries.models.labels import REFUSALS
from enquiries.rules import enquiry_numbers
from enquiries.rules.enquiry_numbers import RegisterLetter
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from web import identity_numbers
from web.form_fields import PlainTextField

MISTYPED_NUMBER = _(
    "There is a mistake in this number: a digit is wrong, missing or swapped. Compare it with what you wrote down."
)
NO_AUTOCOMPLETE = {"autocomplete": "off", "spellcheck": "false"}


class CnicField(PlainTextField):
    """A CNIC or NICOP number of thirteen digits, typed in any format."""

    widget = forms.TextInput(
        attrs=NO_AUTOCOMPLETE | {"inputmode": "numeric", "dir": "ltr", "placeholder": "00000-0000000-0"}
    )

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return ""
        try:
            return identity_numbers.normalise_cnic(value)
        except identity_numbers.ImpossibleNumber as impossible:
            raise forms.ValidationError(REFUSALS[EnquiryRefusal.NO_CNIC], code="impossible") from impossible


class EnquiryNumberField(PlainTextField):
    """The number of an enquiry: ten digits, with or without the letter."""

    def __init__(self, *, letter: RegisterLetter, **kwargs):
        example = enquiry_numbers.format_number("0000000000", letter)
        super().__init__(
            widget=forms.TextInput(attrs=NO_AUTOCOMPLETE | {"dir": "ltr", "placeholder": example}), **kwargs
        )
        self.letter = letter

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return ""
        try:
            return enquiry_numbers.parse_number(value, self.letter)
        except enquiry_numbers.MistypedNumber as mistyped:
            raise forms.ValidationError(MISTYPED_NUMBER, code="mistyped") from mistyped


class UnvalidatedUploadField(forms.Field):
    """An optional file without validation: the view checks whether it is needed, and the service inspects it."""

    widget = forms.FileInput(attrs={"accept": "image/*"})

    def clean(self, value: UploadedFile | None) -> UploadedFile | None:
        return value or None


class HiddenUuidField(forms.Field):
    """A hidden UUID. Any other value counts as empty."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def to_python(self, value) -> UUID | None:
        return parse_uuid(str(value or ""))


def district_choices(districts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the choices of a district list, with an empty one first."""
    return [("", _("Choose …")), *districts]
