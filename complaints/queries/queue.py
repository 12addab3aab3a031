"""The two queues of the desk: which complaints are in them, and what their rows show."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject, Left

from accounts.actors import Actor
from accounts.rules.offices import Kind
from accounts.rules.roles import Role
from complaints.models import ClockRun, Complaint, Order, RunningClock
from complaints.models.complaint import ComplaintQuerySet
from complaints.queries.cells import no_cell_below
from complaints.queries.deciding import to_decide
from complaints.queries.hearings import waiting_for_consent
from complaints.queries.narrowing import narrow
from complaints.queries.walking import EachMoment, each_exists, way
from complaints.rules.clock import Clock
from complaints.rules.facts import Contact
from complaints.rules.statuses import Outcome, Status
from complaints.rules.thresholds import WITHDRAWAL_WAITS

SHOWN = {
    "category_en": F("category__name_en"),
    "category_ur": F("category__name_ur"),
    "place_en": F("place__name_en"),
    "place_ur": F("place__name_ur"),
    "office_en": F("office__name_en"),
    "office_ur": F("office__name_ur"),
    "holder_en": F("holder__officer__name_en"),
    "holder_ur": F("holder__officer__name_ur"),
    "holder_role": F("holder__role"),
    "holder_is_head": F("holder__is_head"),
    "head_title": F("office__head_title"),
    # Of a protected identity the words may tell who it is: they are read where the reading is recorded (0069).
    "gist": Case(When(confidential=False, protected=False, then=Left("statement__text", 200)), default=Value("")),
}
SHOWN_CLOCKS = [str(clock) for clock in (Clock.URGENT, Clock.REFERRAL, Clock.VERIFY, Clock.CALL, Clock.EXCUSE)]
CLOCKED = (
    "status", "contact", "contact_due_at", "contacted_at", "report_due_at", "reported_at", "accepted_at", "verified_at",
)  # fmt: skip


def with_clocks(complaints: QuerySet) -> QuerySet:
    """With what the chips need beside the row: when the report clock was paused, when the decision is due, until when
    an order is to be carried out, and what else is owed by when (`owed_clocks`). Of pressure no row tells (0018).

    Each is looked up only for the rows that stand so.
    """
    paused = ClockRun.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.REPORT), why=ClockRun.Why.PAUSED)
    deciding = RunningClock.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.DECISION))
    last_pause = Subquery(paused.order_by("-ended_at").values("ended_at")[:1])
    owed = RunningClock.objects.filter(complaint=OuterRef("pk"), clock__in=SHOWN_CLOCKS).order_by("due_at")
    ordered = Order.objects.waiting().filter(complaint=OuterRef("pk")).values("due_at")
    return complaints.annotate(
        order_due_at=Subquery(ordered[:1]),
        owed_clocks=ArraySubquery(owed.values(owed=JSONObject(clock="clock", due_at="due_at"))),
        paused_at=Case(When(status=str(Status.AWAITING_CITIZEN), then=last_pause)),
        decision_due_at=Case(When(status=str(Status.REPORTED), then=Subquery(deciding.values("due_at")))),
    )


def my_queue(actor: Actor, *, at: datetime) -> ComplaintQuerySet:
    """What this posting has to do next: what it holds, and for a head the reports that wait for their decision.

    For an operator, what waits for the complaint cell of their office; for a clerk, what its officers hold.
    """
    seen = Complaint.objects.visible_to(actor).open()
    if actor.role is Role.COMPLAINT_OPERATOR:
        return seen.filter(_waits_for_the_cell(actor, at=at))
    if actor.role is Role.CLERK:
        return seen.filter(office=actor.office_id, holder__isnull=False)
    theirs = actor.covers if actor.seat else actor.postings  # in a head's place what the head has, and no more
    held = {"holder__in": theirs} if actor.covers else {"holder": actor.posting_id}
    if actor.is_head:  # each by its own index, and the rows by their ids
        theirs = Complaint.objects.for_service().open().filter(**held).values("pk")
        return seen.filter(pk__in=theirs.union(to_decide(actor, at=at).values("pk"), all=True))
    return seen.filter(**held)


def cells_sieve(actor: Actor, *, at: datetime) -> ComplaintQuerySet:
    """Of what lies on a cell's way: what waits for it."""
    return Complaint.objects.for_service().filter(_waits_for_the_cell(actor, at=at))


def my_way(actor: Actor) -> ComplaintQuerySet | None:
    """Through which complaints a page of that goes (queries.walking); None where it shows all that it looks at.

    Much of what a region or district has open waits for its cell, so the page is full soon. The Central Police
    Office's cell has little of a large province and is to see it whole.
    """
    is_cell = actor.role is Role.COMPLAINT_OPERATOR and actor.office_kind is not Kind.CENTRAL
    return Complaint.objects.visible_to(actor).open() if is_cell else None


def office_queue(actor: Actor, *, at: datetime, **narrowing) -> ComplaintQuerySet:
    """What the actor's office and those below it have, narrowed as the reader wishes (narrowing.narrow)."""
    return _narrowed(Complaint.objects.visible_to(actor), at=at, **narrowing)


def office_sieve(*, at: datetime, **narrowing) -> ComplaintQuerySet:
    """Of what lies on an office's way, which only what the actor sees does: what answers to the reader's wishes."""
    return _narrowed(Complaint.objects.for_service(), at=at, **narrowing)


def _narrowed(complaints: ComplaintQuerySet, *, at: datetime, **narrowing) -> ComplaintQuerySet:
    return narrow(complaints, at=at, exists=each_exists, moment=EachMoment, **narrowing)


def office_way(actor: Actor, *, at: datetime, back: bool | None = None, **narrowing) -> ComplaintQuerySet | None:
    """Through which complaints a page of that goes (walking.way); None where it shows all that it looks at."""
    return way(Complaint.objects.visible_to(actor), scope=Kind(actor.office_kind), at=at, back=back, **narrowing)


def _waits_for_the_cell(actor: Actor, *, at: datetime) -> Q:
    """Unmarked, to be verified, or a contact or a wish to withdraw to be asked about, where it is their cell's to do.

    The CPO's cell asks about conduct and confidential complaints, reconciliations once they are accepted, and wishes
    to withdraw; and it warns whose confidential complaint an officer is to be heard on. All else falls to the lowest
    cell at or above the complaint's office that has an operator, so that nothing waits for a cell in which nobody sits
    (domain.md, Roles).
    """
    reconciled = Q(outcome=str(Outcome.RECONCILED))
    sensitive = Q(about_police=True) | Q(confidential=True) | reconciled
    lowest = no_cell_below(actor, at=at)
    to_verify = Q(status=str(Status.REPORTED), verified_at=None) & ~(reconciled & Q(accepted_at=None))
    to_ask = to_verify | Q(contact=str(Contact.CLAIMED))
    unmarked = Q(status=str(Status.RECEIVED)) & lowest
    if actor.office_kind is not Kind.CENTRAL:
        return unmarked | to_ask & ~sensitive & lowest
    to_agree_to = Q(pk__in=waiting_for_consent().values("naming__complaint"))
    to_withdraw = Q(withdrawal_asked_at__lte=at - WITHDRAWAL_WAITS)
    return unmarked | to_ask & (sensitive | lowest) | to_withdraw | to_agree_to


def rows_of(chosen: ComplaintQuerySet) -> QuerySet:
    """What the rows of these show. One statement, in no order.

    They are chosen by a query of their ids alone, ordered and cut: what is joined for the eye is then joined for no
    other row, however many the planner thinks that there are.
    """
    return for_rows(Complaint.objects.for_service().filter(pk__in=chosen.values("pk")))


def for_rows(complaints: ComplaintQuerySet) -> QuerySet:
    """What a row shows, and nothing else."""
    rows = with_clocks(complaints).for_screen()
    return rows.values(
        "id",
        "etag",
        "due_at",
        "holder_id",
        "received_at",
        "channel",
        "outcome",
        *CLOCKED,
        "paused_at",
        "decision_due_at",
        "order_due_at",
        "owed_clocks",
        **SHOWN,
    )
