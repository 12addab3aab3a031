"""For the desk's masthead: how many reports of pressure wait, for those whose task they are."""

from django import template

from accounts.actors import Actor
from complaints.queries.pressure import number_open
from complaints.rules.pressure import answers_for_it

register = template.Library()


@register.simple_tag
def open_pressures(actor: Actor | None) -> int | None:
    """The number, one statement; None, and no statement, for everybody else."""
    if actor is None or not answers_for_it(kind=actor.office_kind, role=actor.role, is_head=actor.is_head):
        return None
    return number_open()
