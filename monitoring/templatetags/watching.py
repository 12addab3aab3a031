"""Filters that decide which pages the desk's navigation offers: `request.actor|may_watch`."""

from django import template

from accounts.actors import Actor
from monitoring import board_access
from reviews.queries.review_visibility import can_receive_reviews, oversees_reviews
from sla.services.circuit_breaker import may_decide_holds

register = template.Library()


@register.filter
def may_watch(actor: Actor | None) -> bool:
    """Return whether the actor may open the board."""
    return bool(actor) and board_access.may_see_board(actor)


@register.filter
def may_review(actor: Actor | None) -> bool:
    """Return whether the actor may see reviews of other officers. (Everybody may open the page and sees their own.)"""
    return bool(actor) and (oversees_reviews(actor) or can_receive_reviews(actor))


@register.filter
def decides_on_holds(actor: Actor | None) -> bool:
    """Return whether the actor may release or discard a held sweep."""
    return actor is not None and may_decide_holds(actor)


@register.filter
def watches_patterns(actor: Actor | None) -> bool:
    """Return whether the actor may open the list of patterns."""
    return actor is not None and oversees_reviews(actor)
