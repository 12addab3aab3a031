"""The board, and what runs out next. They translate; what is counted and who sees it lies below."""

import hashlib
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Office
from accounts.replica_reads import from_the_replica
from accounts.rules.offices import OfficeKind, is_code
from accounts.rules.roles import HAS_A_CELL
from complaints.models import Export
from desk.queue.export import counted, sent
from desk.services import exports
from enquiries.queries.school_visits import BOARD_MONTHS, Counts, counts
from monitoring import board_shown as showing
from monitoring.access import watching_required
from monitoring.board_tables import TABLES, table
from monitoring.forms import Period
from monitoring.queries.board import Board
from monitoring.queries.board import board as board_of
from monitoring.queries.due_next import ahead as ahead_of
from monitoring.queries.levels import above


@require_safe
@watching_required
@from_the_replica
def board(request: HttpRequest, template: str = "monitoring/board.html") -> HttpResponse:
    """How complaints stand within the office of the posting that the officer acts under, or one below it; in a period,
    where one is asked for by its first and last day. To the page's own script, which asks every half minute, the part
    that changes, or 304 where nothing has. `template`: for a desk, or for a screen on a wall."""
    at = timezone.now()
    asked, figures = _asked(request, at=at)
    talks = _talks(figures.office, at=at)
    version = _version(figures, talks)
    if request.htmx and version in request.headers.get("If-None-Match", ""):
        return _of_version(HttpResponseNotModified(), version, at=at)
    shown = showing.shown(figures) | {
        "asked": asked,
        "above_it": above(request.actor, figures.office),
        "days": "".join(f"&{name}={day.isoformat()}" for name, day in _days(asked).items()),
        "tables": TABLES,
        "talks": talks,
        "version": version,
    }
    return _of_version(render(request, f"{template}#live" if request.htmx else template, shown), version, at=at)


def _asked(request: HttpRequest, *, at: datetime) -> tuple[Period, Board]:
    """The board of the office and the period in the address."""
    office, asked = _office(request), Period(request.GET if {"from", "until"} & request.GET.keys() else None)
    days = _days(asked)
    return asked, board_of(request.actor, at=at, office=office, first=days.get("from"), last=days.get("until"))


def _days(asked: Period) -> dict[str, date]:
    return asked.cleaned_data if asked.is_bound and asked.is_valid() else {}


@require_http_methods(["GET", "HEAD", "POST"])
@watching_required
@from_the_replica
def rows(request: HttpRequest, kind: str) -> HttpResponse:
    """A table of the board as a file. By POST alone: to take it away is an act, which is written down."""
    name = request.POST.get("table", "")
    if request.method != "POST" or name not in TABLES:
        return redirect(f"{reverse('board')}?{request.GET.urlencode()}")
    at = timezone.now()
    period, figures = _asked(request, at=at)
    heads, lines = table(figures, name)
    asked = {"board": name} | {part: request.GET[part] for part in _understood(request, period)}
    export = exports.begin(Export.Kind(kind), urlencode(asked), by=request.actor, at=at)
    named = f"board-{name}-{localtime(at):%Y-%m-%d}"
    return sent(kind, heads, counted(lines, export), name=named, title=str(TABLES[name]))


def _understood(request: HttpRequest, period: Period) -> list[str]:
    """The parameters of an address that were heeded: an office, and days. Whatever else stands there is not kept."""
    return [name for name in ("office", *_days(period)) if request.GET.get(name)]


def _version(figures: Board, talks: Counts | None) -> str:
    """Of all that a board shows, known before it is drawn."""
    told = f"{figures.version} {talks.rows if talks else ''} {get_language()}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def _of_version(response: HttpResponse, version: str, *, at: datetime) -> HttpResponse:
    """`As-Of` says when that was so, also to a page that is told nothing else."""
    response["ETag"] = version
    response["As-Of"] = localtime(at).strftime("%H:%M")
    patch_vary_headers(response, ["HX-Request"])
    return response


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
    if OfficeKind(office.kind) not in HAS_A_CELL:
        return None
    return counts(today=localdate(at), months=BOARD_MONTHS, path=office.path)


@require_safe
@watching_required
@from_the_replica
def ahead(request: HttpRequest) -> HttpResponse:
    """What runs out within the next hours, and at which offices."""
    at = timezone.now()
    return render(request, "monitoring/ahead.html", {"at": at} | showing.coming(ahead_of(request.actor, at=at)))
