"""Template tag of the help on each page of the desk. It is registered in the settings, like desk_navigation_tags."""

from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from config.desk_help import place_in_manual
from desk.help.manual import load_manual_page

register = template.Library()
TEXTS = 500
"""How many rendered texts a process caches: one for each page and language."""


@register.simple_tag
def desk_help(request: HttpRequest) -> SafeString:
    """Return the "?" that explains the page of the desk and leads to the manual. No query.

    Without a posting, as before the second factor, the manual cannot be opened: then the "?" only explains the page.
    """
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    has_manual = getattr(request, "actor", None) is not None
    return _render_help(view_name, has_manual, get_language(), get_script_prefix())


@lru_cache(TEXTS)
def _render_help(view_name: str, has_manual: bool, language: str, prefix: str) -> SafeString:
    """Render the help. It depends only on the arguments; language and script prefix are those of the request."""
    slug, anchor = place_in_manual(view_name)
    summary, url = "", reverse("desk:help") if has_manual else ""
    if slug:
        summary = load_manual_page(slug, language).section(anchor).summary
        page_url = reverse("desk:help_page", args=[slug])
        url = (f"{page_url}#{anchor}" if anchor else page_url) if has_manual else ""
    return render_to_string("components/desk_help.html", {"summary": summary, "url": url}) if summary or url else ""
