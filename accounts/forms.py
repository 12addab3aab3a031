"""The forms of the sign-in pages: allauth's checks, our words."""

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django.utils.translation import gettext_lazy as _

ALWAYS = {
    "required": _("Please fill this in."),
    "null_characters_not_allowed": _("This contains characters that are not allowed."),
}
NOT_AN_ADDRESS = {"invalid": _("This is not a valid e-mail address.")}


class SignInForm(LoginForm):
    """E-mail address and password. Nobody is remembered: police computers are shared."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        say(self.fields["login"], label=_("E-mail address"), errors=NOT_AN_ADDRESS)
        say(self.fields["password"], label=_("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def login(self, request, redirect_url=None):
        self.cleaned_data["remember"] = False
        return super().login(request, redirect_url=redirect_url)


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self.fields["email"], label=_("E-mail address"), errors=NOT_AN_ADDRESS)

    def save(self, request, **kwargs):
        """Write to officers only; to an unknown address nothing goes, and the page is the same."""
        return super().save(request, **kwargs) if self.users else self.cleaned_data["email"]


class NewPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self.fields["password1"], label=_("New password"), help_text=_("At least 12 characters."))
        say(self.fields["password2"], label=_("Repeat the new password"))

    def clean(self):
        """Both times the same; allauth's own message for it has no Urdu."""
        given = self.cleaned_data
        if given.get("password1") and given.get("password2") and given["password1"] != given["password2"]:
            self.add_error("password2", _("The passwords do not match."))
        return given


def say(field, *, label: str, errors: dict | None = None, help_text: str = "") -> None:
    """Give a field of allauth's our words, without a placeholder: a hint that disappears helps nobody."""
    field.label, field.help_text = label, help_text
    field.error_messages |= ALWAYS | (errors or {})
    field.widget.attrs.pop("placeholder", None)
