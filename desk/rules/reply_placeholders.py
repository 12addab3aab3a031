"""The placeholders of canned replies: which exist, and how they are filled in.

A placeholder is a name in braces: `Your complaint {etag} is with {officer}.` Other uses of braces are refused, so that
no complainant is sent an unfilled placeholder.
"""

import re
from collections.abc import Mapping

PLACEHOLDERS = ("etag", "category", "received", "office", "officer", "post", "deadline")
MISSING_VALUE = "…"
"""Replaces a placeholder without a value, for example if no deadline runs. The officer sees it before sending."""

_PLACE = re.compile(r"\{([^{}\n]*)\}")


def unknown_placeholders(text: str) -> list[str]:
    """Return the unknown placeholders in order, each once. A single brace counts as one."""
    unknown_names = [f"{{{name}}}" for name in _PLACE.findall(text) if name not in PLACEHOLDERS]
    single_braces = re.findall(r"[{}]", _PLACE.sub("", text))
    return list(dict.fromkeys([*unknown_names, *single_braces]))


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its placeholders filled in. Braces in the values are not interpreted."""
    return _PLACE.sub(lambda match: values.get(match[1], "") or MISSING_VALUE, text)
