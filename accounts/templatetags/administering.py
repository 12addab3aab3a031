"""Template filters for the desk's navigation: whether an actor is an administrator or may read the admin log."""

from django import template

from accounts import staff_views
from accounts.administration import administers as is_administrator

register = template.Library()


@register.filter
def administers(actor) -> bool:
    return is_administrator(actor)


@register.filter
def reads_acts(actor) -> bool:
    return staff_views.reads_acts(actor)
