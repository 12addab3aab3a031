"""Find the news that a complainant who cannot read has not heard yet, from the history."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from complaints.models import Complaint, Event
from complaints.workflow.declaration import NewsEvent
from complaints.workflow.table import KINDS, NEWS_KINDS, REVERSED_KINDS

READ_KIND = "news_read"
"""The event of a call in which the complaint cell read out the news."""
RELEVANT_KINDS = NEWS_KINDS | REVERSED_KINDS.keys() | {READ_KIND}


class HistoryEvent(NewsEvent, Protocol):
    """An event of the history, from whichever query."""

    at: datetime


def is_news(event: NewsEvent) -> bool:
    """Return whether the complaint cell reads the message about this event to a complainant who cannot read."""
    return event.kind in NEWS_KINDS and KINDS[event.kind].is_news(event)


def unread_news[EventType: HistoryEvent](events: Iterable[EventType]) -> list[EventType]:
    """Return the events that were not read out yet, oldest first. `events`: the history, oldest first.

    An undone marking or merge is no news: its messages are recalled too.
    """
    unread: list[EventType] = []
    for event in events:
        if event.kind == READ_KIND:
            unread = []
        if reversed_kinds := REVERSED_KINDS.get(event.kind):
            undone = [one for one in unread if one.kind in reversed_kinds][-1:]
            unread = [one for one in unread if one not in undone]
        if is_news(event):
            unread.append(event)
    return unread


def unread_news_since(events: Iterable[HistoryEvent]) -> datetime | None:
    """Return the time of the first event that was not read out yet, or None. `events`: the history, oldest first."""
    unread = unread_news(events)
    return unread[0].at if unread else None


def load_unread_news_since(complaint: Complaint) -> datetime | None:
    """Return the time of the first event that was not read out yet, or None. One statement."""
    events = Event.objects.filter(complaint=complaint, kind__in=RELEVANT_KINDS).order_by("seq")
    return unread_news_since(events)
