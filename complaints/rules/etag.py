"""The E-tag: twelve digits, so that it can be dictated and typed on simple phones.

Two digits are the year, nine are random, one is a check digit (Damm). The check digit detects every single wrong digit
and every swap of neighbours, so a mistyped number can be distinguished from an unknown one. The number is not a secret:
alone it opens nothing.
"""

from collections.abc import Callable

from stdnum import damm

DIGITS = 12
RANDOM_DIGITS = 9
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_SEPARATORS = dict.fromkeys(map(ord, " -–—_.\u00a0\u200c\u200e\u200f\t"))


class MistypedEtag(ValueError):
    """The text is not an E-tag: a digit is missing, wrong or swapped."""


def compose_etag(year: int, number: int) -> str:
    """Return the E-tag for a year (Gregorian; its last two digits are used) and a random number below 10⁹."""
    body = f"{year % 100:02d}{number:0{RANDOM_DIGITS}d}"
    return body + damm.calc_check_digit(body)


def draw_random_etag(year: int, randbelow: Callable[[int], int]) -> str:
    """Return a new random E-tag. `randbelow`: `secrets.randbelow`, or a test's replacement."""
    return compose_etag(year, randbelow(10**RANDOM_DIGITS))


def parse_etag(typed: str) -> str:
    """Return the twelve digits of a typed E-tag, which may contain spaces, dashes and Urdu digits.

    Raises MistypedEtag.
    """
    digits = strip_separators(typed)
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()) or not damm.is_valid(digits):
        raise MistypedEtag(typed)
    return digits


def strip_separators(typed: str) -> str:
    """Return a typed number without spaces and dashes, with Urdu digits as Latin ones. It is not validated."""
    return typed.translate(_LATIN).translate(_SEPARATORS)


def format_etag(etag: str) -> str:
    """Return the E-tag in groups of four, as it is shown and read aloud: `2648 1907 3555`."""
    return " ".join(etag[i : i + 4] for i in range(0, DIGITS, 4))
