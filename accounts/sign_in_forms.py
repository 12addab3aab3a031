"""Forms of the sign-in pages: allauth's validation with our wording."""

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django.utils.translation import gettext_lazy as _

COMMON_ERRORS = {
    "required": _("Please fill this in."),
    "null_characters_not_allowed": _("This contains characters that are not allowed."),
}
NOT_AN_ADDRESS = {"invalid": _("This is not a valid e-mail address.")}


class SignInForm(LoginForm):
    """E-mail address and password. There is no "remember me", because police computers are shared."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        set_field_texts(self.fields["login"], label=_("E-mail address"), errors=NOT_AN_ADDRESS)
        set_field_texts(self.fields["password"], label=_("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def login(self, request, redirect_url=None):
        self.cleaned_data["remember"] = False
        return super().login(request, redirect_url=redirect_url)


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_field_texts(self.fields["email"], label=_("E-mail address"), errors=NOT_AN_ADDRESS)

    def save(self, request, **kwargs):
        """Send mail to officers only. For an unknown address send nothing and show the same page."""
        return super().save(request, **kwargs) if self.users else self.cleaned_data["email"]


class NewPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_field_texts(self.fields["password1"], label=_("New password"), help_text=_("At least 12 characters."))
        set_field_texts(self.fields["password2"], label=_("Repeat the new password"))

    def clean(self):
        """Check that both passwords are equal. allauth's own message for this has no Urdu translation."""
        data = self.cleaned_data
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", _("The passwords do not match."))
        return data


def set_field_texts(field, *, label: str, errors: dict | None = None, help_text: str = "") -> None:
    """Set our label, help text and error messages on an allauth field, and remove its placeholder.

    A placeholder disappears as soon as the officer types.
    """
    field.label, field.help_text = label, help_text
    field.error_messages |= COMMON_ERRORS | (errors or {})
    field.widget.attrs.pop("placeholder", None)
