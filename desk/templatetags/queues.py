"""Template filters for every desk page: whether the officer reads complaints or has a queue, and keyboard shortcuts."""

from django import template
from django.http import HttpRequest

from accounts.actors import Actor
from accounts.rules.roles import READING_ROLES
from desk import keyboard_shortcuts as keys

register = template.Library()


@register.filter
def reads_complaints(actor: Actor | None) -> bool:
    """Return whether the actor's role reads complaints."""
    return actor is not None and actor.role in READING_ROLES


@register.filter
def single_keys_on(request: HttpRequest) -> bool:
    """Return whether single-key shortcuts are on: the officer reads complaints and has not turned them off."""
    return reads_complaints(getattr(request, "actor", None)) and keys.has_single_keys_on(request)


@register.filter
def shortcuts(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the shortcuts: each key and what it does."""
    return keys.SHORTCUTS
