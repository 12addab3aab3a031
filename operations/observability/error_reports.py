"""Report errors to a Sentry server (SENTRY_DSN), without personal data.

A report has what finds the error in the code and in the portal's own log: the exception's type, the functions and lines
that led to it, the request id and the job's name. It has no text of an exception or log line, no values of variables,
no path, header, form field or address: any of these may contain what a complainant wrote.
"""

import logging

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.logging import LoggingIntegration
from structlog.contextvars import get_contextvars

from operations.log_formatting import CONTEXT

KEPT = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment")
KEPT_OF_FRAME = ("filename", "function", "module", "lineno", "in_app")


def start_error_reports(transport=None) -> None:
    """Report each logged error: Django and Celery log every exception that nobody caught. `transport`: for tests."""
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        transport=transport,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR, sentry_logs_level=None)],
        before_send=reduce_event,
        max_breadcrumbs=0,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        auto_session_tracking=False,
        send_client_reports=False,
    )


def reduce_event(event: dict, hint: dict) -> dict:
    """Return a new event with only what is known to contain no personal data."""
    reduced = {name: event[name] for name in KEPT if name in event}
    reduced["tags"] = {name: value for name, value in get_contextvars().items() if name in CONTEXT}
    if exceptions := event.get("exception", {}).get("values"):
        reduced["exception"] = {"values": [_reduce_exception(exception) for exception in exceptions]}
    if record := hint.get("log_record"):
        where = f"{record.name}, {record.module}:{record.lineno}"
        reduced["logentry"] = {"message": f"{where}: the portal's log has the text, under the request id."}
    return reduced


def _reduce_exception(exception: dict) -> dict:
    frames = (exception.get("stacktrace") or {}).get("frames", [])
    return {
        "type": exception.get("type"),
        "module": exception.get("module"),
        "stacktrace": {"frames": [{name: frame[name] for name in KEPT_OF_FRAME if name in frame} for frame in frames]},
    }
