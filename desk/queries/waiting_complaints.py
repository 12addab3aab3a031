"""Find the complaints that wait for an officer under any of their postings, and what last happened to them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Least

from accounts.actors import Actor
from accounts.rules.roles import Role
from complaints.models import Event, Order, RunningClock
from complaints.models.event import ActorKind
from complaints.queries.pressure_reports import duress_forbids_calling
from complaints.rules.clock import Clock
from complaints.rules.statuses import Status
from desk.queries.queue import my_queue_complaints
from desk.rules.why_now import Duty, Turn

MOST_OF_A_POSTING = 500
"""How many complaints of a posting are read. The page shows fewer, but counts all that are read."""
DATED_CLOCKS = Clock.ORDER, Clock.URGENT, Clock.DECISION, Clock.VERIFY, Clock.REFERRAL, Clock.LISTENING
"""The clocks beside `due_at` whose deadline a line can show (desk.rules.why_now)."""
TURNS = {
    "deny_contact": Turn.DENIED,
    "return_report": Turn.RETURNED,
    "object": Turn.OBJECTED,
    "appeal": Turn.OBJECTED,
    "resume": Turn.ANSWERED,
    "re_mark": Turn.REASSIGNED,
}


@dataclass(frozen=True)
class WaitingComplaint:
    """A complaint in the queue of a posting. `under`: the number of the posting."""

    complaint_id: int
    under: int
    duty: Duty
    wants_to_withdraw: bool = False


@dataclass(frozen=True)
class LastTurn:
    """The last event that sent a complaint back to its holder. `by`: the posting of the officer who did it, or None."""

    turn: Turn
    by: object = None


def list_waiting_complaints(
    actors: Sequence[tuple[int, Actor]], *, at: datetime
) -> tuple[list[WaitingComplaint], bool]:
    """Return the complaints that wait for these actors, and whether more wait than were read.

    At most MOST_OF_A_POSTING of each actor, those with the nearest deadline of any clock. One statement. A complaint in
    the queues of several postings is listed once: under the posting that holds it, else under the first. `actors`:
    those that work in the queue, each with the number of its posting.
    """
    if not actors:
        return [], False
    parts = [
        _waiting_for(actor, at=at)
        .annotate(under=Value(number, IntegerField()), next_due_at=_next_deadline())
        .order_by("next_due_at", "pk")
        .values_list("pk", "holder_id", "withdrawal_asked_at", "under", "next_due_at")[: MOST_OF_A_POSTING + 1]
        for number, actor in actors
    ]
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    by_number, found, held, read = dict(actors), {}, set(), Counter()
    for complaint_id, holder_id, withdrawal_asked_at, under, _ in sorted(rows, key=lambda row: (row[-1], row[0])):
        read[under] += 1
        if read[under] > MOST_OF_A_POSTING:
            continue
        actor = by_number[under]
        is_holder = holder_id in actor.postings
        if complaint_id not in found or (is_holder and complaint_id not in held):
            decides = actor.is_head and not is_holder
            duty = Duty.CELL if actor.role is Role.COMPLAINT_OPERATOR else Duty.SUPERIOR if decides else Duty.HOLDER
            found[complaint_id] = WaitingComplaint(complaint_id, under, duty, withdrawal_asked_at is not None)
        if is_holder:
            held.add(complaint_id)
    return list(found.values()), any(number > MOST_OF_A_POSTING for number in read.values())


def _waiting_for(actor: Actor, *, at: datetime) -> QuerySet:
    """Return the queue of a posting without what waits for others.

    That is an answer, the decision on its own report, and for a cell a contact that is only claimed, which is a call
    after a day, and a consent to a hearing: desk.today.cell_tasks lists both. Nor does it contain a question to a
    complainant whom the duress word forbids to call. The conditions agree with desk.rules.why_now, so that each row
    becomes a line.
    """
    queue = my_queue_complaints(actor, at=at)
    if actor.role is Role.COMPLAINT_OPERATOR:
        unverified = Q(status=str(Status.REPORTED), verified_at=None)
        clocks = RunningClock.objects.filter(clock__in=[str(Clock.REFERRAL), str(Clock.LISTENING)])
        owed = Exists(clocks.filter(complaint=OuterRef("pk")))
        to_withdraw = Q(withdrawal_asked_at__isnull=False)
        to_ask = (unverified | to_withdraw) & ~duress_forbids_calling()
        return queue.filter(Q(status=str(Status.RECEIVED)) | to_ask | owed)
    to_act = Q(status__in=[str(Status.MARKED), str(Status.IN_INQUIRY)])
    ordered = Exists(Order.objects.waiting().filter(complaint=OuterRef("pk")))
    urgent = Exists(RunningClock.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.URGENT)))
    waiting = to_act | ordered | urgent
    if actor.is_head:
        waiting |= Q(status=str(Status.REPORTED), accepted_at=None) & ~Q(holder__in=actor.postings)
    return queue.filter(waiting)


def _next_deadline() -> Least:
    """Return the earliest deadline of a complaint: of the promised clocks, or of another that a line can show."""
    clocks = RunningClock.objects.filter(complaint=OuterRef("pk"), clock__in=[str(clock) for clock in DATED_CLOCKS])
    return Least("due_at", Subquery(clocks.order_by().values("complaint").values(first=Min("due_at"))))


def load_last_turns(complaint_ids: Collection[int]) -> dict[int, LastTurn]:
    """Return the last turn of each of these complaints, which the reader may see. One statement.

    A question that a job or the holder ended is not an answer of the complainant.
    """
    events = Event.objects.filter(complaint__in=complaint_ids, kind__in=sorted(TURNS))
    last = events.order_by("complaint", "-seq").distinct("complaint").select_related("posting__office")
    turns = {}
    for event in last:
        if event.kind != "resume" or event.actor_kind == ActorKind.CITIZEN:
            turns[event.complaint_id] = LastTurn(TURNS[event.kind], event.posting)
    return turns
