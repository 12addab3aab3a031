"""The messages between officer and complainant, as a conversation."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext

from citizen.complaint_page.citizen_timeline import rank_and_office
from citizen.complaint_page.event_words import is_message, readable_words
from citizen.evidence.upload_target import FileLine
from citizen.queries.own_complaint import OpenedComplaint
from complaints.models import ActorKind, Event
from complaints.workflow.declaration import VOICE_NOTE
from web.time_format import format_relative_time


def list_conversation_entries(opened: OpenedComplaint, files: Sequence[FileLine] = (), *, now: datetime) -> list[dict]:
    """Return the messages, oldest first.

    Each has `mine` (written by the complainant), `who`, `when`, `at`, `words`, `asks` (it is a question) and
    `recording` (the line of a voice note among the files).
    """
    recordings = {str(line.row.pk): line for line in files}
    return [_conversation_entry(event, opened, recordings, now=now) for event in opened.events if is_message(event)]


def _conversation_entry(
    event: Event, opened: OpenedComplaint, recordings: Mapping[str, FileLine], *, now: datetime
) -> dict:
    voice_note = event.facts.get(VOICE_NOTE)
    if is_mine := event.actor_kind == ActorKind.CITIZEN:
        who = gettext("You")
    elif posting := opened.acting_posting(event):
        who = rank_and_office(posting)
    else:
        who = gettext("The officer")
    return {
        "mine": is_mine,
        "who": who,
        "at": event.at,
        "when": format_relative_time(event.at, now=now),
        "words": readable_words(event)
        or (gettext("Voice note") if voice_note else gettext("I have already told the officer.")),
        "recording": recordings.get(voice_note),
        "asks": event.kind == "ask_citizen",
    }
