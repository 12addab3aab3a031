"""The events by which the histories of two complaints about one matter refer to each other."""

from collections.abc import Iterable, Mapping

LINK, MERGE, TAKEN_IN = "link", "merge", "taken_in"
UNLINK, UNMERGE, TAKEN_OUT = "unlink", "unmerge", "taken_out"
REVERSED_BY = {UNLINK: LINK, UNMERGE: MERGE, TAKEN_OUT: TAKEN_IN}
"""The events that end a relation, each with the event that began it."""
LINKING_KINDS = frozenset({*REVERSED_BY, *REVERSED_BY.values()})
SAME_PERSON_KINDS = frozenset({MERGE, TAKEN_IN, UNMERGE, TAKEN_OUT})
"""Events which show that the same person brought both complaints. A link only shows that it is the same incident."""
HIDDEN_WITH_OTHER_COMPLAINT = frozenset({LINK, TAKEN_IN, UNLINK, TAKEN_OUT})
"""Events that are hidden from readers who may not know of the other complaint.

A merge and its reversal are not in the set, because the status shows them anyway; only their texts are hidden.
"""
SHOWN_BY_STATUS = frozenset({MERGE, UNMERGE})


def other_etag_in(facts: Mapping) -> str:
    """Return the E-tag of the other complaint in the facts of such an event, or an empty string."""
    return facts.get("with") or facts.get("into") or ""


def current_relations(events: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the relations that these events of one history leave: the kind that began each, and the other E-tag.

    events: kind and other E-tag of each event, oldest first. A link and a merge with one complaint are two relations.
    """
    relations = set()
    for kind, etag in events:
        if kind in REVERSED_BY:
            relations.discard((REVERSED_BY[kind], etag))
        else:
            relations.add((kind, etag))
    return relations
