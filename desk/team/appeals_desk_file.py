"""The tables of the appeals desk as CSV or XLSX files: its open complaints, and its officers."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from accounts.models.choice_labels import localized_name
from complaints.models.complaint import NO_DEADLINE
from complaints.rules.desk_tools.export_schedules import ViewPage
from complaints.rules.etag import format_etag
from desk.exports.row_limit import MOST_ROWS
from desk.exports.table_files import logged_table_response
from desk.page_access import reading_role_required
from desk.queries.appeals_desk import AppealsDesk, load_appeals_desk
from desk.queue.queue_export import to_spreadsheet_time
from desk.team.appeals_desk_page import STATUS_LABELS, sees_appeals_desk
from documents.spreadsheets import SheetRow

APPEALS_TABLES = {"complaints": gettext_lazy("Complaints"), "officers": gettext_lazy("Officers of the desk")}


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def export_appeals(request: HttpRequest, kind: str) -> HttpResponse:
    """Export one table of the desk (`?table=`). By POST only. 404 for everybody outside the CPO."""
    if not sees_appeals_desk(request.actor):
        raise Http404
    if request.method != "POST":
        return redirect("desk:appeals")
    desk = load_appeals_desk(request.actor, at=timezone.now(), most=MOST_ROWS)
    if request.GET.get("table") == "officers":
        headings = [_("Officer"), _("Since"), _("Open"), _("New appeals")]
        lines = [
            [
                one.posting.officer.title,
                localtime(one.posting.starts_at).date(),
                one.open,
                _("Yes") if one.receives else "",
            ]
            for one in desk.officers
        ]
    else:
        headings = [
            _("E-tag"),
            _("Category"),
            _("Type"),
            _("Received on"),
            _("Holder"),
            _("Status"),
            _("Next deadline"),
        ]
        lines = list(_complaint_lines(desk))
    return logged_table_response(request, kind, ViewPage.APPEALS, headings, lines)


def _complaint_lines(desk: AppealsDesk) -> Iterator[SheetRow]:
    names = {officer.posting.pk: officer.posting.officer.title for officer in desk.officers}
    kinds = {"appeal": pgettext("kind of case", "Appeal"), "object": _("Objection")}
    for row in desk.rows:
        yield [
            format_etag(row["etag"]),
            localized_name(row["category_en"], row["category_ur"]),
            kinds.get(row["reopened_by"], ""),
            to_spreadsheet_time(row["reopened_on"]),
            names[row["holder"]],
            str(STATUS_LABELS[row["status"]]),
            "" if row["due_at"] == NO_DEADLINE else to_spreadsheet_time(row["due_at"]),
        ]
