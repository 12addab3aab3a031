"""For the desk's masthead: whether somebody reads complaints, and so may search (`request.actor|reads_complaints`)."""

from django import template

from accounts.actors import Actor
from complaints.models.complaint import READING_ROLES

register = template.Library()


@register.filter
def reads_complaints(actor: Actor | None) -> bool:
    return actor is not None and actor.role in READING_ROLES
