"""What somebody typed into a form that could not be taken is given back on the page that says so.

Only to a form of our own pages: a stranger's page must not put words into ours.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

NEVER_SHOWN = ("password", "secret", "code", "token")


@never_cache
def open_too_long(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is not this browser's any more, for example after a sign-in in another window."""
    return render(request, "403_csrf.html", {"typed": words_of(request)}, status=403)


@never_cache
def broken(request: HttpRequest) -> HttpResponse:
    """500; 503 where the database is away or too slow. Asks nothing of it."""
    status = 503 if is_away(sys.exception()) else 500
    answer = HttpResponse(render_to_string("500.html", {"typed": words_of(request), "status": status}), status=status)
    if status == 503:
        answer["Retry-After"] = "60"
    return answer


def is_away(trouble: BaseException | None) -> bool:
    """Whether an exception, or what it came from, is the database's being away, and no mistake of ours."""
    while trouble is not None and not isinstance(trouble, OperationalError | InterfaceError):
        trouble = trouble.__cause__
    return trouble is not None


def words_of(request: HttpRequest) -> list[str]:
    """Whatever was written in more than one word, as it came; nothing secret, and nothing from elsewhere."""
    if request.method != "POST" or not is_ours(request):
        return []
    try:
        told = request.POST.items()
    except Exception:  # the body is what could not be read
        return []
    shown = [words.strip() for name, words in told if not any(part in name for part in NEVER_SHOWN)]
    return [words for words in shown if len(words.split()) > 1]


def is_ours(request: HttpRequest) -> bool:
    """Whether a page of this site sent it, as the browser says."""
    if said := request.headers.get("Sec-Fetch-Site"):
        return said == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
