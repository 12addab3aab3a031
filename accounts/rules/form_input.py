"""What came typed, or forged, with a form."""

LONGEST = 18
"""Digits: the greatest id of a row has 19."""


def is_row_number(text: str) -> bool:
    """Whether a text can be the id of a row: plain digits (“²” is none), as many as the database reads."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST
