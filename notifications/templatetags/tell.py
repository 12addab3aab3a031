"""Template tags for messages: absolute links, instants from JSON, and a text split into blocks."""

import re
from datetime import datetime

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def absolute_url(name: str, *args, **kwargs) -> str:
    """Return the absolute URL of a named page in the message's language: `{% absolute_url 'track' etag=etag %}`."""
    return settings.SITE_URL + reverse(name, args=args, kwargs=kwargs)


@register.simple_tag
def absolute_path(path: str) -> str:
    """Return the absolute URL, in the message's language, of a path of the English page: `{% absolute_path path %}`."""
    language = get_language() or settings.LANGUAGE_CODE
    return f"{settings.SITE_URL}{'' if language == settings.LANGUAGE_CODE else f'/{language}'}{path}"


@register.filter
def instant(text: str | datetime) -> datetime | None:
    """Return an ISO instant as local time, for `|date`: `{{ due_at|instant|date:"j F, g:i a" }}`."""
    at = text if isinstance(text, datetime) else parse_datetime(text)
    return localtime(at) if at else None


@register.filter
def blocks(text: str) -> list[dict]:
    """Split a message into blocks for display: {"link": …} for a line that is a URL, {"words": …} for the rest."""
    pieces = re.split(r"^(https?://\S+)$|\n\s*\n", text, flags=re.MULTILINE)
    parts = [piece.strip() for piece in pieces if piece and piece.strip()]
    return [{"link": part} if re.fullmatch(r"https?://\S+", part) else {"words": part} for part in parts]
