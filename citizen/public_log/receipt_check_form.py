"""Form for checking a receipt by its E-tag and verification code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from citizen.access.access_forms import TrackForm
from complaints.rules import etag
from complaints.rules.log import receipt_verification_code
from web.form_fields import PlainTextField

WRONG_MARK = _("The verification code has 24 digits. Compare it with the document.")


class ReceiptCheckForm(TrackForm):
    """Form for E-tag and verification code in any notation."""

    mark = PlainTextField(
        label=_("Verification code"),
        help_text=_("The 24 digits on the receipt, petition or dossier. Spaces don't matter."),
        needed=_("Type the verification code on the document."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )

    def clean_mark(self) -> str:
        digits = etag.strip_separators(self.cleaned_data["mark"])
        if len(digits) != receipt_verification_code.CODE_DIGITS or not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(WRONG_MARK, code="mistyped")
        return digits
