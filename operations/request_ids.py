"""Give each request an id, which is in all its log lines, in the response and in the log lines of its jobs.

If there is a trusted proxy, its id is used (X-Request-ID), provided that it has 32 hexadecimal digits like nginx's
$request_id. Otherwise a random id is made, so that nobody can write other text into the log.
"""

import re
from collections.abc import Callable
from uuid import uuid4

from celery import signals
from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, get_contextvars, unbind_contextvars

from operations.log_formatting import CONTEXT

HEADER, NAME = "X-Request-ID", "request_id"
WELL_FORMED = re.compile(r"[0-9a-f]{32}")


class RequestIds:
    """Middleware that sets the request's id. It must be the first, so that all responses and log lines have it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = proxy_request_id(request) or new_request_id()
        bind_contextvars(**{NAME: request_id})  # until the end of the request: Django logs errors after all middleware
        response = self.get_response(request)
        response[HEADER] = request_id
        return response


@request_finished.connect
def clear_request_id(**_) -> None:
    """Remove the id at the end of the request, because the thread goes on to other requests."""
    unbind_contextvars(NAME)


def new_request_id() -> str:
    """Return a random id, which reveals nothing about the request or its response."""
    return uuid4().hex


def proxy_request_id(request: HttpRequest) -> str:
    """Return the id from a trusted proxy, or "" if there is none or it is malformed."""
    value = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
    return value if WELL_FORMED.fullmatch(value) else ""


@signals.before_task_publish.connect
def pass_on_request_id(headers: dict | None = None, **_) -> None:
    """Pass the request's id on to a job that the request starts."""
    if headers is not None and NAME in (context := get_contextvars()):
        headers[NAME] = context[NAME]


@signals.task_prerun.connect
def bind_job_context(task, **_) -> None:
    """Let a job log with its name, and with the id of the request that started it or with a new id."""
    bind_contextvars(task=task.name, **{NAME: task.request.get(NAME) or new_request_id()})


@signals.task_postrun.connect
def clear_job_context(**_) -> None:
    """Remove name and id at the end of a job."""
    unbind_contextvars(*CONTEXT)
