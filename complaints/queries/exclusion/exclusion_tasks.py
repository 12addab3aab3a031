"""What waits at the desk about exclusions: complaints to settle, names to confirm, ends to approve, objections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, DateTimeField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Complaint, Exclusion, NarrowingRequest, RunningClock
from complaints.queries.complaint_cells import no_cell_below_condition
from complaints.rules.clock import Clock
from complaints.rules.exclusion.settling import is_central_operator

SHOWN = 100


@dataclass(frozen=True)
class ExclusionTasks:
    """What waits for one officer. Each list is empty for officers who may not do its work."""

    to_settle: list[RunningClock]
    names: list[Exclusion]
    approvals: list[NarrowingRequest]
    objections: list[NarrowingRequest]


def works_on_exclusions(actor: Actor) -> bool:
    """Return whether the page of these tasks exists for this officer: operators, and the CPO's head and monitors."""
    return actor.role is Role.COMPLAINT_OPERATOR or decides_objections(actor)


def decides_objections(actor: Actor) -> bool:
    """Return whether this officer decides on objections: a monitor, or the head of the Central Police Office."""
    return actor.office_kind is OfficeKind.CENTRAL and (actor.role is Role.MONITOR or actor.is_head)


def load_exclusion_tasks(actor: Actor, *, at: datetime) -> ExclusionTasks:
    """Return what waits for this officer, only of complaints that they may see. At most four statements."""
    is_central = is_central_operator(role=actor.role, office_kind=actor.office_kind)
    return ExclusionTasks(
        to_settle=list(_complaints_to_settle(actor, at=at)[:SHOWN]) if actor.role is Role.COMPLAINT_OPERATOR else [],
        names=list(_names_to_confirm(actor)[:SHOWN]) if is_central else [],
        approvals=list(_requests_to_approve(actor)[:SHOWN]) if is_central else [],
        objections=list(_objections_to_decide(actor)[:SHOWN]) if decides_objections(actor) else [],
    )


@dataclass(frozen=True)
class WaitingExclusionTask:
    """One task about an exclusion. `kind`: the field of ExclusionTasks. `under`: the number of the posting."""

    kind: str
    complaint_id: int
    due_at: datetime | None
    since: datetime | None
    under: int


def list_exclusion_tasks_of_postings(
    actors: Sequence[tuple[int, Actor]], *, at: datetime
) -> list[WaitingExclusionTask]:
    """Return what waits for an officer under several postings, only of complaints that they may see. One statement.

    A task that several of the postings may do is listed once, under the first of them.
    """
    parts = [
        rows.annotate(
            kind=Value(kind, CharField()),
            due=F(due) if due else Value(None, DateTimeField()),
            began=F(since) if since else Value(None, DateTimeField()),
            under=Value(number, IntegerField()),
        ).values_list("kind", "pk", "complaint_id", "due", "began", "under")[:SHOWN]
        for number, actor in actors
        for kind, rows, due, since in _tasks_of(actor, at=at)
    ]
    rows = sorted(parts[0].union(*parts[1:], all=True) if parts else (), key=lambda row: row[-1])
    tasks = {}
    for kind, row_id, complaint_id, due_at, since, under in rows:
        tasks.setdefault((kind, row_id), WaitingExclusionTask(kind, complaint_id, due_at, since, under))
    return list(tasks.values())


def _tasks_of(actor: Actor, *, at: datetime) -> Iterator[tuple[str, QuerySet, str, str]]:
    """Yield each list that the actor works on: its name, its rows, and the columns of the deadline and of the start."""
    if actor.role is Role.COMPLAINT_OPERATOR:
        yield "to_settle", _complaints_to_settle(actor, at=at), "due_at", "started_at"
    if is_central_operator(role=actor.role, office_kind=actor.office_kind):
        yield "names", _names_to_confirm(actor), "lapses_at", "since"
        yield "approvals", _requests_to_approve(actor), "", "asked_at"
    if decides_objections(actor):
        yield "objections", _objections_to_decide(actor), "", "objected_at"


def _complaints_to_settle(actor: Actor, *, at: datetime) -> QuerySet[RunningClock]:
    """Return the clocks of the complaints that this operator's cell has to settle, the nearest deadline first.

    The lowest cell above the complaint that has an operator settles it.
    """
    visible = Complaint.objects.visible_to(actor).open().filter(no_cell_below_condition(actor, at=at))
    waiting = RunningClock.objects.filter(clock=str(Clock.SETTLING), complaint__in=visible)
    return waiting.select_related("complaint__category", "complaint__place").order_by("due_at", "pk")


def _names_to_confirm(actor: Actor) -> QuerySet[Exclusion]:
    """Return the exclusions by name that lapse unless they are confirmed, the first to lapse first."""
    waiting = Exclusion.objects.current().filter(lapses_at__isnull=False, confirmed_at=None)
    visible = Complaint.objects.visible_to(actor)
    return (
        waiting.filter(complaint__in=visible)
        .select_related("complaint__category", "officer", "naming")
        .order_by("lapses_at", "pk")
    )


def _requests_to_approve(actor: Actor) -> QuerySet[NarrowingRequest]:
    """Return the requests that this operator may approve: those that they have not approved under any posting."""
    waiting = NarrowingRequest.objects.awaiting_approval()
    return _of_visible(waiting.exclude(first_approver__officer=actor.officer_id), actor)


def _objections_to_decide(actor: Actor) -> QuerySet[NarrowingRequest]:
    """Return the objections on which this officer may decide: who asked for or approved the end does not."""
    officer = actor.officer_id
    involved = Q(asked_by__officer=officer) | Q(first_approver__officer=officer) | Q(second_approver__officer=officer)
    return _of_visible(NarrowingRequest.objects.objected().exclude(involved), actor)


def _of_visible(requests: QuerySet[NarrowingRequest], actor: Actor) -> QuerySet[NarrowingRequest]:
    rows = requests.filter(complaint__in=Complaint.objects.visible_to(actor))
    return rows.select_related("complaint__category", "first_approver__officer", "asked__words").order_by(
        Coalesce("objected_at", "asked_at"), "pk"
    )


def exclusions_of_request(request: NarrowingRequest) -> list[Exclusion]:
    """Return the exclusions that a request would end, offices first. One statement."""
    rows = Exclusion.objects.filter(pk__in=request.exclusion_ids).select_related("office", "officer")
    return list(rows.order_by(F("office__path").asc(nulls_last=True), "pk"))
