"""The numbers of enquiries: a letter for the register, two digits for the year, seven random, one check digit (Damm).

Shorter than an E-tag and with a letter in front, so that nobody takes the one for the other: `V26 4819 0735`. Only the
digits are kept; whoever types or says the number may leave the letter out.
"""

from collections.abc import Callable
from enum import StrEnum

from stdnum import damm

from complaints.rules.etag import bare

DIGITS = 10
RANDOM_DIGITS = 7


class Letter(StrEnum):
    """The register that a number belongs to."""

    VERIFICATION = "V"
    FEEDBACK = "F"


class Mistyped(ValueError):
    """Not such a number: a digit is missing, wrong or swapped, or it is of another register."""


def draw(year: int, randbelow: Callable[[int], int]) -> str:
    """New digits for a year; `randbelow` is `secrets.randbelow`, or a test's own."""
    body = f"{year % 100:02d}{randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}"
    return body + damm.calc_check_digit(body)


def parse(typed: str, letter: Letter) -> str:
    """The digits of what a person typed, with or without the letter. Raises Mistyped."""
    digits = bare(typed).upper().removeprefix(letter)
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()) or not damm.is_valid(digits):
        raise Mistyped(typed)
    return digits


def spaced(digits: str, letter: Letter) -> str:
    """As it is shown and read aloud: `V26 4819 0735`."""
    return f"{letter}{digits[:2]} {digits[2:6]} {digits[6:]}"
