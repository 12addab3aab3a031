"""Sealed complaints after they were sent: what the complainant adds follows, and an idle one is closed.

Rules: docs/rules.md, *Before registration*, 8.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from complaints.models import ActorKind, Complaint, Event, OutsideTransfer
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.actors import SYSTEM
from complaints.rules.exclusion.conflict_exclusion import is_sealed_from_police
from complaints.rules.exclusion.outside_file import ADDED_TOGETHER, CLOSED_WHEN_IDLE_FOR
from complaints.services.automatic_moves import BATCH_SIZE, act_on_each
from complaints.services.exclusion.outside_transfer import write_transfer
from complaints.services.moves import lock_complaint, make_move
from complaints.workflow.outside_authority import CLOSE_SEALED, OUTSIDE_ADDED, SEALED_FROM_POLICE


def send_additions(*, at: datetime) -> int:
    """Send a further file to the authority for each complaint to which the complainant has added something.

    Return how many. At most one an hour for a complaint. Safe to run again.
    """
    sent = OutsideTransfer.objects.exclude(content=b"").values("complaint").order_by("complaint")
    sent = sent.annotate(last_seq=Max("covers_seq"), last_at=Max("created_at"))
    due = sent.filter(last_at__lte=at - ADDED_TOGETHER).values_list("complaint", "last_seq")
    return sum(_send_addition(complaint_id, at=at) for complaint_id, seq in list(due) if _added(complaint_id, seq))


def _added(complaint_id: int, seq: int) -> bool:
    """Return whether the complainant has added anything after this event."""
    events = Event.objects.filter(complaint=complaint_id, seq__gt=seq, actor_kind=ActorKind.CITIZEN)
    return events.exists()


@transaction.atomic
def _send_addition(complaint_id: int, *, at: datetime) -> bool:
    head, complaint = lock_complaint(complaint_id)
    transfers = list(OutsideTransfer.objects.filter(complaint=complaint).select_related("authority").order_by("pk"))
    if complaint.anonymised_at or not _added(complaint_id, max(one.covers_seq for one in transfers)):
        return False
    with_identity = any(one.with_identity for one in transfers)
    kept = {"with_identity": with_identity, "is_addition": True, "by": SYSTEM, "at": max(at, head.at or at)}
    write_transfer(head, complaint, transfers[0].authority, OUTSIDE_ADDED.name, **kept)
    return True


def close_idle_sealed_complaints(*, at: datetime) -> int:
    """Close the sealed complaints to which nothing has happened for half a year; return their number."""
    sealed = Event.objects.filter(kind=SEALED_FROM_POLICE.name).values("complaint")
    complaints = Complaint.objects.unscoped("a job acts on every complaint").open()
    idle = complaints.filter(pk__in=sealed, head__at__lte=at - CLOSED_WHEN_IDLE_FOR).order_by("pk")
    return act_on_each(idle[:BATCH_SIZE], lambda complaint: _close(complaint, at=at))


def _close(complaint: Complaint, *, at: datetime) -> bool:
    """Close it, unless somebody in the police may open it again, for example after another officer heads the CPO."""
    if not is_sealed_from_police(conflict_exclusion_of(complaint, at=at)):
        return False
    make_move(complaint_id=complaint.pk, name=CLOSE_SEALED.name, by=SYSTEM, at=at)
    return True
