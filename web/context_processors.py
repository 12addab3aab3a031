"""Variables for all templates."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject

OTHER_LANGUAGE = {"en": "ur", "ur": "en"}


def portal_context(request: HttpRequest) -> dict:
    """Return DEMO, the site address, the WhatsApp number as text, and the other language.

    `other_language` has "code", "name" and the "url" of the present page in it. The name is the language's own
    ("اردو"), so it is not translated.
    """
    return {
        "DEMO": settings.DEMO,
        "SITE_URL": settings.SITE_URL,
        "WHATSAPP_NUMBER": settings.WHATSAPP_NUMBER,
        "other_language": SimpleLazyObject(lambda: _other_language_context(request)),
    }


def _other_language_context(request: HttpRequest) -> dict[str, str]:
    code = OTHER_LANGUAGE.get(translation.get_language(), "en")
    return {
        "code": code,
        "name": translation.get_language_info(code)["name_local"],
        "url": _url_in_language(request, code),
    }


def _url_in_language(request: HttpRequest, code: str) -> str:
    """Return this page's address in another language. The resolved view is used; without one the path is resolved."""
    match, full_path = request.resolver_match, request.get_full_path()
    if match is None:
        return translate_url(full_path, code)
    try:
        with translation.override(code):
            path = reverse(match.view_name, args=match.args, kwargs=match.captured_kwargs)
    except NoReverseMatch:
        return full_path
    return path + full_path.removeprefix(escape_uri_path(request.path))
