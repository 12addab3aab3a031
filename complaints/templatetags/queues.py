"""For every page of the desk: whether somebody reads complaints (`request.actor|reads_complaints`), and single keys."""

from django import template
from django.http import HttpRequest

from accounts.actors import Actor
from complaints.desk import shortcuts as keys
from complaints.models.complaint import READING_ROLES

register = template.Library()


@register.filter
def reads_complaints(actor: Actor | None) -> bool:
    return actor is not None and actor.role in READING_ROLES


@register.filter
def single_keys_on(request: HttpRequest) -> bool:
    """Whether this reader has a use for single keys and has not turned them off."""
    return reads_complaints(getattr(request, "actor", None)) and keys.are_on(request)


@register.filter
def shortcuts(request: HttpRequest) -> list[tuple[str, str]]:
    """Which key does what."""
    return keys.SHEET
