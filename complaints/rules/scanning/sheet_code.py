"""The code of a cover sheet: the letters CS, fifteen random digits and a check digit (Damm).

Nobody can guess a code of an unused sheet. The check digit detects every single wrong digit and every swap of
neighbours, so a misread code is never taken for that of another sheet. The code says nothing about a person.
"""

import re
from collections.abc import Callable

from stdnum import damm

PREFIX = "CS"
RANDOM_DIGITS = 15
DIGITS = RANDOM_DIGITS + 1
_SHEET_TEXT = re.compile(rf"{PREFIX}[0-9]{{{DIGITS}}}", re.ASCII)


def draw_sheet_code(randbelow: Callable[[int], int]) -> str:
    """Return a new code, as its QR code holds it. `randbelow`: `secrets.randbelow`, or a test's replacement."""
    body = f"{randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}"
    return PREFIX + body + damm.calc_check_digit(body)


def looks_like_sheet_code(text: str) -> bool:
    """Return whether the text of a QR code has the form of a sheet's code, whatever its check digit."""
    return _SHEET_TEXT.fullmatch(text) is not None


def is_sheet_code(text: str) -> bool:
    """Return whether the text is a code with the right check digit."""
    return looks_like_sheet_code(text) and damm.is_valid(text.removeprefix(PREFIX))


def format_sheet_code(code: str) -> str:
    """Return the code in groups of four digits, as it is printed: `CS 2648 1907 3555 0127`."""
    digits = code.removeprefix(PREFIX)
    return " ".join([PREFIX, *(digits[start : start + 4] for start in range(0, DIGITS, 4))])
