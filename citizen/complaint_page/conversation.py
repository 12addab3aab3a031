"""What officer and complainant have written to each other, as a conversation."""

from datetime import datetime

from django.utils.translation import gettext

from citizen.complaint_page.citizen_timeline import rank_and_office
from citizen.complaint_page.event_words import is_message, words_of
from citizen.queries.own_complaint import Opened
from complaints.models import ActorKind, Event
from web.times import moment


def conversation(story: Opened, *, now: datetime) -> list[dict]:
    """Oldest first: `mine` (the complainant's), `who`, `when`, `at`, `words`, `asks` (a question that was put)."""
    return [_entry(event, story, now=now) for event in story.events if is_message(event)]


def _entry(event: Event, story: Opened, *, now: datetime) -> dict:
    mine = event.actor_kind == ActorKind.CITIZEN
    return {
        "mine": mine,
        "who": gettext("You") if mine else _officer(event, story),
        "at": event.at,
        "when": moment(event.at, now=now),
        "words": words_of(event) or gettext("I have already told the officer."),
        "asks": event.kind == "ask_citizen",
    }


def _officer(event: Event, story: Opened) -> str:
    posting = story.posting(event.posting_id, event.at)
    return rank_and_office(posting) if posting else gettext("The officer")
