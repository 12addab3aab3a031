"""Template tag of the desk's menu. It is registered in the settings, because `config` is not an app with tags."""

from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.actors import Actor
from config.desk_navigation import groups_of, permitted_pages, phone_items_of
from desk.menu_width import menu_width

register = template.Library()
MENUS = 500
"""How many rendered menus a process caches: one for each set of permissions, page, width and language."""


@register.simple_tag
def desk_navigation(request: HttpRequest) -> SafeString:
    """Return the menu of the desk: the side bar, and the bar at the bottom of a phone. No query."""
    actors = [Actor.of(posting) for posting in getattr(request, "postings", ())]
    pages = permitted_pages(getattr(request, "actor", None), actors)
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    return _render_menu(pages, view_name, menu_width(request), get_language(), get_script_prefix()) if pages else ""


@lru_cache(MENUS)
def _render_menu(pages: tuple[str, ...], view_name: str, width: str, language: str, prefix: str) -> SafeString:
    """Render the menu. It depends only on the arguments; language and script prefix are those of the request."""
    context = {
        "groups": groups_of(pages),
        "phone_items": phone_items_of(pages),
        "has_more": len(pages) > len(phone_items_of(pages)),
        "view_name": view_name,
        "width": width,
    }
    return render_to_string("components/desk_navigation.html", context)
