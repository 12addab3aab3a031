"""Pass thousands of values to one SQL statement."""

from collections.abc import Iterable


def array_literal(values: Iterable) -> str:
    """Return ids, codes or timestamps as a PostgreSQL array literal, which is quoted once and not for each value.

    The values must not contain commas, quotes, backslashes or braces. None becomes NULL.
    """
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"
