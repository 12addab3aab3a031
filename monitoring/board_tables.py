"""The tables of the board as rows of a file, with the same content as the page."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from enquiries.queries.school_visit_counts import SchoolVisitCounts
from monitoring import board_presentation
from monitoring.queries.board import Board

TableRows = list[list[str]]
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


def headings_and_rows_of_table(
    board: Board, name: str, visits: SchoolVisitCounts | None = None
) -> tuple[list[str], TableRows]:
    """Return the column headings and the rows of a table of TABLE_TITLES. `visits`: for the table of school visits."""
    return _MAKERS[name](board_presentation.board_context(board) | {"talks": visits})


def _situation_and_period_table(context: dict) -> tuple[list[str], TableRows]:
    parts = ((_("Current situation"), context["now"]), (_("Of complaints received"), context["period"]))
    rows = [[section, *_figure_columns(figure)] for section, figures in parts for figure in figures]
    return [_("Section"), _("Figure"), pgettext("column heading", "Number"), _("Of")], rows


def _figure_columns(figure: dict) -> list[str]:
    return [str(figure["label"]), figure["number"], figure.get("change", "")]


def _period_comparison_table(context: dict) -> tuple[list[str], TableRows]:
    days = [f"{period.first.isoformat()}/{period.last.isoformat()}" for period in context["both"]]
    rows = [
        [str(line["label"]), *(part for cell in line["cells"] for part in _figure_columns(cell)[1:]), line["change"]]
        for line in context["compared"]
    ]
    return [_("Of complaints received"), days[0], _("Of"), days[1], _("Of"), pgettext("column heading", "Change")], rows


def _weeks_table(context: dict) -> tuple[list[str], TableRows]:
    heads = [_("Week"), _("Received"), _("Contacted on time"), _("Of"), _("Reported on time"), _("Of")]
    heads += [
        _("Median time to report"),
        _("Of"),
        _("Citizen says not solved"),
        _("Of"),
        _("Overdue at the end of the week"),
    ]
    rows = []
    for week in context["week_rows"]():
        received, *results = week["cells"]
        parts = [part for cell in results for part in ((cell["number"], cell["part"]) if cell else ("", ""))]
        days = f"{week['first'].isoformat()}/{week['last'].isoformat()}"
        rows.append([days, received["number"], *parts, week["overdue"]])
    return heads, rows


def _office_trends_table(context: dict) -> tuple[list[str], TableRows]:
    heads = [
        _("Office"),
        _("Overdue"),
        _("A week ago"),
        pgettext("column heading", "Change"),
        _("Overdue, percent of open"),
    ]
    heads += [_("Reported on time"), _("Of"), _("Citizen says not solved"), _("Of")]
    rows = []
    for one in context["multiples"]:
        percent = "" if one.percent is None else f"{one.percent}%"
        shares = [part for cell in one.shares for part in (cell["number"], cell["part"])]
        rows.append([one.office.name, one.cell["number"], one.week_ago_text, one.weekly_change_text, percent, *shares])
    return heads, rows


def _bar_rows(bars: Iterable[dict]) -> TableRows:
    return [[str(bar["label"]), bar["number"]] for bar in bars]


def _breakdowns(context: dict) -> tuple[list[str], TableRows]:
    charts = board_presentation.breakdown_charts(context["board"])
    rows = [[part["label"], *row] for part in charts for row in _bar_rows(part["bars"])]
    return [_("Section"), _("Figure"), pgettext("column heading", "Number")], rows


def _office_line_rows(lines: Iterable[board_presentation.BoardLine]) -> TableRows:
    return [[line.office.name, *(cell["number"] for cell in line.cells)] for line in lines]


def _regions_table(context: dict) -> tuple[list[str], TableRows]:
    return [_("Region"), _("Received"), _("Open"), _("Overdue")], _office_line_rows(context["regions"])


def _offices_table(context: dict) -> tuple[list[str], TableRows]:
    heads = [_("Office"), *map(str, context["columns"]), _("Open"), _("Overdue"), _("Resolved")]
    return heads, _office_line_rows([*context["rows"], *context["above"]])


def _settling_table(context: dict) -> tuple[list[str], TableRows]:
    columns = {
        "name": _("Complaint cell"),
        "operators": _("Operators"),
        "waiting": _("Waiting"),
        "late": _("Overdue"),
        "oldest": _("Oldest since"),
        "median": _("Median time"),
        "settled": _("Confirmed"),
        "ran_out": _("Not on time"),
    }
    return list(columns.values()), [[cell[name] for name in columns] for cell in context["settling"]]


def _school_visits_table(context: dict) -> tuple[list[str], TableRows]:
    visits: SchoolVisitCounts | None = context["talks"]
    if visits is None:
        return [_("District"), _("Pupils")], []
    months = [f"{month:%Y-%m}" for month in visits.months]
    rows = [[row.name, *map(str, row.by_month.values()), str(row.pupils)] for row in visits.rows]
    return [_("District"), *months, _("Pupils")], rows


_MAKERS: dict[str, Callable[[dict], tuple[list[str], TableRows]]] = {
    "figures": _situation_and_period_table,
    "compared": _period_comparison_table,
    "weeks": _weeks_table,
    "trends": _office_trends_table,
    "ages": lambda context: ([_("Age"), _("Open")], _bar_rows(context["ages"])),
    "apart": _breakdowns,
    "regions": _regions_table,
    "offices": _offices_table,
    "settling": _settling_table,
    "visits": _school_visits_table,
}
