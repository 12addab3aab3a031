"""Replies that are written beforehand: the places that a text may name, and how they are filled in.

A place is a name in braces: `Your complaint {etag} is with {officer}.` Nothing else may stand in braces, so that no
complainant is ever sent a brace that nobody filled in.
"""

import re
from collections.abc import Mapping

PLACES = ("etag", "category", "received", "office", "officer", "post", "deadline")
EMPTY = "…"
"""Stands where nothing is known (no deadline runs): the officer sees it before sending."""

_PLACE = re.compile(r"\{([^{}\n]*)\}")


def unknown(text: str) -> list[str]:
    """What stands in braces and names no place, in order, each once; a brace alone counts as one."""
    named = [f"{{{name}}}" for name in _PLACE.findall(text) if name not in PLACES]
    alone = re.findall(r"[{}]", _PLACE.sub("", text))
    return list(dict.fromkeys([*named, *alone]))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in. What stands in the values is never read as a place."""
    return _PLACE.sub(lambda place: values.get(place[1], "") or EMPTY, text)
