"""The workload of a team as a CSV or XLSX file: a line for each officer of the page, on all its pages."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.table_files import load_every_page, logged_table_response
from desk.formatting import post_of
from desk.queries import team_workload
from desk.team.team_access import office_heads_only
from documents.spreadsheets import SheetRow


@require_http_methods(["GET", "HEAD", "POST"])
@office_heads_only
def export_workload(request: HttpRequest, kind: str) -> HttpResponse:
    """Export the workload of each officer below the supervisor. By POST only, because an export is logged."""
    if request.method != "POST":
        return redirect("desk:team")
    headings = [
        *(_("Officer"), _("Post"), _("Office"), _("On leave"), _("Open"), _("Overdue"), _("Due within 24 hours")),
        *(_("Paused for citizen's reply"), _("Reopened after their report or acceptance"), _("Oldest complaint")),
    ]
    lines = list(_lines(request.actor, at=timezone.now()))
    return logged_table_response(request, kind, ViewPage.WORKLOAD, headings, lines)


def _lines(actor: Actor, *, at: datetime) -> Iterator[SheetRow]:
    """Yield the lines, by office. Three statements for fifty officers."""
    for page in load_every_page(partial(team_workload.load_workload_page, actor, at=at)):
        for load in page.loads:
            posting = load.posting
            oldest = timezone.localtime(load.oldest).date() if load.oldest else ""
            yield [
                *(posting.officer.title, post_of(posting), posting.office.name, _("Yes") if posting.is_away else ""),
                *(load.open, load.overdue, load.day, load.awaiting, load.charged, oldest),
            ]
