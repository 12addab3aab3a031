"""For the desk's masthead: whose are the access log and the team's page (`request.actor|audits`, `|leads`)."""

from django import template

from accounts.actors import Actor
from complaints.services import audit

register = template.Library()


@register.filter
def audits(actor: Actor | None) -> bool:
    """Whether the access log is theirs to search."""
    return actor is not None and audit.audits(actor)


@register.filter
def leads(actor: Actor | None) -> bool:
    """Whether they head an office, and so see how much each of its officers has."""
    return actor is not None and actor.is_head
