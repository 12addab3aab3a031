"""The exportable tables of the board and of the pages beside it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.tables import Choice, ExportableTable
from monitoring.board_access import may_see_board
from monitoring.board_tables import TABLE_TITLES
from monitoring.rules.league_places import LeagueMeasure

LEAGUE_ORDERS: Mapping[str, str] = {
    "name": _("Name"),
    str(LeagueMeasure.REPORTED): _("Reported on time"),
    str(LeagueMeasure.CONTACTED): _("Contacted on time"),
    str(LeagueMeasure.REOPENED): _("Reopened"),
    str(LeagueMeasure.DENIED): _("Citizen says not solved"),
}
"""The values of `by`, the order of the league."""

TABLES = (
    ExportableTable(
        ViewPage.BOARD,
        may_see_board,
        "board",
        "board_rows",
        with_office=True,
        with_period=True,
        choices={"table": Choice(_("Table"), TABLE_TITLES, default="figures")},
    ),
    ExportableTable(ViewPage.DUE_SOON, may_see_board, "ahead", "due_soon_file"),
    ExportableTable(
        ViewPage.LEAGUE,
        may_see_board,
        "league",
        "league_file",
        with_period=True,
        default_period=_("The newest 30 days whose complaints are all at least 30 days old when you open it"),
        choices={"by": Choice(_("Order"), LEAGUE_ORDERS, default=str(LeagueMeasure.REPORTED))},
    ),
    ExportableTable(
        ViewPage.STATION,
        may_see_board,
        "station",
        "station_file",
        office_in_path=True,
        with_period=True,
    ),
    ExportableTable(
        ViewPage.INCIDENT_MAP,
        may_see_board,
        "incident_map",
        "incident_map_file",
        office_in_path=True,
        with_quarter=True,
    ),
)
