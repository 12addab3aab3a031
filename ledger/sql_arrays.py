"""Thousands of values in one statement."""

from collections.abc import Iterable


def array(values: Iterable) -> str:
    """Ids, codes and instants as the text of an array: thousands of them are quoted at once, not one by one.

    Only for what holds no comma, quote, backslash or brace; None is NULL.
    """
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"
