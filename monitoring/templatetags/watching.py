"""Filters that decide which pages the desk's navigation offers: `request.actor|may_watch`."""

from django import template

from accounts.actors import Actor
from monitoring import access
from reviews.queries.visibility import decides_somewhere, oversees
from sla.services.circuit_breaker import may_decide

register = template.Library()


@register.filter
def may_watch(actor: Actor | None) -> bool:
    """Return whether the actor may open the board."""
    return bool(actor) and access.may_watch(actor)


@register.filter
def may_review(actor: Actor | None) -> bool:
    """Return whether the actor may see reviews of other officers. (Everybody may open the page and sees their own.)"""
    return bool(actor) and (oversees(actor) or decides_somewhere(actor))


@register.filter
def decides_on_holds(actor: Actor | None) -> bool:
    """Return whether the actor may release or discard a held sweep."""
    return actor is not None and may_decide(actor)


@register.filter
def watches_patterns(actor: Actor | None) -> bool:
    """Return whether the actor may open the list of patterns."""
    return actor is not None and oversees(actor)
