"""The board, and what runs out next. They translate; what is counted and who sees it lies below."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.reading import from_the_replica
from accounts.rules.roles import HAS_A_CELL
from enquiries.queries.talks import BOARD_MONTHS, Counts, counts
from monitoring import board as showing
from monitoring.access import watching_required
from monitoring.forms import Period
from monitoring.queries.ahead import ahead as ahead_of
from monitoring.queries.board import board as board_of


@require_safe
@watching_required
@from_the_replica
def board(request: HttpRequest) -> HttpResponse:
    """How complaints stand within the office of the posting that the officer acts under; in a period, where one is
    asked for by its first and last day."""
    at, asked = timezone.now(), Period(request.GET or None)
    days = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
    figures = board_of(request.actor, at=at, first=days.get("from"), last=days.get("until"))
    shown = showing.shown(figures) | {"asked": asked, "talks": _talks(request.actor, at=at)}
    return render(request, "monitoring/board.html", shown)


def _talks(actor: Actor, *, at: datetime) -> Counts | None:
    """School talks of the last months by district, for who watches a district or more. One query."""
    if actor.office_kind not in HAS_A_CELL:
        return None
    return counts(today=localdate(at), months=BOARD_MONTHS, path=actor.office_path)


@require_safe
@watching_required
@from_the_replica
def ahead(request: HttpRequest) -> HttpResponse:
    """What runs out within the next hours, and at which offices."""
    at = timezone.now()
    return render(request, "monitoring/ahead.html", {"at": at} | showing.coming(ahead_of(request.actor, at=at)))
