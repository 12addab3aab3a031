"""The tables of the board as rows of a file, with the content of the page.

Numbers, days and times are cells of their own types, so that a spreadsheet program can calculate and sort. A share has
three: its numerator, its denominator and the percentage.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from documents.spreadsheets import SheetRow
from enquiries.queries.school_visit_counts import SchoolVisitCounts
from monitoring import board_presentation
from monitoring.queries.board import Board

TableRows = list[SheetRow]
TABLE_TITLES = {
    "figures": gettext_lazy("All figures"),
    "compared": gettext_lazy("Compared with the period before"),
    "weeks": gettext_lazy("Week by week"),
    "trends": gettext_lazy("Thirteen weeks, getting worse first"),
    "ages": gettext_lazy("Age of open complaints"),
    "apart": gettext_lazy("Breakdown of complaints received"),
    "regions": gettext_lazy("By region"),
    "offices": gettext_lazy("By office"),
    "settling": gettext_lazy("Confirming whom complaints are against"),
    "visits": gettext_lazy("School visits"),
}
"""The title of each table, by its name in the export form."""
HOUR = timedelta(hours=1)


def headings_and_rows_of_table(
    board: Board, name: str, visits: SchoolVisitCounts | None = None
) -> tuple[list[str], TableRows]:
    """Return the column headings and the rows of a table of TABLE_TITLES. `visits`: for the table of school visits."""
    return _MAKERS[name](board_presentation.board_context(board) | {"talks": visits})


def _situation_and_period_table(context: dict) -> tuple[list[str], TableRows]:
    parts = ((_("Current situation"), context["now"]), (_("Of complaints received"), context["period"]))
    rows = [[section, str(figure["label"]), *_tile_cells(figure)] for section, figures in parts for figure in figures]
    return [_("Section"), _("Figure"), *_tile_headings()], rows


def _tile_headings() -> list[str]:
    return [pgettext("column heading", "Number"), _("Of"), _("Percent"), _("Hours")]


def _tile_cells(tile: dict) -> SheetRow:
    """Return the cells of a tile: its number of complaints, and if it has them what that is of, percent and hours."""
    return [tile["count"], tile.get("known", ""), _cell(tile.get("percent")), _hours_cell(tile.get("duration"))]


def _cell(value: int | None) -> int | str:
    return "" if value is None else value


def _hours_cell(duration: timedelta | None) -> float | str:
    return "" if duration is None else round(duration / HOUR, 1)


def _period_comparison_table(context: dict) -> tuple[list[str], TableRows]:
    heads = [_("Of complaints received"), _("First day"), _("Last day"), *_tile_headings()]
    rows = [
        [str(line["label"]), period.first, period.last, *_tile_cells(tile), change]
        for line in context["compared"]
        for period, tile, change in zip(context["both"], line["cells"], (line["change"], ""), strict=True)
    ]
    return [*heads, pgettext("column heading", "Change")], rows


def _weeks_table(context: dict) -> tuple[list[str], TableRows]:
    heads = [_("First day"), _("Last day"), _("Received")]
    heads += [_("Contacted on time"), _("Of"), _("Percent"), _("Reported on time"), _("Of"), _("Percent")]
    heads += [_("Reports"), _("Median time to report, hours"), _("Citizen says not solved"), _("Of"), _("Percent")]
    rows = []
    for week in context["week_rows"]():
        received, contacted, reported, median, denied = week["cells"]
        reports = [median["count"], _hours_cell(median["duration"])] if median else ["", ""]
        results = [*_share_cells(contacted), *_share_cells(reported), *reports, *_share_cells(denied)]
        rows.append([week["first"], week["last"], received["count"], *results, _cell(week["overdue_count"])])
    return [*heads, _("Overdue at the end of the week")], rows


def _share_cells(share: dict | None) -> SheetRow:
    """Return the numerator, the denominator and the percentage of a share; None: it is not known yet."""
    return [share["count"], share["known"], _cell(share["percent"])] if share else ["", "", ""]


def _office_trends_table(context: dict) -> tuple[list[str], TableRows]:
    heads = [_("Office"), _("Overdue"), _("A week ago"), pgettext("column heading", "Change")]
    heads += [_("Overdue, percent of open"), _("Reported on time"), _("Of"), _("Percent")]
    heads += [_("Citizen says not solved"), _("Of"), _("Percent")]
    rows = []
    for one in context["multiples"]:
        overdue, week_ago = one.row.overdue, one.trend.week_ago
        change = "" if week_ago is None else overdue - week_ago
        shares = [cell for share in one.shares for cell in _share_cells(share)]
        rows.append([one.office.name, overdue, _cell(week_ago), change, _cell(one.percent), *shares])
    return heads, rows


def _bar_rows(bars: Iterable[dict]) -> TableRows:
    return [[str(bar["label"]), bar["count"]] for bar in bars]


def _breakdowns(context: dict) -> tuple[list[str], TableRows]:
    charts = board_presentation.breakdown_charts(context["board"])
    rows = [[part["label"], *row] for part in charts for row in _bar_rows(part["bars"])]
    return [_("Section"), _("Figure"), pgettext("column heading", "Number")], rows


def _office_line_rows(lines: Iterable[board_presentation.BoardLine]) -> TableRows:
    return [[line.office.name, *(figure.number for figure in line.figures)] for line in lines]


def _regions_table(context: dict) -> tuple[list[str], TableRows]:
    return [_("Region"), _("Received"), _("Open"), _("Overdue")], _office_line_rows(context["regions"])


def _offices_table(context: dict) -> tuple[list[str], TableRows]:
    heads = [_("Office"), *map(str, context["columns"]), _("Open"), _("Overdue"), _("Resolved")]
    return heads, _office_line_rows([*context["rows"], *context["above"]])


def _settling_table(context: dict) -> tuple[list[str], TableRows]:
    heads = [_("Complaint cell"), _("Operators"), _("Waiting"), _("Overdue"), _("Oldest since")]
    rows = []
    for load in context["board"].settling:
        oldest = localtime(load.oldest).replace(second=0, microsecond=0, tzinfo=None) if load.oldest else ""
        cells = [load.operators, load.waiting, load.late, oldest, _hours_cell(load.median), load.settled, load.ran_out]
        rows.append([load.office.name, *cells])
    return [*heads, _("Median time, hours"), _("Confirmed"), _("Not on time")], rows


def _school_visits_table(context: dict) -> tuple[list[str], TableRows]:
    visits: SchoolVisitCounts | None = context["talks"]
    if visits is None:
        return [_("District"), _("Pupils")], []
    months = [f"{month:%Y-%m}" for month in visits.months]
    rows = [[row.name, *row.by_month.values(), row.pupils] for row in visits.rows]
    return [_("District"), *months, _("Pupils")], rows


_MAKERS: dict[str, Callable[[dict], tuple[list[str], TableRows]]] = {
    "figures": _situation_and_period_table,
    "compared": _period_comparison_table,
    "weeks": _weeks_table,
    "trends": _office_trends_table,
    "ages": lambda context: ([_("Age of the complaint"), _("Open")], _bar_rows(context["ages"])),
    "apart": _breakdowns,
    "regions": _regions_table,
    "offices": _offices_table,
    "settling": _settling_table,
    "visits": _school_visits_table,
}
