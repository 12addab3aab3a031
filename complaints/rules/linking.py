"""Two complaints of one matter: the kinds of events by which each history names the other."""

from collections.abc import Mapping

LINK, MERGE, TAKEN_IN = "link", "merge", "taken_in"
JOINS = frozenset({LINK, MERGE, TAKEN_IN})
TELL_WHO = frozenset({MERGE, TAKEN_IN})
"""They say that one person brings both; a link says only that it is one incident."""
KEPT_WITH_THE_OTHER = frozenset({LINK, TAKEN_IN})
"""Who may not know of the other complaint knows nothing of these. The status tells a merging: its words are kept."""


def other_of(facts: Mapping) -> str:
    """The E-tag of the other complaint that such an event names; empty where it names none."""
    return facts.get("with") or facts.get("into") or ""
