"""What a complainant may see of a delay: the deadline, the office that was notified, and whether a review is open."""

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
class PublicDelay:
    """A delay as the complainant sees it.

    `due_at`: the last deadline that passed in this round. `notified_posting`: the highest posting that was notified;
    its officer's name is not shown. `reviewed`: whether an open review has a flag of this complaint.
    """

    due_at: datetime
    notified_posting: Posting | None
    reviewed: bool


def load_public_delay(complaint: Complaint) -> PublicDelay | None:
    """Return the delay of a promised clock in the present round; None if no deadline passed. One statement.

    Breaches that a monitor discarded do not count. After the complainant left the process, nothing is shown.
    """
    if complaint.left_at is not None:
        return None
    flagged = Flag.objects.filter(breach__complaint=OuterRef("complaint")).exclude(review__status=Stage.CLOSED.value)
    rows = Breach.objects.filter(complaint=complaint, cycle=complaint.cycle, clock__in=sorted(PROMISED))
    breaches = list(rows.select_related("told__office").annotate(reviewed=Exists(flagged)).order_by("due_at", "pk"))
    passed_deadlines = [breach for breach in breaches if breach.level == escalation_ladder.BREACH]
    if not passed_deadlines:
        return None
    last = passed_deadlines[-1]
    notified = [breach.told for breach in breaches if breach.clock == last.clock and breach.told]
    return PublicDelay(last.due_at, notified[-1] if notified else None, last.reviewed)
