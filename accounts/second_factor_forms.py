"""Forms of the second factor: allauth's validation with our wording, and codes that are accepted only once."""

import logging

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts.sign_in_forms import set_field_texts

logger = logging.getLogger(__name__)
USED_CODE_SECONDS = (
    120  # seconds to remember a used code; longer than an app's code is valid (three periods of 30 seconds)
)
NO_PASSKEY = _("The passkey did not work. Try again, or use a code.")


def mark_code_used(officer, code: str) -> None:
    """Mark an app's code as used, for as long as it could be valid. Raises ValidationError if it was used before."""
    digits = "".join(filter(str.isdigit, code))
    if not cache.add(f"factor-code-spent:{officer.pk}:{digits}", 1, timeout=USED_CODE_SECONDS):
        raise get_adapter().validation_error("incorrect_code")


def set_code_field_texts(field, *, label: str, help_text: str = "") -> None:
    """Set the texts of a code field, and request a numeric keyboard."""
    set_field_texts(field, label=label, help_text=help_text)
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 20, "dir": "ltr"}


class SingleUseCodeMixin:
    """Mixin for a field that accepts a code of the app, once, or a recovery code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_code_field_texts(
            self.fields["code"],
            label=_("Code"),
            help_text=_("The six digits that your authenticator app shows now. You can also use a recovery code."),
        )

    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            mark_code_used(self.user, code)
        return code


class SecondFactorCodeForm(SingleUseCodeMixin, AuthenticateForm):
    """The second step of a sign-in."""


class ReauthenticationCodeForm(SingleUseCodeMixin, ReauthenticateByCodeForm):
    """Asks for a code again before a sensitive action."""


class NewAuthenticatorAppForm(ActivateTOTPForm):
    """Set up an authenticator app. A correct code proves that the app works."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_code_field_texts(self.fields["code"], label=_("The six digits that the app shows now"))

    def clean_code(self) -> str:
        code = super().clean_code()
        mark_code_used(self.user, code)
        return code


class PasskeyResponseMixin:
    """Mixin for a form with a passkey response. Any defect in the response becomes the same form error."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages |= {"required": NO_PASSKEY, "invalid": NO_PASSKEY}

    def full_clean(self):
        try:
            super().full_clean()
        except (InvalidSignature, ValueError, TypeError, KeyError, AttributeError):
            logger.warning("A passkey response was malformed", exc_info=True)
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {}
            self.add_error(None, NO_PASSKEY)


class PasskeyForm(PasskeyResponseMixin, AuthenticateWebAuthnForm):
    """The second step of a sign-in, by a passkey."""


class ReauthenticationPasskeyForm(PasskeyResponseMixin, ReauthenticateWebAuthnForm):
    """Asks for a passkey again before a sensitive action."""


class NewPasskeyForm(PasskeyResponseMixin, AddWebAuthnForm):
    """Add a passkey of this device, or a security key."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_field_texts(
            self.fields["name"],
            label=_("Passkey name"),
            help_text=_("A name that you will recognise, for example “Office computer”."),
        )
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = 60
        self.initial["name"] = ""


class ReauthenticationPasswordForm(ReauthenticateForm):
    """Asks for the password again before a sensitive action."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_field_texts(self.fields["password"], label=_("Password"))
