"""Count what a head of an office finds waiting in the morning, with the filters of the pages that list it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.http import urlencode
from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Posting
from complaints.models import Complaint
from desk.queries.complaint_filters import filter_complaints
from monitoring.queries.figures_with_filters import FigureFilter
from reviews.queries.review_visibility import reviews_waiting_for
from reviews.rules.review_capacities import ReviewActor

OFFICE, REVIEWS = "/desk/office/", "/desk/reviews/?whose=waiting"


@dataclass(frozen=True)
class DigestLine:
    """A number, and the list that it counts. `name`: overdue, day (due within 24 hours), new (yesterday), reviews."""

    name: str
    number: int
    path: str


def current_heads(*, at: datetime) -> Iterator[Posting]:
    """Return the postings that head an office at a moment."""
    return Posting.objects.heads().current(at).with_people().order_by("pk").iterator(200)


def load_digest_lines(posting: Posting, *, at: datetime) -> list[DigestLine]:
    """Return the lines of a head's digest that are not zero, the most urgent first. Four statements."""
    actor, yesterday = Actor.of(posting), localdate(at) - timedelta(days=1)
    filters = {
        "overdue": FigureFilter(clock="overdue"),
        "day": FigureFilter(clock="day"),
        "new": FigureFilter(status="all", first=yesterday, last=yesterday),
    }
    lines = [
        DigestLine(
            name,
            _count_listed_complaints(actor, figure_filter, at=at),
            f"{OFFICE}?{urlencode(figure_filter.parameters)}",
        )
        for name, figure_filter in filters.items()
    ]
    waiting = reviews_waiting_for(ReviewActor(posting.officer_id, actor), at=at).count()
    return [line for line in (*lines, DigestLine("reviews", waiting, REVIEWS)) if line.number]


def _count_listed_complaints(actor: Actor, figure_filter: FigureFilter, *, at: datetime) -> int:
    visible = Complaint.objects.visible_to(actor, at=at)
    days = (figure_filter.first, figure_filter.last)
    return filter_complaints(
        visible, status=figure_filter.status, clock=figure_filter.clock, received=days, at=at
    ).count()
