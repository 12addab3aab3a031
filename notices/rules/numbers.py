"""Numbers by which notices and tips are named outside: drawn, so that nobody can count or guess them."""

import secrets

TIP_DIGITS = 10
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without what is mistaken for something else when it is read out: 0 and o, 1, i and l."""

CODE_LENGTH = 12
"""Thirty-one letters to the power of twelve: about 59 bits."""


def new_code() -> str:
    """A notice's name in addresses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_tip_number() -> str:
    """A tip's number: digits, for any telephone."""
    return f"{secrets.randbelow(10**TIP_DIGITS):0{TIP_DIGITS}d}"


def tip_number(typed: str) -> str | None:
    """The digits of what was typed, in any script and however they are parted; None where it can be no number."""
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    return digits if len(digits) == TIP_DIGITS else None


def spaced(number: str) -> str:
    """`4821 903 417`: as it is shown and read out."""
    return f"{number[:4]} {number[4:7]} {number[7:]}"
