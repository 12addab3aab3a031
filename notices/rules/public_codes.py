"""Public codes of notices and numbers of tips. They are random, so that nobody can count or guess them."""

import secrets

TIP_DIGITS = 10
CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without characters that are easily confused: 0 and o, 1, i and l."""

CODE_LENGTH = 12
"""Thirty-one characters to the power of twelve: about 59 bits."""


def new_notice_code() -> str:
    """Return a new random code of a notice, for its URL."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def new_tip_number() -> str:
    """Return a new random number of a tip: only digits, so that it can be typed on any phone."""
    return f"{secrets.randbelow(10**TIP_DIGITS):0{TIP_DIGITS}d}"


def parse_tip_number(typed: str) -> str | None:
    """Return the ten digits of a typed number, in any script and grouping; None if it is not a tip number."""
    digits = "".join(str(int(character)) for character in typed if character.isdecimal())
    return digits if len(digits) == TIP_DIGITS else None


def format_tip_number(number: str) -> str:
    """Return a tip number in groups, as it is shown and read out: `4821 903 417`."""
    return f"{number[:4]} {number[4:7]} {number[7:]}"
