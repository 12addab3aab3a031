"""Undoes markings that an officer has just made, one by one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.models import Complaint, Event
from complaints.rules.refusals import Refusal
from complaints.services.moves import lock_complaint, make_move
from complaints.workflow.assignment import UNDO_MARK
from ledger.service_exceptions import NotPermitted, Refused


@dataclass
class UndoResult:
    """How many markings were undone, and how many were not, by reason."""

    undone: int = 0
    refused: Counter[Refusal] = field(default_factory=Counter)


def undo_markings(event_ids: Iterable[int], *, by: Actor, at: datetime) -> UndoResult:
    """Undo the markings with these events. Each is independent of the others: one that cannot be undone stays.

    A marking that the officer cannot see any more counts as changed since, like a number that no marking has.
    """
    event_ids = set(event_ids)
    visible = Complaint.objects.visible_to(by, at=at)
    events = Event.objects.filter(pk__in=event_ids, kind__in=UNDO_MARK.reverses, complaint__in=visible)
    result = UndoResult()
    for complaint_id, seq in events.order_by("complaint_id").values_list("complaint_id", "seq"):
        if reason := _undo_one(complaint_id, seq, by=by, at=at):
            result.refused[reason] += 1
        else:
            result.undone += 1
    if unseen := len(event_ids) - result.undone - result.refused.total():
        result.refused[Refusal.CHANGED_SINCE_MARKING] += unseen
    return result


@transaction.atomic
def _undo_one(complaint_id: int, seq: int, *, by: Actor, at: datetime) -> Refusal | None:
    """Undo the marking that is event number `seq`. Return why it cannot be undone, or None."""
    head, _ = lock_complaint(complaint_id)
    if head.seq != seq:  # a later marking is not the one of this confirmation
        return Refusal.CHANGED_SINCE_MARKING
    try:
        with transaction.atomic():
            make_move(complaint_id=complaint_id, name=UNDO_MARK.name, by=by, at=at)
    except Refused as refused:
        return refused.reason
    except NotPermitted:
        return Refusal.CHANGED_SINCE_MARKING
    return None
