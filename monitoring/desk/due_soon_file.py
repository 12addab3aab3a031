"""The table of deadlines by office as a CSV or XLSX file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.replica_reads import read_from_replica
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.table_files import logged_table_response
from monitoring.board_access import board_access_required
from monitoring.queries.due_soon import load_due_soon


@require_http_methods(["GET", "HEAD", "POST"])
@board_access_required
@read_from_replica
def export_due_soon(request: HttpRequest, kind: str) -> HttpResponse:
    """Export how many complaints are due soon, by office. By POST only, because an export is logged."""
    if request.method != "POST":
        return redirect("ahead")
    result = load_due_soon(request.actor, at=timezone.now())
    headings = [_("Office"), _("Within 8 hours"), _("Within 24 hours"), _("Within 48 hours")]
    lines = [[row.office.name, *(figure.number for figure in row.within.values())] for row in result.rows]
    lines.append([_("Total"), *(figure.number for figure in result.within.values())])
    return logged_table_response(request, kind, ViewPage.DUE_SOON, headings, lines)
