"""The work that officers have now: their open complaints, those that are late, and whether they are on leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from accounts.actors import Actor
from accounts.models import Leave
from complaints.models import Complaint, RunningClock


@dataclass(frozen=True)
class OpenAndLate:
    """How many open complaints a posting holds, and how many of them are late."""

    open: int = 0
    late: int = 0


NO_WORK = OpenAndLate()


def on_leave_condition(at: datetime) -> Exists:
    """Return the condition that a queried posting is on leave. Annotate it as `is_away`."""
    return Exists(Leave.objects.current(at).filter(posting=OuterRef("pk")))


def load_open_and_late(posting_ids: Iterable[int], *, by: Actor, at: datetime) -> dict[int, OpenAndLate]:
    """Return the work of these postings by id, without those that hold nothing. One statement.

    Only complaints that `by` may see are counted, so that no number reveals a complaint that is hidden from them.
    """
    is_late = Q(due_at__lte=at) & Exists(
        RunningClock.objects.promised().filter(complaint=OuterRef("pk"), due_at__lte=at)
    )
    held = Complaint.objects.visible_to(by, at=at).open().filter(holder__in=list(posting_ids))
    counted = held.annotate(is_late=is_late).values("holder").order_by()
    counted = counted.annotate(open=Count("pk"), late=Count("pk", filter=Q(is_late=True)))
    return {row["holder"]: OpenAndLate(row["open"], row["late"]) for row in counted}
