"""The desk's two queues: the complaints on which an officer has to act, and those that an office has."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject
from django.utils.module_loading import import_string

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import ClockRun, Complaint, Order, RunningClock
from complaints.models.complaint import ComplaintQuerySet
from complaints.queries.complaint_cells import no_cell_below_condition
from complaints.queries.hearing_lookup import hearings_awaiting_consent
from complaints.queries.reports_awaiting_decision import reports_to_decide
from complaints.rules.clock import BREACH_STEP, Clock
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Outcome, Status
from complaints.rules.thresholds import WITHDRAWAL_WAITS
from desk.queries.bounded_queue_scan import CandidateScan, build_scan_for_filters
from desk.queries.complaint_filters import ALL, filter_complaints
from desk.queries.complaint_list_pages import ComplaintList

SHOWN_CLOCKS = [
    str(clock)
    for clock in (
        *(Clock.URGENT, Clock.SETTLING, Clock.LISTENING, Clock.REFERRAL, Clock.VERIFY, Clock.CALL, Clock.EXCUSE),
    )
]


def annotate_badge_clocks(complaints: QuerySet) -> QuerySet:
    """Return complaints with the clocks that their badges show.

    `paused_at`: when the report clock was paused. `decision_due_at`, `order_due_at`: the deadlines of the decision and
    of an order. `owed_clocks`: other running clocks; `is_deferred`: the call that it is about may not be made now. Each
    is looked up only for complaints in whose status it can run. The clock of a report of pressure is left out: no page
    reveals it. The rows of a list get the same from queue_rows.sql.
    """
    paused = ClockRun.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.REPORT), why=ClockRun.Why.PAUSED)
    deciding = RunningClock.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.DECISION))
    last_pause = Subquery(paused.order_by("-ended_at").values("ended_at")[:1])
    obligations = RunningClock.objects.filter(complaint=OuterRef("pk"), clock__in=SHOWN_CLOCKS).order_by("due_at")
    deferred = ExpressionWrapper(Q(next_step_at=None, step__lte=BREACH_STEP), BooleanField())
    ordered = Order.objects.waiting().filter(complaint=OuterRef("pk")).values("due_at")
    return complaints.annotate(
        order_due_at=Subquery(ordered[:1]),
        owed_clocks=ArraySubquery(
            obligations.values(owed=JSONObject(clock="clock", due_at="due_at", is_deferred=deferred))
        ),
        paused_at=Case(When(status=str(Status.AWAITING_CITIZEN), then=last_pause)),
        decision_due_at=Case(When(status=str(Status.REPORTED), then=Subquery(deciding.values("due_at")))),
    )


def my_queue_complaints(actor: Actor, *, at: datetime) -> ComplaintQuerySet:
    """Return what this posting has to do: the complaints that it holds, and for a head the reports that they decide.

    For an operator: what waits for their office's complaint cell. For a clerk: what the office's officers hold.
    """
    visible = Complaint.objects.visible_to(actor).open()
    if actor.role is Role.COMPLAINT_OPERATOR:
        return visible.filter(_waits_for_cell_condition(actor, at=at))
    if actor.role is Role.CLERK:
        return visible.filter(office=actor.office_id, holder__isnull=False)
    holders = (
        actor.covers if actor.head_on_leave else actor.postings
    )  # an acting head: what the head has, and nothing else
    is_held = {"holder__in": holders} if actor.covers else {"holder": actor.posting_id}
    if actor.is_head:  # the two parts use different indexes, so find their ids first
        held_ids = Complaint.objects.unscoped("filtered by the holder's posting").open().filter(**is_held).values("pk")
        return visible.filter(pk__in=held_ids.union(reports_to_decide(actor, at=at).values("pk"), all=True))
    return visible.filter(**is_held)


def build_my_queue_list(actor: Actor, *, at: datetime) -> ComplaintList:
    """Return the list of what this posting has to do.

    The cell of a region or district scans the open complaints of its office: many of them wait for the cell, so a page
    is soon full. Few of the province's complaints wait for the cell of the Central Police Office, so they are queried
    directly.
    """
    if actor.role is Role.COMPLAINT_OPERATOR and actor.office_kind is not OfficeKind.CENTRAL:
        visible = Complaint.objects.visible_to(actor).open()
        return ComplaintList(scan=CandidateScan(visible, _waits_for_cell_condition(actor, at=at)))
    return ComplaintList(my_queue_complaints(actor, at=at))


def office_queue_complaints(actor: Actor, *, at: datetime, **filters) -> ComplaintQuerySet:
    """Return the complaints of the actor's office and of those below it that match (complaint_filters)."""
    return filter_complaints(Complaint.objects.visible_to(actor), at=at, **filters)


def build_office_queue_list(actor: Actor, *, at: datetime, **filters) -> ComplaintList:
    """Return the same complaints as a list for the desk, scanned if no index serves the filters."""
    visible = Complaint.objects.visible_to(actor)
    scan = build_scan_for_filters(visible, scope=OfficeKind(actor.office_kind), at=at, **filters)
    complaints = None if scan else filter_complaints(visible, at=at, **filters)
    count_long_list = partial(import_string(settings.COUNTED_BY), actor, at=at, **filters)
    has_ended = filters.get("status") == ALL
    return ComplaintList(complaints, scan, count_long_list=count_long_list, has_ended=has_ended)


def _waits_for_cell_condition(actor: Actor, *, at: datetime) -> Q:
    """Return the condition that a complaint waits for the actor's cell.

    It is to be marked or verified, or the complainant is to be asked about a contact or a wish to withdraw.

    The CPO's cell asks about conduct and confidential complaints, reconciliations once they are accepted, and wishes
    to withdraw; and it warns the complainant before an officer is heard on a confidential complaint. Everything else
    goes to the lowest cell at or above the complaint's office that has an operator, so that nothing waits for a cell
    without one (docs/rules.md, *Roles*).
    """
    reconciled = Q(outcome=str(Outcome.RECONCILED))
    sensitive = Q(about_police=True) | Q(confidential=True) | reconciled
    lowest = no_cell_below_condition(actor, at=at)
    to_verify = Q(status=str(Status.REPORTED), verified_at=None) & ~(reconciled & Q(accepted_at=None))
    to_ask = to_verify | Q(contact=str(ContactState.CLAIMED))
    unmarked = Q(status=str(Status.RECEIVED)) & lowest
    if actor.office_kind is not OfficeKind.CENTRAL:
        return unmarked | to_ask & ~sensitive & lowest
    to_agree_to = Q(pk__in=hearings_awaiting_consent().values("naming__complaint"))
    to_withdraw = Q(withdrawal_asked_at__lte=at - WITHDRAWAL_WAITS)
    return unmarked | to_ask & (sensitive | lowest) | to_withdraw | to_agree_to
