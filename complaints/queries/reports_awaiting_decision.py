"""Find the reports that wait for a head's decision. The nearest head above the holder decides."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from accounts.actors import Actor
from accounts.models import Posting
from accounts.models.posting import PostingQuerySet
from accounts.rules.office_tree import PLACE_KINDS, OfficeKind
from complaints.models import Complaint
from complaints.models.complaint import SCOPE_COLUMN, ComplaintQuerySet
from complaints.queries.previous_handling import handled_before_condition
from complaints.rules.statuses import Status

HAVE_OFFICES_BELOW = [kind for kind in PLACE_KINDS if kind is not OfficeKind.STATION]


def reports_to_decide(actor: Actor, *, at: datetime) -> ComplaintQuerySet:
    """Return the reports that are not accepted and that this head decides, as rules.capacities defines SUPERIOR.

    Uses the index report_to_decide. If one officer heads both the holder's office and the office above, the office
    above is skipped. The head of the CPO also decides on reports of others at the CPO. The caller applies `visible_to`,
    which removes complaints with a conflict exclusion.
    """
    reported = Complaint.objects.unscoped("limited to the head's own decisions").filter(
        status=str(Status.REPORTED), accepted_at=None
    )
    if actor.office_kind is OfficeKind.CENTRAL:
        reports = reported.exclude(holder__in=actor.postings if actor.head_on_leave else {actor.posting_id})
    else:
        below = reported.filter(**{SCOPE_COLUMN[actor.office_kind]: actor.office_id}).exclude(office=actor.office_id)
        reports = below.exclude(office__in=_current_heads(at).filter(officer__in=actor.officers).values("office"))
    if actor.head_on_leave:
        reports = reports.exclude(handled_before_condition(actor, at=at))
    # A head of an office between the complaint's office and the actor's decides instead of the actor.
    levels = PLACE_KINDS.index(actor.office_kind) + 1 if actor.office_kind in PLACE_KINDS else 0
    between = HAVE_OFFICES_BELOW[levels:]
    return reports.filter(~Exists(_nearer_heads_subquery(between, at=at))) if between else reports


def _nearer_heads_subquery(kinds: list[OfficeKind], *, at: datetime) -> PostingQuerySet:
    """Return the heads of the offices of these kinds above a queried complaint's office.

    Heads who also head the complaint's own office do not count.
    """
    also_heads_own = _current_heads(at).filter(office=OuterRef(OuterRef("office")), officer=OuterRef("officer"))
    is_above = reduce(or_, (Q(office=OuterRef(SCOPE_COLUMN[kind])) for kind in kinds))
    above = _current_heads(at).filter(is_above, ~Q(office=OuterRef("office")))
    return above.filter(~Exists(also_heads_own))


def _current_heads(at: datetime) -> PostingQuerySet:
    return Posting.objects.heads().current(at)
