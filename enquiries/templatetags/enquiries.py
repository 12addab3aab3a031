"""Filters for the desk's header: the registers of an officer (`request.actor|works_verifications`). No queries."""

from django import template

from accounts.actors import Actor
from enquiries.rules.feedback_workflow import may_answer_feedback
from enquiries.rules.school_visit_rules import may_see_school_visits
from enquiries.rules.verification_workflow import may_open_verifications

register = template.Library()


@register.filter
def works_verifications(actor: Actor | None) -> bool:
    """Return whether the actor has the list of verifications."""
    return actor is not None and may_open_verifications(actor.role, actor.office_kind)


@register.filter
def answers_feedback(actor: Actor | None) -> bool:
    """Return whether the actor answers feedback."""
    return actor is not None and may_answer_feedback(actor.role, actor.office_kind)


@register.filter
def keeps_talks(actor: Actor | None) -> bool:
    """Return whether the actor may see the register of school visits."""
    return actor is not None and may_see_school_visits(actor.role, actor.office_kind)
