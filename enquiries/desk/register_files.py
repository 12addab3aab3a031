"""The registers as CSV or XLSX files: verifications without names, and school visits."""

from collections.abc import Iterator
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.table_files import load_every_page, logged_table_response
from desk.queue.queue_export import to_spreadsheet_time
from documents.spreadsheets import SheetRow
from enquiries.desk.register_access import register_access_required
from enquiries.desk.school_visits_desk import actor_may_see_register
from enquiries.desk.verifications_desk import actor_has_register, requested_status
from enquiries.queries import school_visit_counts, verification_lists


@require_http_methods(["GET", "HEAD", "POST"])
@register_access_required(actor_has_register)
def export_verifications(request: HttpRequest, kind: str) -> HttpResponse:
    """Export the open requests, or those of `?status=`, without names. By POST only, because an export is logged."""
    if request.method != "POST":
        return redirect(f"{reverse('desk_verifications')}?status={requested_status(request)}")
    headings = [_("Number"), _("District"), _("Status"), _("Request sent")]
    lines = list(_verification_lines(request.actor, requested_status(request)))
    return logged_table_response(request, kind, ViewPage.VERIFICATIONS, headings, lines)


def _verification_lines(actor: Actor, status: str) -> Iterator[SheetRow]:
    for page in load_every_page(partial(verification_lists.load_verification_page, actor, status=status)):
        for row in page.rows:
            yield [row.spaced, row.district.name, row.get_status_display(), to_spreadsheet_time(row.received_at)]


@require_http_methods(["GET", "HEAD", "POST"])
@register_access_required(actor_may_see_register)
def export_school_visits(request: HttpRequest, kind: str) -> HttpResponse:
    """Export the visits of the page, with those struck out. By POST only, because an export is logged."""
    if request.method != "POST":
        return redirect("desk_talks")
    headings = [
        *(_("Date"), _("District"), _("School"), _("Pupils"), _("Officers"), _("Poster"), _("Other material")),
        _("Cancelled"),
    ]
    district = school_visit_counts.district_of_actor(request.actor)
    lines = list(_visit_lines(district.path if district else request.actor.office_path))
    return logged_table_response(request, kind, ViewPage.SCHOOL_VISITS, headings, lines)


def _visit_lines(path: str) -> Iterator[SheetRow]:
    for page in load_every_page(partial(school_visit_counts.load_school_visit_page, path), cursor="before"):
        for visit in page.rows:
            yield [
                *(visit.held_on, visit.district.name, visit.school, visit.pupils, visit.officers),
                *(_("Yes") if visit.poster else "", visit.material, _("Yes") if visit.struck_at else ""),
            ]
