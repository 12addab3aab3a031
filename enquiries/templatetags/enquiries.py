"""Filters for the desk's header: the registers of an officer (`request.actor|works_verifications`). No queries."""

from django import template

from accounts.actors import Actor
from enquiries.rules.feedback import may_answer
from enquiries.rules.school_visits import may_look
from enquiries.rules.verification import sees_any

register = template.Library()


@register.filter
def works_verifications(actor: Actor | None) -> bool:
    """Return whether the actor has the list of verifications."""
    return actor is not None and sees_any(actor.role, actor.office_kind)


@register.filter
def answers_feedback(actor: Actor | None) -> bool:
    """Return whether the actor answers feedback."""
    return actor is not None and may_answer(actor.role, actor.office_kind)


@register.filter
def keeps_talks(actor: Actor | None) -> bool:
    """Return whether the actor may see the register of school visits."""
    return actor is not None and may_look(actor.role, actor.office_kind)
