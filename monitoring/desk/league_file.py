"""The league as a CSV or XLSX file: the content of the page, with all measures at once."""

from collections.abc import Iterator, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.replica_reads import read_from_replica
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.table_files import logged_table_response
from desk.queue.queue_export import to_spreadsheet_time
from documents.spreadsheets import SheetRow
from monitoring.board_access import board_access_required
from monitoring.desk.league_page import requested_order, sort_rows
from monitoring.forms import PeriodForm
from monitoring.queries.league import League, LeagueShare, load_league
from monitoring.rules.league_places import LeagueMeasure
from reviews.rules.delay_patterns import PatternShare

SHARE_HEADS = ("true", "of", "low", "high", "place", "place_first", "place_last")
HEADS = (
    *("office", "name_en", "name_ur", "first_day", "last_day", "as_of", "received"),
    *(f"{measure}_{name}" for measure in LeagueMeasure for name in SHARE_HEADS),
)
"""Headings are in English in both languages, because programs read them."""


@require_http_methods(["GET", "HEAD", "POST"])
@board_access_required
@read_from_replica
def export_league(request: HttpRequest, kind: str) -> HttpResponse:
    """Export a line for each office, one for complaints at none of them, and the total. `?by=&from=&until=`: as there.

    By POST only, because an export is logged. Interval and place are empty if there are too few complaints.
    """
    if request.method != "POST":
        return redirect("league")
    form = PeriodForm(request.GET)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    result = load_league(request.actor, at=timezone.now(), first=days.get("from"), last=days.get("until"))
    lines = list(_lines(result, requested_order(request.GET)))  # sorted by the names in the reader's language
    return logged_table_response(request, kind, ViewPage.LEAGUE, list(HEADS), lines)


def _lines(league: League, by: str) -> Iterator[SheetRow]:
    for row in sort_rows(league, by):
        names = [row.office.code, row.office.name_en, row.office.name_ur]
        cells = [cell for measure in LeagueMeasure for cell in _share_cells(row.shares[measure])]
        yield [*names, *_period_cells(league), row.received.number, *cells]
    if league.rows:
        rest, total = league.elsewhere, league.total
        of_total = {measure: share.share for measure, share in total.shares.items()}
        yield _sum_line(league, f"not_by_{league.level}", rest.received, rest.shares)
        yield _sum_line(league, "total", total.received.number, of_total)


def _sum_line(league: League, name: str, received: int, shares: Mapping[LeagueMeasure, PatternShare]) -> SheetRow:
    cells = [cell for share in shares.values() for cell in _pad_to_share_heads([share.number, share.of])]
    return [name, "", "", *_period_cells(league), received, *cells]


def _period_cells(league: League) -> SheetRow:
    return [league.first, league.last, to_spreadsheet_time(league.at)]


def _pad_to_share_heads(cells: SheetRow) -> SheetRow:
    return [*cells, *[""] * (len(SHARE_HEADS) - len(cells))]


def _share_cells(of_office: LeagueShare) -> SheetRow:
    """Return the cells of one measure, in the order of SHARE_HEADS."""
    numbers, place = [of_office.share.number, of_office.share.of], of_office.place
    if place is None:
        return _pad_to_share_heads(numbers)
    ends = [round(end, 4) for end in of_office.share.interval]
    return [*numbers, *ends, place.number, place.first, place.last]
