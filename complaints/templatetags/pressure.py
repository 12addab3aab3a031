"""For the desk's masthead: whether reports of pressure are somebody's to act on (`request.actor|acts_on_pressure`)."""

from django import template

from accounts.actors import Actor
from complaints.rules.pressure import answers_for_it

register = template.Library()


@register.filter
def acts_on_pressure(actor: Actor | None) -> bool:
    """Whether the page is theirs to open. Costs nothing: the number is asked for by the page itself, afterwards."""
    return actor is not None and answers_for_it(kind=actor.office_kind, role=actor.role, is_head=actor.is_head)
