"""The exportable table of the reviews."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.tables import Choice, ExportableTable
from reviews.queries.pattern_lists import BY_OFFICE, BY_OFFICER
from reviews.queries.review_visibility import oversees_reviews

SUBJECTS = {BY_OFFICER: _("By officer"), BY_OFFICE: _("By office")}

TABLES = (
    ExportableTable(
        ViewPage.PATTERNS,
        oversees_reviews,
        "patterns",
        "patterns_file",
        choices={"by": Choice(_("Table"), SUBJECTS, default=BY_OFFICER)},
    ),
)
