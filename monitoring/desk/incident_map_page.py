"""The page of a district's incident map, one for each quarter, with its table."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Office
from accounts.replica_reads import read_from_replica
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.selections import export_links
from monitoring.board_access import board_access_required
from monitoring.desk.figure_links import figure_cell
from monitoring.incident_map_drawing import incident_map_context
from monitoring.map_tiles import allow_map_tiles, tiles_below
from monitoring.models import IncidentMap
from monitoring.queries.incident_map_figures import received_in_quarter, stations_with_position
from monitoring.rules.incident_grid import FEWEST_PEOPLE

MOST_QUARTERS = 12


@require_safe
@board_access_required
@read_from_replica
@allow_map_tiles
def show_incident_map(request: HttpRequest, code: str) -> HttpResponse:
    """Show the newest map, or that of `?quarter=` (its first day). 404 unless the district lies in the reader's office.

    At most twelve statements.
    """
    district = get_district(request, code)
    maps, chosen = choose_map(district, request.GET.get("quarter", ""))
    drawn = incident_map_context(chosen, stations_with_position(district)) if chosen else None
    context = {
        "district": district,
        "maps": maps,
        "chosen": chosen,
        "map": drawn,
        "tiles": tiles_below(drawn["frame"]) if drawn else [],
        "tiles_credit": settings.MAP_TILES_CREDIT,
        "received": figure_cell(received_in_quarter(request.actor, chosen, at=timezone.now())) if chosen else None,
        "mapped": sum(number for _row, _column, number in chosen.cells) if chosen else 0,
        "fewest": FEWEST_PEOPLE,
        "export": export_links(ViewPage.INCIDENT_MAP, map_selection(request, district, chosen)),
    }
    return render(request, "monitoring/incident_map.html", context)


def get_district(request: HttpRequest, code: str) -> Office:
    """Return the district. Raises Http404 unless it lies within the officer's office."""
    return get_object_or_404(Office.objects.districts(), code=code, path__startswith=request.actor.office_path)


def choose_map(district: Office, quarter: str) -> tuple[list[IncidentMap], IncidentMap | None]:
    """Return the newest maps of a district, and that of the quarter; else the newest, or None if there is none.

    The chosen quarter may be older than the newest maps, because a saved view keeps it.
    """
    maps = list(IncidentMap.objects.filter(district=district).select_related("district").order_by("-first"))
    chosen = next((one for one in maps if one.first.isoformat() == quarter), maps[0] if maps else None)
    return maps[:MOST_QUARTERS], chosen


def map_selection(request: HttpRequest, district: Office, chosen: IncidentMap | None) -> dict[str, str]:
    """Return what selects the shown map: its district, and its quarter if the URL asks for one (else the newest)."""
    quarter = {"quarter": chosen.first.isoformat()} if chosen and "quarter" in request.GET else {}
    return {"office": district.code} | quarter
