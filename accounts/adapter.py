"""allauth's adapter: officers are recorded by an administrator, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts import second_factor
from accounts.actors import Actor
from accounts.first_page import first_page_of
from accounts.queries.postings import current_postings
from accounts.services.sign_in_mail import send_now

# Django's validators speak no Urdu; by their codes, with their numbers.
PASSWORD_PROBLEMS = {
    "password_too_short": _("This is too short: at least %(min_length)d characters are needed."),
    "password_too_common": _("Too many people use this password. Choose another one."),
}

CHANGES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_reset": _("Your password was changed."),
    "mfa/email/totp_activated": _("An authenticator app was set up as your second factor."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your sign-in."),
    "mfa/email/recovery_codes_generated": _("You have new recovery codes. The old ones do not work any more."),
    "mfa/email/webauthn_added": _("A passkey was added to your sign-in."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your sign-in."),
    "accounts/factor_reset": _(
        "An administrator removed your second factor because you were reported as locked out. You will set "
        "up a new one when you next sign in."
    ),
}


class OfficersOnly(DefaultAccountAdapter):
    """No sign-up, one answer for a wrong password and for an unknown address, and no failure of mail that tells."""

    # Said again here, in our words, so that the catalogue has them in both languages.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or password is incorrect."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "invalid_password_reset": _("This link has already been used or has expired. Request a new one."),
        "rate_limited": _("Too many attempts. Wait a little, then try again."),
        "incorrect_password": _("The password is incorrect."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_redirect_url(self, request) -> str:
        """To the queue where any of their postings works in it, else to where the first one's work begins."""
        postings = current_postings(request.user, at=timezone.now())
        return reverse(first_page_of(Actor.of(posting) for posting in postings))

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Before the first factor is there nothing is asked twice: the password was typed a moment ago."""
        return second_factor.passed(allauth.request)

    def clean_password(self, password: str, user=None) -> str:
        try:
            return super().clean_password(password, user)
        except ValidationError as error:
            raise ValidationError([_reworded(problem) for problem in error.error_list]) from error

    def format_email_subject(self, subject: str) -> str:
        return subject  # allauth would put the host's name before it

    def send_notification_mail(self, template_prefix: str, user, context: dict | None = None, email=None) -> None:
        """Tell an officer what has changed about their sign-in; what `CHANGES` does not know is not worth a letter."""
        if template_prefix in CHANGES:
            with override(user.language):
                self.send_mail("accounts/email/changed", user.email, {"what": CHANGES[template_prefix]})

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send at once, and never say that sending failed: an unknown address is never written to, so never fails.

        The letter may hold a key: see services.letters.
        """
        known = {"request": allauth.request, "email": email}
        message = self.render_mail(template_prefix, email, known | context)
        send_now(to=email, subject=message.subject, text=message.body, language=get_language(), about=template_prefix)


def _reworded(problem: ValidationError) -> ValidationError:
    words = PASSWORD_PROBLEMS.get(problem.code)
    return ValidationError(words, code=problem.code, params=problem.params) if words else problem
