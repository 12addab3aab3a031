"""The league as a CSV or XLSX file: the content of the page, with all measures at once."""

from collections.abc import Mapping

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.replica_reads import read_from_replica
from complaints.models import Export
from desk.queue.queue_export import spreadsheet_response
from documents import spreadsheets
from documents.formula_escaping import escape_formula
from monitoring.board_access import board_access_required
from monitoring.forms import PeriodForm
from monitoring.queries.league import League, LeagueRow, LeagueShare, load_league
from monitoring.rules.league_places import LeagueMeasure
from reviews.rules.delay_patterns import PatternShare

SHARE_HEADS = ("true", "of", "low", "high", "place", "place_first", "place_last")
HEADS = (
    *("office", "name_en", "name_ur", "first_day", "last_day", "as_of", "received"),
    *(f"{measure}_{name}" for measure in LeagueMeasure for name in SHARE_HEADS),
)
"""Headings are in English in both languages, because programs read them."""


@require_safe
@board_access_required
@read_from_replica
def download_league(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """Return a line for each office, one for complaints at none of them, and the total. `?from=&until=`: as there.

    Interval and place are empty if there are too few complaints.
    """
    form = PeriodForm(request.GET if "from" in request.GET else None)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    result = load_league(request.actor, at=timezone.now(), first=days.get("from"), last=days.get("until"))
    lines = [_office_csv_row(result, row) for row in result.rows]
    if result.rows:
        rest, total = result.elsewhere, result.total
        of_total = {measure: share.share for measure, share in total.shares.items()}
        lines.append(_sum_csv_row(result, f"not_by_{result.level}", rest.received, rest.shares))
        lines.append(_sum_csv_row(result, "total", total.received.number, of_total))
    if kind == Export.Kind.XLSX:
        lines = [_typed_cells(line, result) for line in lines]
    name = f"league-{result.first}-{result.last}"
    return spreadsheet_response(kind, list(HEADS), iter(lines), name=name, title=_("League"))


def _typed_cells(line: list[str], league: League) -> spreadsheets.SheetRow:
    """Return a line for a workbook: days, the time and whole numbers as such, not as text."""
    as_of = localtime(league.at).replace(second=0, microsecond=0, tzinfo=None)
    typed = {"first_day": league.first, "last_day": league.last, "as_of": as_of}
    return [
        typed.get(head, int(cell) if cell.isdecimal() else escape_formula(cell))
        for head, cell in zip(HEADS, line, strict=True)
    ]


def _office_csv_row(league: League, row: LeagueRow) -> list[str]:
    names = [row.office.code, row.office.name_en, row.office.name_ur]
    cells = [cell for measure in LeagueMeasure for cell in _share_cells(row.shares[measure])]
    return [*names, *_period_cells(league), str(row.received.number), *cells]


def _sum_csv_row(league: League, name: str, received: int, shares: Mapping[LeagueMeasure, PatternShare]) -> list[str]:
    cells = [cell for share in shares.values() for cell in _pad_to_share_heads([str(share.number), str(share.of)])]
    return [name, "", "", *_period_cells(league), str(received), *cells]


def _period_cells(league: League) -> list[str]:
    return [league.first.isoformat(), league.last.isoformat(), league.at.isoformat(timespec="seconds")]


def _pad_to_share_heads(cells: list[str]) -> list[str]:
    return [*cells, *[""] * (len(SHARE_HEADS) - len(cells))]


def _share_cells(of_office: LeagueShare) -> list[str]:
    """Return the cells of one measure, in the order of SHARE_HEADS."""
    numbers, place = [str(of_office.share.number), str(of_office.share.of)], of_office.place
    if place is None:
        return _pad_to_share_heads(numbers)
    ends = [f"{end:.4f}" for end in of_office.share.interval]
    return [*numbers, *ends, str(place.number), str(place.first), str(place.last)]
