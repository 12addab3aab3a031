"""The E-tag: twelve digits for dictation and feature phones. Two for the year, nine random, one check digit (Damm).

The check digit catches every single wrong digit and every swap of neighbours, so a mistyped number is told apart
from an unknown one. The number alone opens nothing: it is no secret.
"""

from collections.abc import Callable

from stdnum import damm

DIGITS = 12
RANDOM_DIGITS = 9
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_SEPARATORS = dict.fromkeys(map(ord, " -–—_.\u00a0\u200c\u200e\u200f\t"))


class Mistyped(ValueError):
    """Not an E-tag: a digit is missing, wrong or swapped."""


def compose(year: int, number: int) -> str:
    """The E-tag of a year (Gregorian, its last two digits count) and a random number below 10⁹."""
    body = f"{year % 100:02d}{number:0{RANDOM_DIGITS}d}"
    return body + damm.calc_check_digit(body)


def draw(year: int, randbelow: Callable[[int], int]) -> str:
    """A new E-tag; `randbelow` is `secrets.randbelow`, or a test's own."""
    return compose(year, randbelow(10**RANDOM_DIGITS))


def parse(typed: str) -> str:
    """Twelve digits from what a person typed: spaces, dashes and Urdu digits are fine. Raises Mistyped."""
    digits = bare(typed)
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()) or not damm.is_valid(digits):
        raise Mistyped(typed)
    return digits


def bare(typed: str) -> str:
    """A number as it was typed, without spaces and dashes, Urdu digits as Latin ones."""
    return typed.translate(_LATIN).translate(_SEPARATORS)


def spaced(etag: str) -> str:
    """In fours, as it is shown and read aloud: `2648 1907 3555`."""
    return " ".join(etag[i : i + 4] for i in range(0, DIGITS, 4))
