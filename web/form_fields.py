"""Fields that keep what people type, and say in their language what cannot be kept."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from web import identity_numbers, text

LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
REQUIRED = _("This is required.")
UNREADABLE = _("This contains characters that we cannot read. Type it again in plain text.")
NO_PHONE = _("Enter a phone number like 0300 1234567. For a foreign number, start with the country code, like +44.")
NO_EMAIL = _("Enter an e-mail address like name@example.com.")
NO_SMS = _("This number cannot receive text messages. Enter a mobile number, or choose another way.")
MEANT = _("Did you mean %(meant)s? Correct the address. If it is right as it is, send it again.")
NO_CHOICE = _("This is not one of the choices. Choose again.")


def seen(typed: str) -> str:
    """The words, or nothing if they hold no character that can be seen (spaces of no width, joiners, marks)."""
    return typed if any(unicodedata.category(character)[0] not in "CZM" for character in typed) else ""


class PlainText(forms.CharField):
    """Words of a person: NFC, without control characters, between `min_length` and `max_length` characters.

    The limit is told on submission. The browser is not told of it, because it would cut a pasted text in silence.
    """

    def __init__(self, *, needed=REQUIRED, **kwargs):
        super().__init__(**kwargs)
        self.error_messages |= {"required": needed, "unreadable": UNREADABLE}
        for validator in self.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = _(
                    "This is too long: you wrote %(show_value)d characters and the limit is %(limit_value)d."
                )
            if getattr(validator, "code", "") == "min_length":
                validator.message = _("This is too short. Use at least %(limit_value)d characters.")

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        return {name: value for name, value in attrs.items() if name not in {"maxlength", "minlength"}}

    def to_python(self, value):
        value = super().to_python(value)
        try:
            return seen(text.clean(value))
        except text.Unreadable as unreadable:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable") from unreadable


class Phone(PlainText):
    """A telephone number of any country, as E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "dir": "ltr"})

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return ""
        try:
            return identity_numbers.phone(value)
        except identity_numbers.Impossible as impossible:
            raise forms.ValidationError(NO_PHONE, code="impossible") from impossible


class Mobile(Phone):
    """A telephone number that can receive a text message: codes are sent to it."""

    def to_python(self, value):
        number = super().to_python(value)
        if number and not identity_numbers.takes_sms(number):
            raise forms.ValidationError(NO_SMS, code="landline")
        return number


class AsksAgain(forms.Form):
    """A form that asks once whether an e-mail address is mistyped, and takes it when it is sent again.

    `email_sure`: the address that was asked about.
    """

    email_sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def ask_again(self, email: str) -> None:
        """Put the question beside the field where the address looks like a slip."""
        meant = identity_numbers.likely_meant(email) if email else ""
        if meant and self.cleaned_data.get("email_sure") != email:
            self.data = self.data.copy()
            self.data[self.add_prefix("email_sure")] = email
            self.add_error("email", forms.ValidationError(MEANT % {"meant": meant}, code="meant"))


class Email(PlainText):
    """An e-mail address."""

    widget = forms.TextInput(
        attrs={"type": "text", "inputmode": "email", "autocomplete": "email", "dir": "ltr", "spellcheck": "false"}
    )
    default_validators = [forms.EmailField.default_validators[0].__class__(message=NO_EMAIL)]


class PastDate(forms.DateField):
    """A day that has begun. Dates are typed on old phones too, so Urdu digits and 24/11/2026 are understood."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"], **kwargs)
        self.error_messages |= {"invalid": _("Enter a date like 24/11/2026.")}

    def to_python(self, value):
        return super().to_python(value.translate(LATIN) if isinstance(value, str) else value)
