"""Check values that were typed into a form or forged."""

MAX_DIGITS = 18
"""Maximum number of digits. The greatest possible row id has 19."""


def is_row_id(text: str) -> bool:
    """Return whether a text can be a row id: ASCII digits (not “²”), and not more than the database accepts."""
    return text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
