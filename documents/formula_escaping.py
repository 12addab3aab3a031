"""Protect cells of exported tables, so that no spreadsheet program interprets one as a formula."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def escape_formula(value: str) -> str:
    """Return the value, with an apostrophe in front if a spreadsheet would evaluate it."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value
