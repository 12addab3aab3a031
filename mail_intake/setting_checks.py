"""System checks of the settings for incoming e-mail. Each error is one line and keeps the portal from starting."""

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mail_intake.rules.mailbox_url import parse_mailbox_url

PORTAL = "portal"
HINT = ".env.example describes MAIL_INTAKE_URL, MAIL_INTAKE_ADDRESS and MAIL_INTAKE_AUTHSERV_ID."


@register(PORTAL)
def check_mail_intake(**_) -> list[Error]:
    """Check that the mailbox's URL can be used and that its address is known, if either is set."""
    url, address = settings.MAIL_INTAKE_URL, settings.MAIL_INTAKE_ADDRESS
    if not url and not address:
        return []
    errors = []
    try:
        parse_mailbox_url(url)
    except ValueError as error:
        errors.append(Error(f"MAIL_INTAKE_URL cannot be used: {error}.", hint=HINT, id="portal.E070"))
    try:
        validate_email(address)
    except ValidationError:
        errors.append(Error("MAIL_INTAKE_ADDRESS is not an e-mail address.", hint=HINT, id="portal.E071"))
    return errors
