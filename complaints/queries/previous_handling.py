"""Check whether an acting head has handled a complaint before (docs/decisions/0009)."""

from datetime import datetime

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.models import Leave
from complaints.models import Custody


def handled_before_condition(actor: Actor, *, at: datetime) -> Exists:
    """Return the condition that this officer has held a queried complaint, under any posting or for a holder on leave.

    An acting head must not decide on their own inquiry.
    """
    covered = Leave.objects.filter(
        Q(ends_at__gt=F("starts_at")),  # leave that was cancelled before it began has no duration
        posting=OuterRef("posting"),
        cover__officer=actor.officer_id,
        starts_at__lt=Coalesce(OuterRef("ended_at"), Value(at, output_field=DateTimeField())),
        ends_at__gt=OuterRef("started_at"),
    )
    held = Custody.objects.filter(complaint=OuterRef("pk"))
    return Exists(held.filter(Q(posting__officer=actor.officer_id) | Exists(covered)))
