"""Template filters for links of operators and clerks, such as `request.actor|takes_calls`."""

from django import template

from accounts.actors import Actor
from complaints.models import Complaint
from desk.services.prepared_texts import may_prepare_text

register = template.Library()


@register.filter
def prepares(actor: Actor | None, complaint: Complaint) -> bool:
    """Return whether the actor is a clerk who may prepare texts for the complaint's holder."""
    return actor is not None and may_prepare_text(actor, complaint)
