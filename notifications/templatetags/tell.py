"""What message templates need: links that work outside the portal, instants out of JSON, a text taken apart."""

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
    """The whole address of a named page, in the language of the message: `{% absolute_url 'track' etag=etag %}`."""
    return settings.SITE_URL + reverse(name, args=args, kwargs=kwargs)


@register.simple_tag
def absolute_path(path: str) -> str:
    """The whole address of a path as it is in English, in the language of the message: `{% absolute_path path %}`."""
    language = get_language() or settings.LANGUAGE_CODE
    return f"{settings.SITE_URL}{'' if language == settings.LANGUAGE_CODE else f'/{language}'}{path}"


@register.filter
def instant(text: str | datetime) -> datetime | None:
    """A fact's ISO instant as local time, for `|date`: `{{ due_at|instant|date:"j F, g:i a" }}`."""
    moment = text if isinstance(text, datetime) else parse_datetime(text)
    return localtime(moment) if moment else None


@register.filter
def blocks(text: str) -> list[dict]:
    """A message taken apart for its page: {"link"} for a line that is nothing but an address, else {"words"}."""
    lines = re.split(r"^(https?://\S+)$|\n\s*\n", text, flags=re.MULTILINE)
    parts = [part.strip() for part in lines if part and part.strip()]
    return [{"link": part} if re.fullmatch(r"https?://\S+", part) else {"words": part} for part in parts]
