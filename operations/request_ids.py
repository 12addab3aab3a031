"""A number for each request: in every line that is logged while it is answered, in the answer, and in its jobs.

It is the front's own (X-Request-ID) where a trusted one stands there and sends 32 hexadecimal digits, as nginx's
$request_id; otherwise it is drawn here. No other form is taken: what a stranger sends does not come into the log.
"""

import re
from collections.abc import Callable
from uuid import uuid4

from celery import signals
from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, get_contextvars, unbind_contextvars

from operations.logs import CONTEXT

HEADER, NAME = "X-Request-ID", "request_id"
WELL_FORMED = re.compile(r"[0-9a-f]{32}")


class RequestIds:
    """Middleware: the first of all, so that every answer and every line has it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = of_front(request) or drawn()
        bind_contextvars(**{NAME: number})  # to the end of the request: Django logs a refusal after all middleware
        response = self.get_response(request)
        response[HEADER] = number
        return response


@request_finished.connect
def let_go(**_) -> None:
    """What this thread does next is another's."""
    unbind_contextvars(NAME)


def drawn() -> str:
    """A number that tells nothing: not even which answer of two it stands on."""
    return uuid4().hex


def of_front(request: HttpRequest) -> str:
    """The number that a trusted front gave; empty where there is none, or it is not of the form."""
    said = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
    return said if WELL_FORMED.fullmatch(said) else ""


@signals.before_task_publish.connect
def hand_on(headers: dict | None = None, **_) -> None:
    """A job that a request asks for takes its number along."""
    if headers is not None and NAME in (context := get_contextvars()):
        headers[NAME] = context[NAME]


@signals.task_prerun.connect
def take_up(task, **_) -> None:
    """A job logs under its name, and the number of the request that asked for it or one of its own."""
    bind_contextvars(task=task.name, **{NAME: task.request.get(NAME) or drawn()})


@signals.task_postrun.connect
def lay_down(**_) -> None:
    """The next job of this worker has another."""
    unbind_contextvars(*CONTEXT)
