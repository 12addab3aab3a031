"""The workload of each officer, for a supervisor: three statements, however many officers there are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from accounts.actors import Actor
from accounts.models import Leave, Office, Posting
from complaints.models import Complaint, RunningClock
from complaints.queries.queue_cursor import queue_order
from complaints.rules.marking_eligibility import WORKING_ROLES
from complaints.rules.statuses import Status
from desk.queries.complaint_filters import DAY, filter_complaints
from desk.queries.queue_rows import load_queue_rows

SIZE = 50


@dataclass(frozen=True)
class Workload:
    """The open complaints of one posting that the supervisor may see. `oldest`: when the oldest was received.

    `charged`: how many complaints were reopened after this posting had reported on them, or had accepted the report
    (docs/decisions/0027).
    """

    posting: Posting
    open: int = 0
    overdue: int = 0
    day: int = 0
    awaiting: int = 0
    oldest: datetime | None = None
    charged: int = 0


@dataclass(frozen=True)
class WorkloadPage:
    """A page of loads, by office. `after`: the office path and posting where the next page begins, empty at the end."""

    loads: Sequence[Workload]
    after: str


def load_workload_page(actor: Actor, *, at: datetime, after: str = "") -> WorkloadPage:
    """Return a page of the officers in the actor's offices who work on complaints, with the workload of each.

    One statement for the postings of the page, one aggregate over their open complaints (index `open_by_holder`), and
    one over the complaints that they are charged with.
    """
    postings = _load_postings_of_page(actor, at=at, after=after)
    on_page = postings[:SIZE]
    after = f"{on_page[-1].office.path}|{on_page[-1].pk}" if len(postings) > SIZE else ""
    return WorkloadPage(_load_workloads(actor, on_page, at=at), after)


def workloads_at(actor: Actor, office: Office, *, at: datetime) -> list[Workload]:
    """Return the workload of each officer at one office, as far as the actor may see it. Three statements."""
    posted = Posting.objects.current(at).with_people().filter(role__in=WORKING_ROLES, office=office)
    return _load_workloads(actor, list(posted.exclude(pk=actor.posting_id).order_by("-is_head", "pk")[:SIZE]), at=at)


def _load_workloads(actor: Actor, postings: Sequence[Posting], *, at: datetime) -> list[Workload]:
    ids = [posting.pk for posting in postings]
    figures = {row.pop("holder"): row for row in _count_open_complaints(actor, ids, at=at)}
    charged = _count_charged_complaints(actor, ids, at=at)
    return [Workload(posting, charged=charged[posting.pk], **figures.get(posting.pk, {})) for posting in postings]


def _load_postings_of_page(actor: Actor, *, at: datetime, after: str) -> list[Posting]:
    working = Posting.objects.current(at).with_people().filter(role__in=WORKING_ROLES)
    within = working.filter(office__path__startswith=actor.office_path).exclude(pk=actor.posting_id)
    path, _, pk = after.partition("|")
    if pk.isdecimal() and pk.isascii() and len(pk) < 19 and "\0" not in path:
        within = within.filter(Q(office__path__gt=path) | Q(office__path=path, pk__gt=int(pk)))
    away = Leave.objects.current(at).filter(posting=OuterRef("pk"))
    return list(within.annotate(is_away=Exists(away)).order_by("office__path", "pk")[: SIZE + 1])


def _count_open_complaints(actor: Actor, postings: Sequence[int], *, at: datetime) -> QuerySet:
    """Count the same complaints that the links on the figures filter for (complaint_filters).

    For most complaints `due_at` is enough, and no clock has to be looked up.
    """
    is_late = Q(due_at__lte=at) & Exists(
        RunningClock.objects.promised().filter(complaint=OuterRef("pk"), due_at__lte=at)
    )
    due_soon = RunningClock.objects.promised().filter(complaint=OuterRef("pk"), due_at__gt=at, due_at__lte=at + DAY)
    is_soon = Q(due_at__gt=at, due_at__lte=at + DAY) & Exists(due_soon)
    complaints = Complaint.objects.visible_to(actor, at=at).open().filter(holder__in=postings)
    marked = complaints.annotate(is_late=is_late, is_soon=is_soon).values("holder")
    return marked.annotate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(is_late=True)),
        day=Count("pk", filter=Q(is_late=False, is_soon=True)),
        awaiting=Count("pk", filter=Q(status=str(Status.AWAITING_CITIZEN))),
        oldest=Min("received_at"),
    ).order_by()


def _count_charged_complaints(actor: Actor, postings: Sequence[int], *, at: datetime) -> Counter[int]:
    """Return how many complaints each posting is charged with, of those that the actor may see."""
    is_charged = Q(reopened_reporter__in=postings) | Q(reopened_acceptor__in=postings)
    reopened = Complaint.objects.visible_to(actor, at=at).filter(is_charged).order_by()
    counts: Counter[int] = Counter()
    for reporter, acceptor, number in reopened.values_list("reopened_reporter", "reopened_acceptor").annotate(
        Count("pk")
    ):
        for posting in {reporter, acceptor} - {None}:
            counts[posting] += number
    return counts


def least_urgent_rows_of_posting(actor: Actor, posting_id: int, *, number: int, at: datetime) -> list[dict]:
    """Return the rows of a posting's least urgent complaints, to be given to another officer first. Two statements."""
    complaints = filter_complaints(Complaint.objects.visible_to(actor, at=at), holder=posting_id, at=at)
    return load_queue_rows(complaints.order_by(*queue_order(back=True)).values_list("pk", flat=True)[:number])


def current_and_future_leaves(actor: Actor, *, at: datetime) -> list[Leave]:
    """Return current and future leaves in the actor's offices, the nearest first. One statement."""
    within = Q(posting__office__path__startswith=actor.office_path)
    return list(Leave.objects.not_over(at).with_people().filter(within)[: SIZE * 4])
