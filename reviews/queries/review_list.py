"""The list of reviews, the oldest first, with keyset pagination."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.lookups import GreaterThan, LessThan

from complaints.queries.queue_cursor import QueueCursor, QueueSortKey
from reviews.models import Review
from reviews.queries.review_visibility import flags_visible_to, reviews_visible_to, reviews_waiting_for
from reviews.rules.review_capacities import ReviewActor

REVIEWS_PER_PAGE = 25
SORT_KEY = QueueSortKey(F("opened_at"), F("id"))


@dataclass(frozen=True)
class ReviewListFilters:
    """The filters of the list. `stage`: empty for all open reviews."""

    stage: str = ""
    own_only: bool = False
    waiting_only: bool = False
    overdue_only: bool = False


@dataclass(frozen=True)
class ReviewListPage:
    """One page of reviews. `before`, `after`: the cursors of the neighbouring pages, None if there is none."""

    rows: Sequence[Review]
    before: QueueCursor | None
    after: QueueCursor | None


def load_review_list(
    actor: ReviewActor,
    filters: ReviewListFilters,
    *,
    at: datetime,
    after: QueueCursor | None = None,
    before: QueueCursor | None = None,
    size: int = REVIEWS_PER_PAGE,
) -> ReviewListPage:
    """Return one page with officer, office, number of flags and oldest deadline. One statement."""
    is_backwards, start = before is not None, before or after
    rows = _annotate_list_columns(filter_reviews(actor, filters, at=at), actor, at=at)
    if start:
        key = QueueSortKey(Value(start.due_at), Value(start.id))
        rows = rows.filter(LessThan(SORT_KEY, key) if is_backwards else GreaterThan(SORT_KEY, key))
    order = ("-opened_at", "-id") if is_backwards else ("opened_at", "id")
    page_and_next = list(rows.order_by(*order)[: size + 1])
    page, has_more = page_and_next[:size], len(page_and_next) > size
    onwards = _cursor_at(page[-1]) if has_more else None
    backwards = _cursor_at(page[0]) if start and page else None
    if is_backwards:
        return ReviewListPage(page[::-1], before=onwards, after=backwards)
    return ReviewListPage(page, before=backwards, after=onwards)


def filter_reviews(actor: ReviewActor, filters: ReviewListFilters, *, at: datetime) -> QuerySet[Review]:
    """Return the visible reviews that match the filters, without an order."""
    rows = reviews_waiting_for(actor, at=at) if filters.waiting_only else reviews_visible_to(actor, at=at)
    rows = rows.filter(status=filters.stage) if filters.stage else rows.open()
    if filters.own_only:
        rows = rows.of_officer(actor.officer_id)
    return rows.overdue(at=at) if filters.overdue_only else rows


def _annotate_list_columns(rows: QuerySet[Review], actor: ReviewActor, *, at: datetime) -> QuerySet[Review]:
    visible_flags = flags_visible_to(actor, at=at).filter(review=OuterRef("pk")).order_by()
    latest = visible_flags.order_by("-breach__due_at", "-pk")
    sums = visible_flags.values("review")
    return rows.annotate(
        flagged=Subquery(sums.annotate(number=Count("pk")).values("number")),
        oldest_due_at=Subquery(sums.annotate(oldest=Min("breach__due_at")).values("oldest")),
        office_en=Subquery(latest.values("breach__office__name_en")[:1]),
        office_ur=Subquery(latest.values("breach__office__name_ur")[:1]),
    ).select_related("officer", "seat")


def _cursor_at(review: Review) -> QueueCursor:
    return QueueCursor(review.opened_at, review.pk)
