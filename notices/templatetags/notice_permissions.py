"""Filters for the desk's header: whether an officer works with public notices (`request.actor|keeps_notices`)."""

from django import template

from accounts.actors import Actor
from notices.rules import notice_permissions

register = template.Library()


@register.filter
def proposes_notices(actor: Actor | None) -> bool:
    """Return whether the actor may propose notices for any office. No query."""
    return actor is not None and notice_permissions.may_propose_somewhere(actor)
