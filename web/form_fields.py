"""Form fields for typed text, telephone numbers, e-mail addresses and dates, with error messages in plain language."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from web import identity_numbers, text_cleaning

LATIN_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
REQUIRED = _("This is required.")
UNREADABLE = _("This contains characters that we cannot read. Type it again in plain text.")
INVALID_PHONE = _(
    "Enter a phone number like 0300 1234567. For a foreign number, start with the country code, like +44."
)
INVALID_EMAIL = _("Enter an e-mail address like name@example.com.")
NOT_A_MOBILE_NUMBER = _("This number cannot receive text messages. Enter a mobile number, or choose another way.")
DID_YOU_MEAN = _("Did you mean %(meant)s? Correct the address. If it is right as it is, send it again.")
INVALID_CHOICE = _("This is not one of the choices. Choose again.")


def empty_if_invisible(typed: str) -> str:
    """Return the text, or an empty string if it has no visible character (only spaces, joiners, marks)."""
    return typed if any(unicodedata.category(character)[0] not in "CZM" for character in typed) else ""


class UncutCharField(forms.CharField):
    """A text field whose limits are checked on submission.

    The input has no `maxlength`, because browsers cut a pasted text without notice.
    """

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        return {name: value for name, value in attrs.items() if name not in {"maxlength", "minlength"}}


class PlainTextField(UncutCharField):
    """A field for typed text: NFC, without control characters, between `min_length` and `max_length` characters."""

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

    def to_python(self, value):
        value = super().to_python(value)
        try:
            return empty_if_invisible(text_cleaning.clean_text(value))
        except text_cleaning.UnreadableText as unreadable:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable") from unreadable


class PhoneField(PlainTextField):
    """A field for a telephone number of any country. The value is E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "dir": "ltr"})

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return ""
        try:
            return identity_numbers.normalise_phone(value)
        except identity_numbers.ImpossibleNumber as impossible:
            raise forms.ValidationError(INVALID_PHONE, code="impossible") from impossible


class MobileField(PhoneField):
    """A field for a telephone number that can receive text messages, because codes are sent to it."""

    def to_python(self, value):
        number = super().to_python(value)
        if number and not identity_numbers.can_receive_sms(number):
            raise forms.ValidationError(NOT_A_MOBILE_NUMBER, code="landline")
        return number


class EmailTypoForm(forms.Form):
    """A form that asks once whether an e-mail address is mistyped, and accepts it if it is sent again.

    `email_sure`: the address about which the form has asked.
    """

    email_sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def ask_about_typo(self, email: str) -> None:
        """Add the question as an error of the field if the address looks mistyped."""
        suggestion = identity_numbers.suggest_email_correction(email) if email else ""
        if suggestion and self.cleaned_data.get("email_sure") != email:
            self.data = self.data.copy()
            self.data[self.add_prefix("email_sure")] = email
            self.add_error("email", forms.ValidationError(DID_YOU_MEAN % {"meant": suggestion}, code="meant"))


class EmailTextField(PlainTextField):
    """A field for an e-mail address."""

    widget = forms.TextInput(
        attrs={"type": "text", "inputmode": "email", "autocomplete": "email", "dir": "ltr", "spellcheck": "false"}
    )
    default_validators = [forms.EmailField.default_validators[0].__class__(message=INVALID_EMAIL)]


class TypedDateField(forms.DateField):
    """A field for a date. Old phones have no date picker, so Urdu digits and 24/11/2026 are accepted too."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"], **kwargs)
        self.error_messages |= {"invalid": _("Enter a date like 24/11/2026.")}

    def to_python(self, value):
        return super().to_python(value.translate(LATIN_DIGITS) if isinstance(value, str) else value)
