"""Pages that say that a form could not be taken, and give back what was typed (web.typed_text)."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

from web.typed_text import words_of

AGAIN = 60  # seconds


@never_cache
def open_too_long(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is not this browser's any more, for example after a sign-in in another window."""
    return render(request, "403_csrf.html", {"typed": words_of(request)}, status=403)


@never_cache
def broken(request: HttpRequest) -> HttpResponse:
    """500; 503 where the database is away, has no room or is too slow. Asks nothing of it.

    Django calls this while the exception is being handled.
    """
    typed = {"typed": words_of(request)}
    if not is_away(sys.exception()):
        return HttpResponse(render_to_string("500.html", typed), status=500)
    answer = HttpResponse(render_to_string("503.html", typed), status=503)
    answer["Retry-After"] = str(AGAIN)
    return answer


def is_away(trouble: BaseException | None) -> bool:
    """Whether an exception, or what it came from, is the database's being away, and no mistake of ours."""
    while trouble is not None and not isinstance(trouble, OperationalError | InterfaceError):
        trouble = trouble.__cause__
    return trouble is not None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404. Unlike Django's own view this one does not read the submitted form, which may be unreadable."""
    return render(request, "404.html", status=404)
