"""The tables of the board as rows of a file, with the same content as the page."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from monitoring import board_presentation as showing
from monitoring.queries.board import Board

TableRows = list[list[str]]
TABLE_TITLES = {
    "figures": gettext_lazy("All figures"),
    "compared": gettext_lazy("Compared with the period before"),
    "ages": gettext_lazy("Age of open complaints"),
    "apart": gettext_lazy("Breakdown of complaints received"),
    "regions": gettext_lazy("By region"),
    "offices": gettext_lazy("By office"),
}
"""The title of each table, by its name in the export form."""


def table_rows(board: Board, name: str) -> tuple[list[str], TableRows]:
    """Return the column headings and the rows of a table of TABLES."""
    return _MAKERS[name](showing.board_context(board))


def _figures(shown: dict) -> tuple[list[str], TableRows]:
    parts = ((_("Current situation"), shown["now"]), (_("Of complaints received"), shown["period"]))
    rows = [[section, *_columns(figure)] for section, figures in parts for figure in figures]
    return [_("Section"), _("Figure"), pgettext("column heading", "Number"), _("Of")], rows


def _columns(figure: dict) -> list[str]:
    return [str(figure["label"]), figure["number"], figure.get("change", "")]


def _compared(shown: dict) -> tuple[list[str], TableRows]:
    days = [f"{period.first.isoformat()}/{period.last.isoformat()}" for period in shown["both"]]
    rows = [
        [str(line["label"]), *(part for cell in line["cells"] for part in _columns(cell)[1:]), line["change"]]
        for line in shown["compared"]
    ]
    return [_("Of complaints received"), days[0], _("Of"), days[1], _("Of"), pgettext("column heading", "Change")], rows


def _bars(bars: Iterable[dict]) -> TableRows:
    return [[str(bar["label"]), bar["number"]] for bar in bars]


def _ages(shown: dict) -> tuple[list[str], TableRows]:
    return [_("Age"), _("Open")], _bars(shown["ages"])


def _apart(shown: dict) -> tuple[list[str], TableRows]:
    rows = [[part["label"], *row] for part in shown["apart"] for row in _bars(part["bars"])]
    return [_("Section"), _("Figure"), pgettext("column heading", "Number")], rows


def _lines(lines: Iterable[showing.BoardLine]) -> TableRows:
    return [[line.office.name, *(cell["number"] for cell in line.cells)] for line in lines]


def _regions(shown: dict) -> tuple[list[str], TableRows]:
    return [_("Region"), _("Received"), _("Open"), _("Overdue")], _lines(shown["regions"])


def _offices(shown: dict) -> tuple[list[str], TableRows]:
    heads = [_("Office"), *map(str, shown["columns"]), _("Open"), _("Overdue"), _("Resolved")]
    return heads, _lines([*shown["rows"], *shown["above"]])


_MAKERS: dict[str, Callable[[dict], tuple[list[str], TableRows]]] = {
    "figures": _figures,
    "compared": _compared,
    "ages": _ages,
    "apart": _apart,
    "regions": _regions,
    "offices": _offices,
}
