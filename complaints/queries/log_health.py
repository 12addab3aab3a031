"""How the history's seals and the evidence stand, for whoever keeps the portal running: numbers, nothing of anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from complaints.models import Event, Evidence, SealedEvent

COUNTED = 10_000
"""At most so many files are counted."""


@dataclass(frozen=True)
class EvidenceQueue:
    """Files that came and that nobody has looked into yet, and for how long the first of them has waited."""

    waiting: int
    oldest: timedelta


def evidence_queue(*, at: datetime) -> EvidenceQueue:
    """One statement, along the index of what is to be checked."""
    waiting = Evidence.objects.filter(state__in=[Evidence.State.CHECKING, Evidence.State.WAITING]).order_by("came_at")
    times = list(waiting.values_list("came_at", flat=True)[:COUNTED])
    return EvidenceQueue(len(times), at - times[0] if times and times[0] else timedelta())


def unsealed_for(*, at: datetime) -> timedelta:
    """For how long the first event after the last sealed one has waited for its seal; nothing where none does.

    Two statements, each to one end of a primary key.
    """
    last = SealedEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    first = Event.objects.filter(pk__gt=last).order_by("pk").values_list("at", flat=True).first()
    return max(at - first, timedelta()) if first else timedelta()
