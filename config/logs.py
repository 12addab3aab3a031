"""What a log may hold: no key of anybody's. Addresses of pages are written down when they fail, and keys stand in them.

Masked are the numbers of drafts and files (UUIDs), E-tags and other numbers of twelve digits however they are spaced,
and the token of a one-tap link, which opens a complaint.
"""

import logging
import re

KEYS = (
    (re.compile(r"(?i)\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b"), "[uuid]"),
    (re.compile(r"(?<!\d)(?:\d(?:[ +-]|%20)*){11}\d(?!\d)"), "[number]"),
    (re.compile(r"(?<=/a/)[^/\s'\"?]+"), "[token]"),
)


def masked(text: str) -> str:
    """The text with every key in it replaced by what it was."""
    for pattern, name in KEYS:
        text = pattern.sub(name, text)
    return text


class MaskKeys(logging.Filter):
    """Lets every record pass, its message, arguments and traceback without keys."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            record.msg = masked(record.getMessage())
        except Exception:  # arguments that do not fit: a log must never stop the work that writes it
            record.msg = masked(f"{record.msg} {record.args}")
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True
