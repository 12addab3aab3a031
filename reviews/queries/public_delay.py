"""What a complainant may know of a delay: which limit passed, which office was told of it, whether a case is open."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import Posting
from complaints.models import Complaint
from complaints.rules.clock import PROMISED
from reviews.models import Flag
from reviews.rules import Stage
from sla.models import Breach
from sla.rules import escalation_ladder


@dataclass(frozen=True)
class Passed:
    """`due_at`: the limit that passed last in this round. `told`: the highest post that has heard of it, never a name.

    `reviewed`: an open case holds a flag of this complaint.
    """

    due_at: datetime
    told: Posting | None
    reviewed: bool


def passed(complaint: Complaint) -> Passed | None:
    """Of the clocks that they were promised, in the present round. None where none ran out. One statement.

    What was set aside by a monitor is no breach; who takes no part any more is told nothing.
    """
    if complaint.left_at is not None:
        return None
    flagged = Flag.objects.filter(breach__complaint=OuterRef("complaint")).exclude(review__status=Stage.CLOSED.value)
    rows = Breach.objects.filter(complaint=complaint, cycle=complaint.cycle, clock__in=sorted(PROMISED))
    found = list(rows.select_related("told__office").annotate(reviewed=Exists(flagged)).order_by("due_at", "pk"))
    first = [row for row in found if row.level == escalation_ladder.BREACH]
    if not first:
        return None
    last = first[-1]
    told = [row.told for row in found if row.clock == last.clock and row.told]
    return Passed(last.due_at, told[-1] if told else None, last.reviewed)
