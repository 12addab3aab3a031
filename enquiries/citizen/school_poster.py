"""The poster for school visits: a PDF in each language, made once per process."""

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

import documents

DAY = 24 * 60 * 60


@cache
def make_poster(home_url: str, language: str) -> bytes:
    """Return the poster whose QR code leads to `home_url`."""
    return documents.make_poster(home_url, language)


def poster_pdf(language: str) -> bytes:
    """Return the portal's poster. Raises Http404 for a language that the portal does not have."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        return make_poster(settings.SITE_URL + reverse("home"), language)


def poster_etag(request: HttpRequest, language: str) -> str:
    """Return the ETag of the poster, a digest of its content."""
    return f'"{sha256(poster_pdf(language)).hexdigest()[:32]}"'


@require_safe
@cache_control(public=True, max_age=DAY)
@condition(etag_func=poster_etag)
def send_poster(request: HttpRequest, language: str) -> HttpResponse:
    """Send the poster (`/poster/ur.pdf`), to be shown in the browser and cached for a day."""
    return HttpResponse(
        poster_pdf(language),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="complaints-poster-{language}.pdf"',
            "Content-Language": language,
        },
    )
