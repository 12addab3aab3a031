"""allauth's adapter: officers are recorded by an administrator, nobody signs up."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

# Django's validators speak no Urdu; by their codes, with their numbers.
PASSWORD_PROBLEMS = {
    "password_too_short": _("This is too short: at least %(min_length)d characters are needed."),
    "password_too_common": _("Too many people use this password. Choose another one."),
}


class OfficersOnly(DefaultAccountAdapter):
    """No sign-up, one answer for a wrong password and for an unknown address, and no failure of mail that tells."""

    # Said again here, in our words, so that the catalogue has them in both languages.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "invalid_password_reset": _("This link was used already or is too old. Ask for a new one."),
        "rate_limited": _("Too many attempts. Wait a little, then try again."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def clean_password(self, password: str, user=None) -> str:
        try:
            return super().clean_password(password, user)
        except ValidationError as error:
            raise ValidationError([_reworded(problem) for problem in error.error_list]) from error

    def format_email_subject(self, subject: str) -> str:
        return subject  # allauth would put the host's name before it

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send at once, and never say that sending failed: an unknown address is never written to, so never fails."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            logger.exception("A message of the sign-in pages could not be sent: %s", template_prefix)


def _reworded(problem: ValidationError) -> ValidationError:
    words = PASSWORD_PROBLEMS.get(problem.code)
    return ValidationError(words, code=problem.code, params=problem.params) if words else problem
