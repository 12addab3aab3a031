"""Template filters for links of auditors and heads (`request.actor|audits`, `|leads`), and for orders."""

from django import template

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services.orders import may_answer_order, may_give_order
from desk.services import audit_records

register = template.Library()


@register.filter
def audits(actor: Actor | None) -> bool:
    """Return whether the actor may search the access log."""
    return actor is not None and audit_records.is_auditor(actor)


@register.filter
def leads(actor: Actor | None) -> bool:
    """Return whether the actor heads an office, and so may see the workload of its officers."""
    return actor is not None and actor.is_head


@register.filter("order_way")
def permitted_order_action(complaint: Complaint, actor: Actor) -> str:
    """Return what the actor can do about an order on this complaint: "answer", "read", "give" or "". No query."""
    if complaint.order_due_at and may_answer_order(actor, complaint):
        return "answer"
    if may_give_order(actor, complaint):
        return "read" if complaint.order_due_at else "give"
    return ""
