"""Merging and linking of several complaints about one matter, and taking either back."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.guard_facts import Facts
from complaints.rules.linking_events import other_etag_in
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.rules.thresholds import REINSTATE_WITHIN
from complaints.workflow.declaration import (
    Effect,
    Kind,
    Move,
    NoMessage,
    OfficersEvent,
    Sentences,
    Text,
    TextReaders,
)


def describe_merge(event: OfficersEvent) -> Text:
    """Return the sentence. It has the other complaint's number only if the reader may know of that complaint."""
    if other_etag_in(event.facts):
        return _("{who} merged it with complaint {other}.")
    return _("{who} merged it with another complaint.")


MERGE = Move(
    "merge",
    sources={Status.RECEIVED, Status.MARKED},
    target=Status.MERGED,
    by={Capacity.CELL},
    needs_words=True,
    records=("into",),
    sentences=Sentences(
        officer=describe_merge,
        citizen=_("This complaint was merged with another of your complaints."),
    ),
    to_citizen="merged",
    call_purposes={Purpose.NEWS},
)

TAKEN_IN = Kind(
    "taken_in",
    sentences=Sentences(
        officer=_("{who} merged complaint {other}, a later one by the same person, into it."),
        citizen=_("Another of your complaints was merged with this one."),
    ),
    to_citizen=NoMessage("the message about the other complaint, which ended, states it"),
)

LINK = Move(
    "link",
    sources=set(Status),
    target=None,
    by={Capacity.CELL},
    records=("with",),
    sentences=Sentences(
        officer=_("{who} linked it to complaint {other}."),
    ),
    to_citizen=NoMessage("it names somebody else's complaint"),
    text_readers=TextReaders.OFFICERS,
)


def describe_unmerge(event: OfficersEvent) -> Text:
    """Return the sentence. It has the other complaint's number only if the reader may know of that complaint."""
    if other_etag_in(event.facts):
        return _("{who} undid the merge with complaint {other}. This complaint continues on its own.")
    return _("{who} undid the merge with another complaint. This complaint continues on its own.")


def guard_unmerge(facts: Facts) -> Refusal | None:
    """Refuse after the time in which the complainant could reopen it too."""
    return Refusal.TOO_LATE if facts.at > facts.ended_at + REINSTATE_WITHIN else None


UNMERGE = Move(
    "unmerge",
    sources={Status.MERGED},
    target=None,
    by={Capacity.CELL},
    reverses={MERGE.name},
    guard=guard_unmerge,
    needs_words=True,
    records=("into",),
    contact=Effect.CONTINUES,
    report=Effect.CONTINUES,
    sentences=Sentences(
        officer=describe_unmerge,
        citizen=_("The merge was a mistake and was undone. This complaint continues on its own."),
        petition=_("The merge with another complaint was undone."),
    ),
    to_citizen="unmerged",
    call_purposes={Purpose.NEWS},
)

TAKEN_OUT = Kind(
    "taken_out",
    sentences=Sentences(
        officer=_("{who} undid the merge of complaint {other} into it."),
        citizen=_("Another of your complaints, which had been merged with this one, continues on its own."),
    ),
    to_citizen=NoMessage("the message about the other complaint, which continues, states it"),
)

UNLINK = Move(
    "unlink",
    sources=set(Status),
    target=None,
    by={Capacity.CELL},
    records=("with",),
    sentences=Sentences(
        officer=_("{who} removed its link to complaint {other}."),
    ),
    to_citizen=NoMessage("it names somebody else's complaint"),
    text_readers=TextReaders.OFFICERS,
)

KINDS = (
    MERGE,
    TAKEN_IN,
    LINK,
    UNMERGE,
    TAKEN_OUT,
    UNLINK,
)
