"""The times of the events that guards count."""

from collections.abc import Iterable
from datetime import datetime

from complaints.models import Complaint, Event
from complaints.workflow.table import kind_names_where

KINDS_COUNTED_IN_ALL_ROUNDS = kind_names_where(lambda kind: kind.is_counted_in_all_cycles)
"""The kinds of events that guards count in all rounds."""
COUNTED_KINDS = KINDS_COUNTED_IN_ALL_ROUNDS | kind_names_where(lambda kind: kind.is_counted_in_cycle)
"""All kinds of events that guards count. The others are counted in the current round only."""


def load_counted_event_times(complaint: Complaint) -> dict[str, list[datetime]]:
    """Load the times of the events that guards count, by kind.

    Most kinds are counted in the current round only (attempts, returns, transfers, wishes to withdraw); reports of
    pressure are counted in all rounds.
    """
    rows = Event.objects.filter(complaint=complaint, kind__in=COUNTED_KINDS).order_by("seq")
    return group_counted_event_times(complaint, rows.values_list("kind", "cycle", "at"))


def group_counted_event_times(
    complaint: Complaint, events: Iterable[tuple[str, int, datetime]]
) -> dict[str, list[datetime]]:
    """Return the times of the events that guards count, by kind, from loaded events.

    `events`: kind, round and time of each event, oldest first.
    """
    counted_events: dict[str, list[datetime]] = {}
    for kind, cycle, at in events:
        if kind in COUNTED_KINDS and (cycle == complaint.cycle or kind in KINDS_COUNTED_IN_ALL_ROUNDS):
            counted_events.setdefault(kind, []).append(at)
    return counted_events


def event_times_since(
    counted_events: dict[str, list[datetime]], kind: str, since: datetime | None
) -> tuple[datetime, ...]:
    """Return the times of the events of one kind since the current claim or report; none if there is no such time."""
    return tuple(at for at in counted_events.get(kind, []) if since is not None and at >= since)


def last_event_time(counted_events: dict[str, list[datetime]], kind: str) -> datetime | None:
    """Return the time of the last event of one kind, or None."""
    return counted_events[kind][-1] if counted_events.get(kind) else None
