"""Template tags for an officer's invitation: its link, which is made when the message is sent, and its validity."""

from django import template
from django.conf import settings

from accounts.models import Officer
from accounts.services.officer_invitations import password_link_for

register = template.Library()
DAY = 86_400


@register.simple_tag
def invitation_link(officer_id: int) -> str:
    """Return a new link to choose a password, in the language of the message.

    The style guide renders the message for an officer who does not exist.
    """
    return password_link_for(Officer.objects.filter(pk=officer_id).first() or Officer(pk=officer_id))


@register.simple_tag
def invitation_days() -> int:
    """Return how many days an invitation link is valid."""
    return settings.PASSWORD_RESET_TIMEOUT // DAY
