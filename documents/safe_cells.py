"""Cells of a table that leaves the portal: none may be taken for a formula by whoever opens it."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: str) -> str:
    """The same words, with an apostrophe before what a spreadsheet would reckon with."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value
