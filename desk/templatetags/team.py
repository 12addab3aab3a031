"""Template filters for links of auditors and heads (`request.actor|audits`, `|leads`), and for orders."""

from django import template

from accounts.actors import Actor
from accounts.rules.roles import Role
from complaints.models import Complaint
from complaints.services.orders import may_answer_order, may_give_order
from desk.services import audit_records

register = template.Library()


@register.filter
def audits(actor: Actor | None) -> bool:
    """Return whether the actor may search the access log."""
    return actor is not None and audit_records.is_auditor(actor)


@register.filter
def may_open_station_orders(complaint: Complaint, actor: Actor) -> bool:
    """Return whether to link to orders to excluded stations: for superiors, monitors and operators. No query."""
    superior = actor.is_head or actor.role in {Role.MONITOR, Role.COMPLAINT_OPERATOR}
    return complaint.is_open and superior and actor.is_at_or_above(complaint.office.path)


@register.filter("order_way")
def permitted_order_action(complaint: Complaint, actor: Actor) -> str:
    """Return what the actor can do about an order on this complaint: "answer", "read", "give" or "". No query."""
    if complaint.order_due_at and may_answer_order(actor, complaint):
        return "answer"
    if may_give_order(actor, complaint):
        return "read" if complaint.order_due_at else "give"
    return ""
