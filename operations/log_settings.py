"""Say which loggers write, and from which level on. operations.logs formats and redacts each line."""

import logging

logging.captureWarnings(True)  # Python's own warnings are lines of the log like all others
QUIETER = {
    "celery": "WARNING",  # it tells of every task
    "httpx": "WARNING",  # it tells of every address that it asks
    "pywa": "WARNING",  # at DEBUG it writes down what people are told
}


def of(*, is_readable: bool, level: str) -> dict:
    """The setting LOGGING: one handler for all, by JSON lines unless a developer reads them."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "operations.logs.json_lines"},
            "line": {"format": "{levelname} {name} {message}", "style": "{"},
        },
        "filters": {"keys": {"()": "operations.logs.MaskKeys"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line" if is_readable else "json",
                "filters": ["keys"],
            }
        },
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},  # in place of its own, which masks no keys
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},  # likewise
            **{name: {"level": least} for name, least in QUIETER.items()},
        },
        "root": {"handlers": ["console"], "level": level},
    }
