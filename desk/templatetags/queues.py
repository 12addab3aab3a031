"""For every page of the desk: whether somebody reads complaints (`request.actor|reads_complaints`), and single keys."""

from django import template
from django.http import HttpRequest

from accounts.actors import Actor
from accounts.first_page import QUEUE, landing_of
from accounts.rules.roles import READING_ROLES
from desk import keyboard_shortcuts as keys

register = template.Library()


@register.filter
def reads_complaints(actor: Actor | None) -> bool:
    return actor is not None and actor.role in READING_ROLES


@register.filter
def works_in_the_queue(actor: Actor | None) -> bool:
    """Whether complaints come to them to be worked on, so that the queue is where they begin."""
    return reads_complaints(actor) and landing_of(actor) == QUEUE


@register.filter
def has_queue(request: HttpRequest) -> bool:
    """Whether any of their postings works in the queue, so that there is a way to it whichever is in use."""
    return any(works_in_the_queue(Actor.of(held)) for held in getattr(request, "postings", ()))


@register.filter
def single_keys_on(request: HttpRequest) -> bool:
    """Whether this reader has a use for single keys and has not turned them off."""
    return reads_complaints(getattr(request, "actor", None)) and keys.are_on(request)


@register.filter
def shortcuts(request: HttpRequest) -> list[tuple[str, str]]:
    """Which key does what."""
    return keys.SHEET
