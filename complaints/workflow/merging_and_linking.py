"""Merging and linking of several complaints about one matter."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.capacities import Capacity
from complaints.rules.linking_events import other_etag_in
from complaints.rules.statuses import Status
from complaints.workflow.declaration import Kind, Move, NoMessage, OfficersEvent, Sentences, Text, TextReaders


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

KINDS = (
    MERGE,
    TAKEN_IN,
    LINK,
)
