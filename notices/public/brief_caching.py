"""Cache headers of the public pages: caches expire so fast that a notice disappears within a minute of its end."""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

CACHE_SECONDS = 20
"""Browsers and proxies count from the same moment, so this is the total delay. Sixty seconds are allowed."""

ROBOTS_HEADER = "noindex, noarchive, noimageindex"
"""A copy in a search engine would outlive the notice by months."""


def cache_briefly(view):
    """Decorate a view of published content: caches keep it for CACHE_SECONDS, and errors are not cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code in {200, 304}:
            patch_cache_control(response, public=True, max_age=CACHE_SECONDS, must_revalidate=True)
        else:
            patch_cache_control(response, no_store=True, max_age=0)
        response["X-Robots-Tag"] = ROBOTS_HEADER
        return response

    return guarded
