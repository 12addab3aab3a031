"""Find CNICs, phone numbers and E-tags in log lines. No line of any test run may contain one.

The search is independent of the portal's own masking (operations.personal_data_masking). It covers the lines that the
portal's log handler writes in this process, and the log files that other processes of a test write.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import damm

LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
# A possible personal number: nine digits or more, with at most two separators between two digits. Digits inside a word
# (a UUID, a database name) and decimal fractions do not count.
LIKELY = re.compile(r"(?<![\w.])(?!0\.)\+?\(?\d(?:[ \-–.()/]{0,2}\d){8,}(?![\w.]?\w)")
CNIC, ETAG = 13, 12


def personal_numbers_in(line: str) -> Iterator[str]:
    """Yield each personal number in a line, with its kind: "CNIC …", "E-tag …", "telephone number …"."""
    line = line.translate(LATIN)
    for match in LIKELY.finditer(line):
        written = match.group()
        digits = re.sub(r"\D", "", written)
        if len(digits) == CNIC and digits[0] in "1234567":  # the first digit is a province's
            yield f"CNIC {written}"
        elif len(digits) == ETAG and damm.is_valid(digits):
            yield f"E-tag {written}"
        elif any(PhoneNumberMatcher(written, "PK", leniency=Leniency.VALID)) or is_number(digits):
            yield f"telephone number {written}"


def is_number(digits: str) -> bool:
    """Return whether these digits are a valid phone number of Pakistan, with its leading zero or with 92."""
    try:
        number = phonenumbers.parse(f"+{digits}" if digits.startswith("92") else digits, "PK")
    except phonenumbers.NumberParseException:
        return False
    return len(digits) >= 11 and phonenumbers.is_valid_number(number)


class Listener(logging.Handler):
    """A log handler that formats records like the portal's own and collects personal numbers in `trouble`."""

    def __init__(self, console: logging.Handler):
        super().__init__()
        self.setFormatter(console.formatter)
        for one in console.filters:
            self.addFilter(one)
        self.heard, self.trouble = 0, []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        self.heard += 1
        self.trouble += [f"{what} in: {line}" for what in personal_numbers_in(line)]


def personal_numbers_in_files(files: Iterable[Path]) -> list[str]:
    """Return each personal number in these files, with its line."""
    return [
        f"{what} in {path.name}: {line}"
        for path in files
        for line in path.read_text(errors="replace").splitlines()
        for what in personal_numbers_in(line)
    ]
