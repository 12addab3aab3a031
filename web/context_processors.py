"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject

OTHER = {"en": "ur", "ur": "en"}


def portal(request: HttpRequest) -> dict:
    """DEMO, site address, the WhatsApp number as text, and this page's address in the other language.

    `other_language` is {"code", "name", "url"}; the name is the language's own ("اردو"), so it is never translated.
    """
    return {
        "DEMO": settings.DEMO,
        "SITE_URL": settings.SITE_URL,
        "WHATSAPP_NUMBER": settings.WHATSAPP_NUMBER,
        "other_language": SimpleLazyObject(lambda: _other_language(request)),
    }


def _other_language(request: HttpRequest) -> dict[str, str]:
    code = OTHER.get(translation.get_language(), "en")
    return {
        "code": code,
        "name": translation.get_language_info(code)["name_local"],
        "url": _translated(request, code),
    }


def _translated(request: HttpRequest, code: str) -> str:
    """This page's address in that language. The request knows its view; where none answered, it is looked up."""
    found, asked = request.resolver_match, request.get_full_path()
    if found is None:
        return translate_url(asked, code)
    try:
        with translation.override(code):
            path = reverse(found.view_name, args=found.args, kwargs=found.captured_kwargs)
    except NoReverseMatch:
        return asked
    return path + asked.removeprefix(escape_uri_path(request.path))
