"""What the filing form offers: kinds of complaint, and places."""

from accounts.models import Office
from accounts.rules.offices import Kind
from complaints.models import Category


def offered_categories() -> list[Category]:
    """The kinds of complaint that can be made now, in their order. One query."""
    return list(Category.objects.filter(is_active=True).order_by("order", "code"))


def places() -> list[Office]:
    """Regions, districts and police stations, each below its own region and district. One query."""
    kinds = [Kind.REGION.value, Kind.DISTRICT.value, Kind.STATION.value]
    fields = "code", "kind", "path", "name_en", "name_ur"
    return list(Office.objects.filter(kind__in=kinds).order_by("path").only(*fields))
