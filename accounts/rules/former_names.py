"""What is kept of the names before a change, so that histories show the name of the moment (decision 0004)."""

from collections.abc import Mapping

RANK = "rank"


def former(was: Mapping[str, str | None], now: Mapping[str, str | None], *, correction: bool) -> dict | None:
    """Return the names that were valid until the change; None where the past reads as the present.

    A correction applies to the past as well, and so does a name that was missing. A rank is always dated.
    """
    kept = {}
    for column, value in was.items():
        is_dated = column == RANK or (value and not correction)
        kept[column] = value if is_dated else now[column]
    return kept if kept != now else None
