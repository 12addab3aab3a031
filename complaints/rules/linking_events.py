"""The events by which the histories of two complaints about one matter refer to each other."""

from collections.abc import Mapping

LINK, MERGE, TAKEN_IN = "link", "merge", "taken_in"
LINKING_KINDS = frozenset({LINK, MERGE, TAKEN_IN})
SAME_PERSON_KINDS = frozenset({MERGE, TAKEN_IN})
"""Events which show that the same person brought both complaints. A link only shows that it is the same incident."""
HIDDEN_WITH_OTHER_COMPLAINT = frozenset({LINK, TAKEN_IN})
"""Events that are hidden from readers who may not know of the other complaint.

A merge is not in the set, because the status shows it anyway; only its text is hidden.
"""


def other_etag_in(facts: Mapping) -> str:
    """Return the E-tag of the other complaint in the facts of such an event, or an empty string."""
    return facts.get("with") or facts.get("into") or ""
