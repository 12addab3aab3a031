"""How an answer of this app is kept elsewhere: so briefly that what has ended is gone within a minute, everywhere."""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

SECONDS = 20
"""Browsers and proxies count from the same moment, so this is the whole delay; the issue allows sixty."""

ROBOTS = "noindex, noarchive, noimageindex"
"""A search engine's copy would outlive the notice by months."""


def vanishing(view):
    """Of a view of something published: what it shows is asked for anew after SECONDS; what it refuses is not kept."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code in {200, 304}:
            patch_cache_control(answer, public=True, max_age=SECONDS, must_revalidate=True)
        else:
            patch_cache_control(answer, no_store=True, max_age=0)
        answer["X-Robots-Tag"] = ROBOTS
        return answer

    return guarded
