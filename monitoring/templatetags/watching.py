"""Which of the desk's pages its navigation may offer: `request.actor|may_watch`."""

from django import template

from accounts.actors import Actor
from monitoring import access
from reviews.queries.visibility import decides_somewhere, oversees
from sla.services.circuit_breaker import may_decide

register = template.Library()


@register.filter
def may_watch(actor: Actor | None) -> bool:
    """Whether the board is theirs to open."""
    return bool(actor) and access.may_watch(actor)


@register.filter
def may_review(actor: Actor | None) -> bool:
    """Whether reviews of others can be theirs to see. (Anybody may open the page; it shows them their own.)"""
    return bool(actor) and (oversees(actor) or decides_somewhere(actor))


@register.filter
def decides_on_holds(actor: Actor | None) -> bool:
    """Whether they release or discard a held sweep."""
    return actor is not None and may_decide(actor)


@register.filter
def watches_patterns(actor: Actor | None) -> bool:
    """Whether the list of patterns is theirs to open."""
    return actor is not None and oversees(actor)
