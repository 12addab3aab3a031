"""What the invitation of an officer says: its link, made when the message is sent, and how long it lasts."""

from django import template
from django.conf import settings

from accounts.models import Officer
from accounts.services.invitations import link_for

register = template.Library()
DAY = 86_400


@register.simple_tag
def invitation_link(officer_id: int) -> str:
    """Return a new link to choose a password, in the language of the message. (The style guide names nobody.)"""
    return link_for(Officer.objects.filter(pk=officer_id).first() or Officer(pk=officer_id))


@register.simple_tag
def invitation_days() -> int:
    """Return for how many days such a link is good."""
    return settings.PASSWORD_RESET_TIMEOUT // DAY
