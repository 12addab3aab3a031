"""The board, and what runs out next. They translate; what is counted and who sees it lies below."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.models import Office
from accounts.reading import from_the_replica
from accounts.rules.offices import Kind, is_code
from accounts.rules.roles import HAS_A_CELL
from enquiries.queries.talks import BOARD_MONTHS, Counts, counts
from monitoring import board as showing
from monitoring.access import watching_required
from monitoring.forms import Period
from monitoring.queries.ahead import ahead as ahead_of
from monitoring.queries.board import board as board_of
from monitoring.queries.levels import above


@require_safe
@watching_required
@from_the_replica
def board(request: HttpRequest) -> HttpResponse:
    """How complaints stand within the office of the posting that the officer acts under, or one below it; in a period,
    where one is asked for by its first and last day."""
    at, office = timezone.now(), _office(request)
    asked = Period(request.GET if {"from", "until"} & request.GET.keys() else None)
    days = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
    figures = board_of(request.actor, at=at, office=office, first=days.get("from"), last=days.get("until"))
    shown = showing.shown(figures) | {
        "asked": asked,
        "above_it": above(request.actor, figures.office),
        "days": "".join(f"&{name}={day.isoformat()}" for name, day in days.items()),
        "talks": _talks(figures.office, at=at),
    }
    return render(request, "monitoring/board.html", shown)


def _office(request: HttpRequest) -> Office | None:
    """The one that the address names, if it lies within the reader's own; else there is no such board."""
    code = request.GET.get("office", "")
    if not code:
        return None
    office = Office.objects.filter(code=code).first() if is_code(code) else None
    if office is None or not request.actor.has_within(office.path):
        raise Http404
    return office


def _talks(office: Office, *, at: datetime) -> Counts | None:
    """School talks of the last months by district, on the board of a district or more. One query."""
    if Kind(office.kind) not in HAS_A_CELL:
        return None
    return counts(today=localdate(at), months=BOARD_MONTHS, path=office.path)


@require_safe
@watching_required
@from_the_replica
def ahead(request: HttpRequest) -> HttpResponse:
    """What runs out within the next hours, and at which offices."""
    at = timezone.now()
    return render(request, "monitoring/ahead.html", {"at": at} | showing.coming(ahead_of(request.actor, at=at)))
