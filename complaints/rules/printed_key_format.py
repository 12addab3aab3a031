"""The format of printed codes: twelve letters and digits in groups of four."""

import re

KEY_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits without those that are easily confused: 0 and O, 1, I and L."""
KEY_LENGTH = 12


def normalise_printed_key(typed: str) -> str:
    """Return a typed code without spaces and dashes and in capital letters."""
    return re.sub(r"[\W_]", "", typed).upper()[: 2 * KEY_LENGTH]


def may_be_printed_key(typed: str) -> bool:
    """Return whether the text has the form of a printed code."""
    key = normalise_printed_key(typed)
    return len(key) == KEY_LENGTH and set(key) <= set(KEY_LETTERS)
