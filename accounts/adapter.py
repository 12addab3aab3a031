"""allauth's adapter: officers are recorded by an administrator, nobody signs up."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


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

    def format_email_subject(self, subject: str) -> str:
        return subject  # allauth would put the host's name before it

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send at once, and never say that sending failed: an unknown address is never written to, so never fails."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            logger.exception("A message of the sign-in pages could not be sent: %s", template_prefix)
