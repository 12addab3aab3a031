"""The squares of a district's incident map as a CSV or XLSX file: the table of the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.replica_reads import read_from_replica
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.table_files import logged_table_response
from monitoring.board_access import board_access_required
from monitoring.desk.incident_map_page import choose_map, get_district, map_selection
from monitoring.incident_map_drawing import incident_map_context
from monitoring.queries.incident_map_figures import stations_with_position


@require_http_methods(["GET", "HEAD", "POST"])
@board_access_required
@read_from_replica
def export_incident_map(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Export the squares of the newest map, or of that of `?quarter=`. By POST only, because an export is logged."""
    district = get_district(request, code)
    if request.method != "POST":
        return redirect("incident_map", code=code)
    _maps, chosen = choose_map(district, request.GET.get("quarter", ""))
    drawn = incident_map_context(chosen, stations_with_position(district)) if chosen else None
    headings = [
        *(_("Square"), _("Complaints"), _("Nearest police station"), _("Kilometres"), _("Latitude"), _("Longitude")),
        *(_("First day"), _("Last day")),
    ]
    columns = ("line", "number", "nearest", "kilometres", "latitude", "longitude")
    squares = drawn["squares"] if drawn else []
    lines = [[*(square[name] for name in columns), chosen.first, chosen.last] for square in squares]
    parameters = map_selection(request, district, chosen)
    return logged_table_response(request, kind, ViewPage.INCIDENT_MAP, headings, lines, parameters=parameters)
