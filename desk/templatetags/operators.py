"""For the desk's masthead: whether somebody sits in a complaint cell (`request.actor|takes_calls`)."""

from django import template

from accounts.actors import Actor
from complaints.models import Complaint
from desk.services.intake import may_take_down
from desk.services.prepared_texts import may_prepare

register = template.Library()


@register.filter
def takes_calls(actor: Actor | None) -> bool:
    """Whether they sit in a complaint cell. Costs nothing."""
    return actor is not None and may_take_down(actor)


@register.filter
def prepares(actor: Actor | None, complaint: Complaint) -> bool:
    """Whether they are a clerk who may prepare texts for its holder (`request.actor|prepares:complaint`)."""
    return actor is not None and may_prepare(actor, complaint)
