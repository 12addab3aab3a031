"""The numbers of enquiries: a letter for the register, two digits for the year, seven random, one check digit (Damm).

They are shorter than an E-tag and begin with a letter, so that nobody confuses the two: `V26 4819 0735`. Only the
digits are stored. The letter is optional when a number is typed.
"""

from collections.abc import Callable
from enum import StrEnum

from stdnum import damm

from complaints.rules.etag import strip_separators

DIGITS = 10
RANDOM_DIGITS = 7


class RegisterLetter(StrEnum):
    """The letter of each register."""

    VERIFICATION = "V"
    FEEDBACK = "F"


class MistypedNumber(ValueError):
    """Not a valid number: a digit is missing, wrong or swapped, or the letter is of another register."""


def draw_number(year: int, randbelow: Callable[[int], int]) -> str:
    """Return the digits of a new random number. `randbelow`: `secrets.randbelow`, or a replacement in tests."""
    body = f"{year % 100:02d}{randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}"
    return body + damm.calc_check_digit(body)


def parse_number(typed: str, letter: RegisterLetter) -> str:
    """Return the digits of a typed number, with or without its letter. Raises MistypedNumber."""
    digits = strip_separators(typed).upper().removeprefix(letter)
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()) or not damm.is_valid(digits):
        raise MistypedNumber(typed)
    return digits


def format_number(digits: str, letter: RegisterLetter) -> str:
    """Return a number as it is shown and read aloud: `V26 4819 0735`."""
    return f"{letter}{digits[:2]} {digits[2:6]} {digits[6:]}"
