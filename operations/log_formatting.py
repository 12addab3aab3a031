"""Format log records as JSON lines, and mask personal data and secrets in JSON lines and plain lines.

    {"at": "2026-11-27T10:00:00.123456Z", "level": "warning", "logger": "django.request", "request_id": "4f…",
     "message": "Not Found: /track/[number]/"}

`request_id` is the request's (operations.request_ids), also for the jobs that it starts; `task` is the job's name. The
log contains no IP addresses of citizens.
"""

import logging
from collections.abc import Mapping

import structlog

from operations.personal_data_masking import mask_personal_data

CONTEXT = ("request_id", "task")
OMITTED_FIELDS = {"request", "data"}
"""Attributes that are not logged: django.request's request, whose message is enough, and the arguments of a task."""


class MaskingFilter(logging.Filter):
    """A filter that masks message, arguments and traceback of all records, and drops none."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            record.msg = mask_personal_data(record.getMessage())
        except Exception:  # wrong number of arguments; logging must never stop the code that logs
            record.msg = mask_personal_data(f"{record.msg} {record.args}")
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = mask_personal_data(record.exc_text)
        return True


def order_fields(logger, method: str, event: Mapping) -> dict:
    """Return the fields of a line in a fixed order, masked except for the ids that the portal makes."""
    line = {name: event[name] for name in ("at", "level", "logger", *CONTEXT) if name in event}
    line["message"] = mask_value(event["event"])
    rest = {name: value for name, value in event.items() if name not in {*line, "event", *OMITTED_FIELDS}}
    return line | {mask_personal_data(str(name)): mask_value(value) for name, value in rest.items()}


def mask_value(value):
    """Return a value for JSON, masked at all levels. Objects other than plain values become text."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if mask_personal_data(str(value)) == str(value) else mask_personal_data(str(value))
    if isinstance(value, Mapping):
        return {mask_personal_data(str(name)): mask_value(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask_value(part) for part in value]
    return mask_personal_data(value if isinstance(value, str) else repr(value))


def json_formatter() -> logging.Formatter:
    """Return the formatter for LOGGING, which formats the records of any library."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        ],
        processors=[
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            order_fields,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
