"""No line of a log holds a CNIC, a telephone number or an E-tag: every line of a run is looked at, in one place.

It knows nothing of what the portal masks (operations.redaction). Lines are those that the portal's own handler would
write, and those that its processes have written into the files that tests give them.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import damm

LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
# What may be a number of somebody's: nine digits or more with at most two strokes or blanks between them. Digits in a
# word (a UUID, a name of a database) and decimal fractions are none.
LIKELY = re.compile(r"(?<![\w.])(?!0\.)\+?\(?\d(?:[ \-–.()/]{0,2}\d){8,}(?![\w.]?\w)")
CNIC, ETAG = 13, 12


def found_in(line: str) -> Iterator[str]:
    """What a line holds that no line may: "CNIC …", "E-tag …", "telephone number …"."""
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
    """Whether so many digits, written together, are a mobile number of Pakistan, with its zero or abroad."""
    try:
        number = phonenumbers.parse(f"+{digits}" if digits.startswith("92") else digits, "PK")
    except phonenumbers.NumberParseException:
        return False
    return len(digits) >= 11 and phonenumbers.is_valid_number(number)


class Listener(logging.Handler):
    """Beside the portal's own handler: formats each record as that one does, and keeps what may not be there."""

    def __init__(self, console: logging.Handler):
        super().__init__()
        self.setFormatter(console.formatter)
        for one in console.filters:
            self.addFilter(one)
        self.heard, self.trouble = 0, []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        self.heard += 1
        self.trouble += [f"{what} in: {line}" for what in found_in(line)]


def trouble_in(files: Iterable[Path]) -> list[str]:
    """What the lines of those files hold that no line may."""
    return [
        f"{what} in {path.name}: {line}"
        for path in files
        for line in path.read_text(errors="replace").splitlines()
        for what in found_in(line)
    ]
