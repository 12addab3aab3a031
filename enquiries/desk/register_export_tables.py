"""The exportable tables of the registers."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.tables import Choice, ExportableTable
from enquiries.desk.school_visits_desk import actor_may_see_register
from enquiries.desk.verifications_desk import actor_has_register
from enquiries.models.labels import VERIFICATION_STATUSES

TABLES = (
    ExportableTable(
        ViewPage.VERIFICATIONS,
        actor_has_register,
        "desk_verifications",
        "verifications_file",
        choices={"status": Choice(_("Status"), dict(VERIFICATION_STATUSES))},
    ),
    ExportableTable(ViewPage.SCHOOL_VISITS, actor_may_see_register, "desk_talks", "school_visits_file"),
)
