"""What somebody who acts in a head's place has had to do with a complaint before (docs/decisions/0009)."""

from datetime import datetime

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.models import Leave
from complaints.models import Custody


def had_a_part(actor: Actor, *, at: datetime) -> Exists:
    """Of a complaint in a query: that this officer has ever held it, under any posting, or as the cover of its holder.

    On what they inquired into themselves they do not decide as the head.
    """
    covered = Leave.objects.filter(
        Q(ends_at__gt=F("starts_at")),  # one that was called off covered no second
        posting=OuterRef("posting"),
        cover__officer=actor.officer_id,
        starts_at__lt=Coalesce(OuterRef("ended_at"), Value(at, output_field=DateTimeField())),
        ends_at__gt=OuterRef("started_at"),
    )
    held = Custody.objects.filter(complaint=OuterRef("pk"))
    return Exists(held.filter(Q(posting__officer=actor.officer_id) | Exists(covered)))
