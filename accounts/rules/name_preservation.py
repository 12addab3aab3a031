"""Decide which names to keep after a change, so that histories show the name of that time (decision 0004)."""

from collections.abc import Mapping

RANK = "rank"


def names_to_keep(old: Mapping[str, str | None], new: Mapping[str, str | None], *, correction: bool) -> dict | None:
    """Return the names to keep as valid until the change, or None if histories can show the new ones.

    A correction also applies to the past, and so does a name that was missing before. A former rank is always kept.
    """
    names = {}
    for column, value in old.items():
        is_dated = column == RANK or (value and not correction)
        names[column] = value if is_dated else new[column]
    return names if names != new else None
