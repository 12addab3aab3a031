"""Count what a head of an office finds waiting in the morning, with the filters of the pages that list it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.http import urlencode
from django.utils.timezone import localdate

from accounts.acting_head import ActingHead, find_acting_heads
from accounts.actors import Actor
from accounts.middleware import POSTING_PARAMETER
from accounts.models import Leave, Officer, Posting
from accounts.queries.officer_postings import current_postings
from complaints.models import Complaint
from desk.queries.complaint_filters import filter_complaints
from monitoring.queries.figures_with_filters import FigureFilter
from reviews.queries.review_visibility import reviews_waiting_for
from reviews.rules.review_capacities import ReviewActor

OFFICE, REVIEWS = "/desk/office/", "/desk/reviews/"


@dataclass(frozen=True)
class DigestLine:
    """A number, and the list that it counts. `name`: overdue, day (due within 24 hours), new (yesterday), reviews."""

    name: str
    number: int
    path: str


def current_heads(*, at: datetime) -> Iterator[Posting | ActingHead]:
    """Return who heads each office at a moment: the head or, during the head's leave, the acting head."""
    acting_heads = _acting_heads_by_choice(at=at)
    for posting in Posting.objects.heads().current(at).with_people().order_by("pk").iterator(200):
        yield acting_heads.get(posting.choice, posting)


def _acting_heads_by_choice(*, at: datetime) -> dict[int, ActingHead]:
    """Return the acting heads of all heads on leave. Three statements for each acting officer."""
    leaves = Leave.objects.current(at).filter(posting__is_head=True)
    officers = Officer.objects.filter(pk__in=leaves.values("cover__officer"))
    return {
        acting.choice: acting
        for officer in officers
        for acting in find_acting_heads(current_postings(officer, at=at), at=at)
    }


def load_digest_lines(head: Posting | ActingHead, *, at: datetime) -> list[DigestLine]:
    """Return the lines of a head's digest that are not zero, the most urgent first. Four statements.

    Each link chooses the post whose list was counted.
    """
    actor, yesterday = Actor.of(head), localdate(at) - timedelta(days=1)
    post = {POSTING_PARAMETER: head.choice}
    filters = {
        "overdue": FigureFilter(clock="overdue"),
        "day": FigureFilter(clock="day"),
        "new": FigureFilter(status="all", first=yesterday, last=yesterday),
    }
    lines = [
        DigestLine(
            name,
            _count_listed_complaints(actor, figure_filter, at=at),
            f"{OFFICE}?{urlencode(figure_filter.parameters | post)}",
        )
        for name, figure_filter in filters.items()
    ]
    waiting = reviews_waiting_for(ReviewActor(actor.officer_id, actor), at=at).count()
    reviews = DigestLine("reviews", waiting, f"{REVIEWS}?{urlencode({'whose': 'waiting'} | post)}")
    return [line for line in (*lines, reviews) if line.number]


def _count_listed_complaints(actor: Actor, figure_filter: FigureFilter, *, at: datetime) -> int:
    visible = Complaint.objects.visible_to(actor, at=at)
    days = (figure_filter.first, figure_filter.last)
    return filter_complaints(
        visible, status=figure_filter.status, clock=figure_filter.clock, received=days, at=at
    ).count()
