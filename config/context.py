"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
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
        "url": translate_url(request.get_full_path(), code),
    }
