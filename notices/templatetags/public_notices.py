"""For the desk's masthead: whether somebody has to do with public notices (`request.actor|keeps_notices`)."""

from django import template

from accounts.actors import Actor
from notices.rules import powers

register = template.Library()


@register.filter
def keeps_notices(actor: Actor | None) -> bool:
    """Whether there is a desk of notices for them. Costs nothing."""
    return actor is not None and powers.has_a_desk(actor)


@register.filter
def proposes_notices(actor: Actor | None) -> bool:
    """Whether they may propose a notice for any office. Costs nothing."""
    return actor is not None and powers.proposes_at_all(actor)
