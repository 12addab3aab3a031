"""The page of a district's incident map, one for each quarter, with its table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Office
from monitoring.board_access import board_access_required
from monitoring.incident_map_drawing import incident_map_context
from monitoring.models import IncidentMap
from monitoring.rules.incident_grid import FEWEST_PEOPLE

MOST_QUARTERS = 12


@require_safe
@board_access_required
def show_incident_map(request: HttpRequest, code: str) -> HttpResponse:
    """Show the newest map, or that of `?quarter=` (its first day). 404 unless the district lies in the reader's office.

    Six statements.
    """
    district = get_object_or_404(Office.objects.districts(), code=code, path__startswith=request.actor.office_path)
    maps = list(IncidentMap.objects.filter(district=district).order_by("-first")[:MOST_QUARTERS])
    chosen = next(
        (one for one in maps if one.first.isoformat() == request.GET.get("quarter")), maps[0] if maps else None
    )
    stations = Office.objects.stations().filter(path__startswith=district.path, latitude__isnull=False)
    context = {
        "district": district,
        "maps": maps,
        "chosen": chosen,
        "map": incident_map_context(chosen, list(stations.order_by("path"))) if chosen else None,
        "fewest": FEWEST_PEOPLE,
    }
    return render(request, "monitoring/incident_map.html", context)
