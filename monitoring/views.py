"""Pages of the board and of the complaints that are due next. Queries decide what is counted and who may see it."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Office
from accounts.replica_reads import read_from_replica
from accounts.rules.office_tree import OfficeKind, is_office_code
from accounts.rules.roles import KINDS_WITH_CELL
from accounts.services.sessions import is_restricted_to_wall_display, restrict_to_wall_display, session_end
from accounts.services.sign_in_logging import log_wall_display
from complaints.models import Export
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.selections import export_links
from desk.queue.queue_export import sanitise_and_count_lines, spreadsheet_response
from desk.services import export_log
from enquiries.queries.school_visit_counts import BOARD_MONTHS, SchoolVisitCounts, count_school_visits
from monitoring import board_presentation
from monitoring.board_access import board_access_required
from monitoring.board_tables import TABLE_TITLES, headings_and_rows_of_table
from monitoring.forms import PeriodForm
from monitoring.queries.board import Board, load_board
from monitoring.queries.board_levels import offices_above
from monitoring.queries.due_soon import load_due_soon
from monitoring.queries.waiting_chats import load_waiting_chats
from monitoring.rules.map_scale import MapMeasure


@require_safe
@board_access_required
@read_from_replica
def show_board(request: HttpRequest, template: str = "monitoring/board.html") -> HttpResponse:
    """Show the board of the officer's office, or of an office below it (`?office=`), for a period (`?from=&until=`).

    The page's script polls every half minute. It gets the part that changes, or 304 if nothing has changed.
    `template`: for a desk, or for a wall display. `?map=count` shades the map by number, otherwise by rate.
    """
    at = timezone.now()
    form, figures = _requested_board(request, at=at)
    visits = _load_school_visits(figures.office, at=at)
    chats = board_presentation.waiting_chats_words(load_waiting_chats(request.actor, figures.office, at=at), at=at)
    measure = MapMeasure.COUNT if request.GET.get("map") == MapMeasure.COUNT else MapMeasure.RATE
    # An ETag of all that the page shows. It is known before the page is rendered.
    content = f"{figures.version} {visits.rows if visits else ''} {chats} {measure} {get_language()}"
    version = f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'
    if request.htmx and version in request.headers.get("If-None-Match", ""):
        return _set_etag_and_time(HttpResponseNotModified(), version, at=at)
    context = board_presentation.board_context(figures, measure) | {
        "asked": form,
        "above_it": offices_above(request.actor, figures.office),
        "days": "".join(f"&{name}={day.isoformat()}" for name, day in _chosen_days(form).items()),
        "map_urls": {str(other): f"?{urlencode(request.GET.dict() | {'map': str(other)})}" for other in MapMeasure},
        "tables": _offered_tables(figures, visits),
        "incident_map_url": reverse("incident_map", args=[figures.office.code])
        if figures.office.kind == OfficeKind.DISTRICT
        else "",
        "station_sheet_url": reverse("station", args=[figures.office.code])
        if figures.office.kind == OfficeKind.STATION
        else "",
        "talks": visits,
        "chats": chats,
        "version": version,
        "session_end": session_end(request.session, (posting.role for posting in request.postings)),
        "is_kept_open": is_restricted_to_wall_display(request.session),
    }
    response = render(request, f"{template}#live" if request.htmx else template, context)
    return _set_etag_and_time(response, version, at=at)


@require_POST
@board_access_required
def keep_wall_open(request: HttpRequest) -> HttpResponse:
    """Keep the session open for the wall display alone, until it reaches its limit in total."""
    restrict_to_wall_display(request.session)
    log_wall_display(request.user)
    return redirect(f"{reverse('wall')}?{request.GET.urlencode()}")


def _load_school_visits(office: Office, *, at: datetime) -> SchoolVisitCounts | None:
    """Return the visits of the last months by district, for a district or a higher office. One query."""
    if OfficeKind(office.kind) not in KINDS_WITH_CELL:
        return None
    return count_school_visits(today=localdate(at), months=BOARD_MONTHS, path=office.path)


def _requested_board(request: HttpRequest, *, at: datetime) -> tuple[PeriodForm, Board]:
    """Return the form of the period, and the board of the office and period in the address."""
    office, form = _requested_office(request), PeriodForm(request.GET)
    days = _chosen_days(form)
    period = {"first": days.get("from"), "last": days.get("until")}
    return form, load_board(request.actor, at=at, office=office, **period, reuse_trend=True)


def _chosen_days(form: PeriodForm) -> dict[str, date]:
    return form.cleaned_data if form.is_bound and form.is_valid() else {}


@require_http_methods(["GET", "HEAD", "POST"])
@board_access_required
@read_from_replica
def download_board_table(request: HttpRequest, kind: str) -> HttpResponse:
    """Export a table of the board as a file. By POST only, because an export is recorded.

    The form of the board sends `table`; the page of a saved view has it in the address.
    """
    name = request.POST.get("table", request.GET.get("table", ""))
    if request.method != "POST" or name not in TABLE_TITLES:
        return redirect(f"{reverse('board')}?{request.GET.urlencode()}")
    at = timezone.now()
    form, figures = _requested_board(request, at=at)
    visits = _load_school_visits(figures.office, at=at) if name == "visits" else None
    heads, lines = headings_and_rows_of_table(figures, name, visits)
    used = [
        key for key in ("office", *_chosen_days(form)) if request.GET.get(key)
    ]  # others are not recorded with the export
    parameters = {"board": name} | {key: request.GET[key] for key in used}
    export = export_log.record_export(Export.Kind(kind), urlencode(parameters), by=request.actor, at=at)
    filename = f"board-{name}-{localtime(at):%Y-%m-%d}"
    return spreadsheet_response(
        kind, heads, sanitise_and_count_lines(lines, export), name=filename, title=str(TABLE_TITLES[name])
    )


def _offered_tables(board: Board, visits: SchoolVisitCounts | None) -> dict[str, str]:
    """Return the tables that this board has, by name."""
    missing = {
        name
        for name, rows in (("regions", board.regions), ("settling", board.settling), ("visits", visits))
        if not rows
    }
    return {name: title for name, title in TABLE_TITLES.items() if name not in missing}


def _set_etag_and_time(response: HttpResponse, version: str, *, at: datetime) -> HttpResponse:
    """Add the ETag and the time of the figures (`As-Of`). The page shows that time also after a 304."""
    response["ETag"] = version
    response["As-Of"] = localtime(at).strftime("%H:%M")
    patch_vary_headers(response, ["HX-Request"])
    return response


def _requested_office(request: HttpRequest) -> Office | None:
    """Return the office in the address, or None. 404 unless it is at or below the reader's own office."""
    code = request.GET.get("office", "")
    if not code:
        return None
    office = Office.objects.filter(code=code).first() if is_office_code(code) else None
    if office is None or not request.actor.is_at_or_above(office.path):
        raise Http404
    return office


@require_safe
@board_access_required
@read_from_replica
def show_due_soon(request: HttpRequest) -> HttpResponse:
    """Show the complaints that are due within the next hours, by office."""
    at = timezone.now()
    context = board_presentation.due_soon_context(load_due_soon(request.actor, at=at))
    context |= {"at": at, "export": export_links(ViewPage.DUE_SOON, request.GET)}
    return render(request, "monitoring/ahead.html", context)
