"""Measure the backlog of seals and of file inspections, for the health page. The figures contain no personal data."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from complaints.models import Event, Evidence, SealedEvent

COUNTED = 10_000
"""The largest number of files that is counted."""


@dataclass(frozen=True)
class EvidenceQueue:
    """The number of uploaded files that are not inspected yet, and how long the oldest has waited."""

    waiting: int
    oldest: timedelta


def evidence_queue(*, at: datetime) -> EvidenceQueue:
    """Return the backlog of file inspections. One statement, which follows the index `evidence_to_check`."""
    waiting = Evidence.objects.filter(state__in=[Evidence.State.CHECKING, Evidence.State.WAITING]).order_by("came_at")
    times = list(waiting.values_list("came_at", flat=True)[:COUNTED])
    return EvidenceQueue(len(times), at - times[0] if times and times[0] else timedelta())


def unsealed_for(*, at: datetime) -> timedelta:
    """Return how long the first event after the last sealed one has waited for its seal; zero if none waits.

    Two statements, each of which reads one end of a primary key.
    """
    last = SealedEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    first = Event.objects.filter(pk__gt=last).order_by("pk").values_list("at", flat=True).first()
    return max(at - first, timedelta()) if first else timedelta()
