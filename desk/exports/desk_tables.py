"""The exportable tables of the desk itself."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.tables import Choice, ExportableTable
from desk.page_access import reads_complaints, works_in_queue
from desk.team.appeals_desk_file import APPEALS_TABLES
from desk.team.appeals_desk_page import sees_appeals_desk
from desk.team.team_access import may_see_workload

TABLES = (
    ExportableTable(ViewPage.QUEUE, reads_complaints, "desk:office", "desk:export_office_queue"),
    ExportableTable(ViewPage.MY_QUEUE, works_in_queue, "desk:queue", "desk:export_my_queue"),
    ExportableTable(ViewPage.WORKLOAD, may_see_workload, "desk:team", "desk:export_workload"),
    ExportableTable(
        ViewPage.APPEALS,
        sees_appeals_desk,
        "desk:appeals",
        "desk:export_appeals",
        choices={"table": Choice(_("Table"), APPEALS_TABLES, default="complaints")},
    ),
)
