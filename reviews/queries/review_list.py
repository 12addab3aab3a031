"""The list of reviews, the longest open first, a page by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.lookups import GreaterThan, LessThan

from complaints.queries.cursor import Cursor, Key
from reviews.models import Review
from reviews.queries.visibility import flags_for, visible_to, waiting_for
from reviews.rules.capacities import Doer

SIZE = 25
KEY = Key(F("opened_at"), F("id"))


@dataclass(frozen=True)
class ReviewListFilters:
    """What a list is narrowed to. `stage`: one of them, empty for every open one."""

    stage: str = ""
    mine: bool = False
    waiting: bool = False
    late: bool = False


@dataclass(frozen=True)
class ReviewListPage:
    """Some reviews; `before` and `after` are the cursors of the neighbouring pages, None where there is none."""

    rows: Sequence[Review]
    before: Cursor | None
    after: Cursor | None


def page_of(
    who: Doer,
    asked: ReviewListFilters,
    *,
    at: datetime,
    after: Cursor | None = None,
    before: Cursor | None = None,
    size: int = SIZE,
) -> ReviewListPage:
    """One statement: who, where, how many flags, since when."""
    back, start = before is not None, before or after
    rows = _shown(narrowed(who, asked, at=at), who, at=at)
    if start:
        key = Key(Value(start.due_at), Value(start.id))
        rows = rows.filter(LessThan(KEY, key) if back else GreaterThan(KEY, key))
    order = ("-opened_at", "-id") if back else ("opened_at", "id")
    found = list(rows.order_by(*order)[: size + 1])
    page, is_full = found[:size], len(found) > size
    onwards = _cursor(page[-1]) if is_full else None
    behind = _cursor(page[0]) if start and page else None
    return ReviewListPage(page[::-1] if back else page, onwards if back else behind, behind if back else onwards)


def narrowed(who: Doer, asked: ReviewListFilters, *, at: datetime) -> QuerySet[Review]:
    """The reviews of a list, in no order."""
    rows = waiting_for(who, at=at) if asked.waiting else visible_to(who, at=at)
    rows = rows.filter(status=asked.stage) if asked.stage else rows.open()
    if asked.mine:
        rows = rows.of(who.officer_id)
    return rows.late(at=at) if asked.late else rows


def _shown(rows: QuerySet[Review], who: Doer, *, at: datetime) -> QuerySet[Review]:
    seen = flags_for(who, at=at).filter(review=OuterRef("pk")).order_by()
    latest = seen.order_by("-breach__due_at", "-pk")
    sums = seen.values("review")
    return rows.annotate(
        flagged=Subquery(sums.annotate(number=Count("pk")).values("number")),
        oldest_due_at=Subquery(sums.annotate(oldest=Min("breach__due_at")).values("oldest")),
        office_en=Subquery(latest.values("breach__office__name_en")[:1]),
        office_ur=Subquery(latest.values("breach__office__name_ur")[:1]),
    ).select_related("officer", "seat")


def _cursor(review: Review) -> Cursor:
    return Cursor(review.opened_at, review.pk)
