"""Messages between officer and complainant, and notes for officers."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.statuses import OPEN, Status
from complaints.workflow.declaration import (
    VOICE_NOTE,
    CitizenMovePage,
    Move,
    MovePage,
    NoMessage,
    Sentences,
    TextReaders,
)

TELL_CITIZEN = Move(
    "tell_citizen",
    sources=OPEN - {Status.RECEIVED},
    target=None,
    by={Capacity.HOLDER},
    needs_words=True,
    skips_repeats=True,
    sentences=Sentences(
        officer=_("{who} wrote to the complainant."),
        citizen=_("The officer wrote to you: %(who)s."),
        petition=_("The officer wrote to the applicant."),
    ),
    to_citizen="message",
    call_purposes={Purpose.NEWS},
    conversation_actors={"officer"},
    page=MovePage(
        title=_("Write to the complainant"),
        button=_("Send the message"),
        done=_("The message is on the complainant's page."),
        is_secondary=True,
    ),
    can_be_prepared=True,
    has_replies=True,
)

NOTE = Move(
    "note",
    sources=set(Status),
    target=None,
    by={Capacity.HOLDER, Capacity.HEAD, Capacity.SUPERIOR, Capacity.CELL, Capacity.MONITOR},
    needs_words=True,
    skips_repeats=True,
    sentences=Sentences(
        officer=_("{who} wrote a note."),
    ),
    to_citizen=NoMessage("it is internal to the officers"),
    text_readers=TextReaders.OFFICERS,
    page=MovePage(
        title=_("Note for officers"),
        button=_("Save note"),
        done=_("The note is saved. Only officers can read it."),
    ),
)

ADD = Move(
    "add",
    sources=OPEN | {Status.RESOLVED},
    target=None,
    by={Capacity.CITIZEN},
    records=(VOICE_NOTE,),
    needs_words=True,
    sentences=Sentences(
        officer=_("The complainant added details."),
        citizen=_("You added information."),
        petition=_("The applicant added information."),
    ),
    to_citizen=NoMessage("they have just written it themselves"),
    to_holder="citizen_added",
    conversation_actors={"citizen"},
    is_counted_in_cycle=True,
    citizens_page=CitizenMovePage(
        done=_("Added to your complaint."),
    ),
)

KINDS = (
    TELL_CITIZEN,
    NOTE,
    ADD,
)
