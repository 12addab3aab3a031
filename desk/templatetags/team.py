"""For the desk's masthead: whose are the access log and the team's page (`request.actor|audits`, `|leads`)."""

from django import template

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services.orders import may_answer, may_order
from desk.services import audit

register = template.Library()


@register.filter
def audits(actor: Actor | None) -> bool:
    """Whether the access log is theirs to search."""
    return actor is not None and audit.audits(actor)


@register.filter
def leads(actor: Actor | None) -> bool:
    """Whether they head an office, and so see how much each of its officers has."""
    return actor is not None and actor.is_head


@register.filter
def order_way(complaint: Complaint, actor: Actor) -> str:
    """What the actor can do about an order on this file: answer, read, give, or nothing. No statement."""
    if complaint.order_due_at and may_answer(actor, complaint):
        return "answer"
    if may_order(actor, complaint):
        return "read" if complaint.order_due_at else "give"
    return ""
