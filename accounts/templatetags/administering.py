"""Template filters for the desk's navigation: whether an actor is an administrator or may read the admin log."""

from django import template

from accounts import admin_log_views
from accounts.admin_base import is_administrator

register = template.Library()


@register.filter
def administers(actor) -> bool:
    return is_administrator(actor)


@register.filter
def reads_acts(actor) -> bool:
    return admin_log_views.may_read_admin_log(actor)
