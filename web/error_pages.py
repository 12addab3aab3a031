"""Error pages. They show the text of a submitted form again, so that it is not lost (web.submitted_text)."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from psycopg.errors import ReadOnlySqlTransaction

from web.submitted_text import submitted_texts

RETRY_AFTER_SECONDS = 60


class ServiceUnavailable(Exception):
    """Something that the portal depends on is not available for a while. The answer is 503."""


TEMPORARY = (OperationalError, InterfaceError, ReadOnlySqlTransaction, ServiceUnavailable)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403: the CSRF token is no longer valid, for example after a sign-in in another window."""
    return render(request, "403_csrf.html", {"typed": submitted_texts(request)}, status=403)


@never_cache
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 if the database or the file storage is unreachable, full or too slow. Makes no query.

    Django calls this while it handles the exception.
    """
    context = {"typed": submitted_texts(request)}
    if not is_temporary(sys.exception()):
        return HttpResponse(render_to_string("500.html", context), status=500)
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def is_temporary(exception: BaseException | None) -> bool:
    """Return whether an exception, or one of its causes, means that something is unavailable for a while.

    A database that only reads counts: it was the leader a moment ago, and another one takes over.
    """
    while exception is not None and not isinstance(exception, TEMPORARY):
        exception = exception.__cause__
    return exception is not None


@never_cache
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: the officer may not do this, or may no longer do it."""
    return render(request, "403.html", {"typed": submitted_texts(request)}, status=403)


@never_cache
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: there is no such page, or the visitor may not see it, or may no longer see it."""
    return render(request, "404.html", {"typed": submitted_texts(request)}, status=404)
