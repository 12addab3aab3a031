"""What the page of an incident map shows beside the stored squares."""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import Office
from desk.queries.complaint_filters import ALL
from monitoring.models import IncidentMap
from monitoring.queries.figures_with_filters import Figure, FigureFilter
from monitoring.queries.list_totals import count_listed_complaints


def received_in_quarter(actor: Actor, drawn: IncidentMap, *, at: datetime) -> Figure:
    """Count the complaints that the map's district has and received in its quarter, as far as the actor may see them.

    At most five statements.
    """
    district, period = drawn.district, (drawn.first, drawn.last)
    number = count_listed_complaints(actor, at=at, office=district, status=ALL, received=period)
    return Figure(number, FigureFilter(status=ALL, office=district.code, first=drawn.first, last=drawn.last))


def stations_with_position(district: Office) -> list[Office]:
    """Return the district's stations whose position is known. One statement."""
    stations = Office.objects.stations().filter(path__startswith=district.path, latitude__isnull=False)
    return list(stations.order_by("path"))
