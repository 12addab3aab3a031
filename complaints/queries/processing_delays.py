"""Measure the backlog of seals and of file inspections, for the health page. The figures contain no personal data."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from complaints.models import Event, Evidence, SealedEvent

COUNT_LIMIT = 10_000
"""The largest number of files that is counted."""


@dataclass(frozen=True)
class InspectionBacklog:
    """The number of uploaded files that are not inspected yet, and how long the oldest has waited."""

    waiting: int
    oldest: timedelta


def inspection_backlog(*, at: datetime) -> InspectionBacklog:
    """Return the backlog of file inspections. One statement, which follows the index `evidence_to_check`."""
    states = [Evidence.State.CHECKING, Evidence.State.WAITING, Evidence.State.HELD]
    waiting = Evidence.objects.filter(state__in=states).order_by("came_at")
    times = list(waiting.values_list("came_at", flat=True)[:COUNT_LIMIT])
    return InspectionBacklog(len(times), at - times[0] if times and times[0] else timedelta())


def seal_delay(*, at: datetime) -> timedelta:
    """Return how long the first event after the last sealed one has waited for its seal; zero if none waits.

    Two statements, each of which reads one end of a primary key.
    """
    last = SealedEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    first = Event.objects.filter(pk__gt=last).order_by("pk").values_list("at", flat=True).first()
    return max(at - first, timedelta()) if first else timedelta()
