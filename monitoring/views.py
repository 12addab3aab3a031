"""The board and the reviews. They translate; what is counted and who sees it lies below."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import posting_required
from accounts.actors import Actor
from accounts.models.choices import in_language
from accounts.rules.roles import HAS_A_CELL
from enquiries.queries.talks import BOARD_MONTHS, Counts, counts
from monitoring import board as showing
from monitoring.access import watching_required
from monitoring.models import Review
from monitoring.queries.board import board as board_of
from monitoring.queries.reviews import open_reviews

REVIEWS_A_PAGE = 50


@require_safe
@watching_required
def board(request: HttpRequest) -> HttpResponse:
    """How complaints stand within the office of the posting that the officer acts under."""
    at = timezone.now()
    shown = showing.shown(board_of(request.actor, at=at)) | {"talks": _talks(request.actor, at=at)}
    return render(request, "monitoring/board.html", shown)


def _talks(actor: Actor, *, at: datetime) -> Counts | None:
    """School talks of the last months by district, for who watches a district or more. One query."""
    if actor.office_kind not in HAS_A_CELL:
        return None
    return counts(today=localdate(at), months=BOARD_MONTHS, path=actor.office_path)


@require_safe
@never_cache
@posting_required
def reviews(request: HttpRequest) -> HttpResponse:
    """The open reviews: all for those who answer for them, for anybody else only their own."""
    page = Paginator(open_reviews(request.actor), REVIEWS_A_PAGE).get_page(request.GET.get("page"))
    rows = [_row(review) for review in page]
    return render(request, "monitoring/reviews.html", {"rows": rows, "page": page, **_pager(page)})


def _row(review: Review) -> dict:
    return {
        "officer": review.officer,
        "rank": review.officer.get_rank_display() if review.officer.rank else "",
        "office": in_language(review.office_en or "", review.office_ur or ""),
        "flags": review.flagged,
        "oldest": review.oldest_due_at,
        "stage": review.get_status_display(),
    }


def _pager(page) -> dict:
    """The addresses of the neighbours."""
    return {
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
