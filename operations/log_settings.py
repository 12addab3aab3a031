"""Configure the loggers and their levels. operations.log_formatting formats and redacts each line."""

import logging

logging.captureWarnings(True)  # write Python's warnings to the log too
QUIETER = {
    "celery": "WARNING",  # logs every task at INFO
    "httpx": "WARNING",  # logs every URL at INFO
    "pywa": "WARNING",  # logs the text of messages at DEBUG
}


def logging_settings(*, is_readable: bool, level: str) -> dict:
    """Return the setting LOGGING: one handler with JSON lines or, if `is_readable`, plain lines for developers."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "operations.log_formatting.json_formatter"},
            "line": {"format": "{levelname} {name} {message}", "style": "{"},
        },
        "filters": {"keys": {"()": "operations.log_formatting.MaskingFilter"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line" if is_readable else "json",
                "filters": ["keys"],
            }
        },
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},  # without its own handlers, which mask nothing
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},  # the same
            **{name: {"level": minimum} for name, minimum in QUIETER.items()},
        },
        "root": {"handlers": ["console"], "level": level},
    }
