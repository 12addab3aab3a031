"""Template filters for links of operators and clerks, such as `request.actor|takes_calls`."""

from django import template

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.queries.exclusion_tasks import works_on_exclusions
from desk.services.intake_registration import may_register_for_others
from desk.services.prepared_texts import may_prepare_text

register = template.Library()


@register.filter
def takes_calls(actor: Actor | None) -> bool:
    """Return whether the actor is an operator of a complaint cell. No query."""
    return actor is not None and may_register_for_others(actor)


@register.filter
def prepares(actor: Actor | None, complaint: Complaint) -> bool:
    """Return whether the actor is a clerk who may prepare texts for the complaint's holder."""
    return actor is not None and may_prepare_text(actor, complaint)


@register.filter
def settles(actor: Actor | None) -> bool:
    """Return whether the list of complaints to settle exists for the actor. No query."""
    return actor is not None and works_on_exclusions(actor)
