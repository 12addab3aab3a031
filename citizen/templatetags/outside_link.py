"""Template tag for the link in the e-mail to an authority outside the police."""

from django import template
from django.conf import settings
from django.urls import reverse

from complaints.services.exclusion.outside_transfer import make_transfer_token
from notifications.rules.recipient_references import parse_reference

register = template.Library()


@register.simple_tag
def outside_file_url(recipient: str) -> str:
    """Return the full URL of the encrypted file. `recipient`: the reference of the message's row ("authority:3")."""
    _, transfer_id = parse_reference(recipient)
    return settings.SITE_URL + reverse("outside_file", kwargs={"token": make_transfer_token(transfer_id)})
