"""The forms of the second factor: allauth's checks, our words, and a code that is good only once."""

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

from accounts.forms import say

logger = logging.getLogger(__name__)
SPENT = 120  # seconds: longer than a code of an app is taken for good (three half minutes)
NO_PASSKEY = _("The passkey did not work. Try again, or use a code.")


def spend(officer, code: str) -> None:
    """A code of an app is good once, the half minutes around it included. Raises ValidationError for a spent one."""
    digits = "".join(filter(str.isdigit, code))
    if not cache.add(f"factor-code-spent:{officer.pk}:{digits}", 1, timeout=SPENT):
        raise get_adapter().validation_error("incorrect_code")


def say_code(field, *, label: str, help_text: str = "") -> None:
    """Our words, and a keyboard of digits."""
    say(field, label=label, help_text=help_text)
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 20, "dir": "ltr"}


class OnlyOnce:
    """A code from the app, or a recovery code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_code(
            self.fields["code"],
            label=_("Code"),
            help_text=_("The six digits that your authenticator app shows now. You can also use a recovery code."),
        )

    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            spend(self.user, code)
        return code


class CodeForm(OnlyOnce, AuthenticateForm):
    """The second step of a sign-in."""


class CodeAgainForm(OnlyOnce, ReauthenticateByCodeForm):
    """Shown once more, before what is dangerous."""


class AppForm(ActivateTOTPForm):
    """Set an app up: it has to show a right code before it counts."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_code(self.fields["code"], label=_("The six digits that the app shows now"))

    def clean_code(self) -> str:
        code = super().clean_code()
        spend(self.user, code)
        return code


class Answered:
    """A passkey's answer. Whatever is wrong with it is one mistake, and never a page of errors."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages |= {"required": NO_PASSKEY, "invalid": NO_PASSKEY}

    def full_clean(self):
        try:
            super().full_clean()
        except (InvalidSignature, ValueError, TypeError, KeyError, AttributeError):
            logger.warning("A passkey answered something else than a passkey does", exc_info=True)
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {}
            self.add_error(None, NO_PASSKEY)


class PasskeyForm(Answered, AuthenticateWebAuthnForm):
    """The second step of a sign-in, by a passkey."""


class PasskeyAgainForm(Answered, ReauthenticateWebAuthnForm):
    """Shown once more, by a passkey."""


class NewPasskeyForm(Answered, AddWebAuthnForm):
    """A passkey of this device, or a security key."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(
            self.fields["name"],
            label=_("Passkey name"),
            help_text=_("A name that you will recognise, for example “Office computer”."),
        )
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = 60
        self.initial["name"] = ""


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before what is dangerous."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self.fields["password"], label=_("Password"))
