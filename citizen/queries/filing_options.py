"""What the filing pages offer: kinds of complaint and districts."""

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind, is_office_code
from complaints.models import Category

OFFICE_COLUMNS = "code", "kind", "path", "name_en", "name_ur"


def offered_categories() -> list[Category]:
    """Return the kinds of complaint that can be made now, in their order. One query."""
    return list(Category.objects.filter(is_active=True).order_by("order", "code"))


def offered_category(code: str) -> Category | None:
    """Return the offered kind with this code; None for any other input. One query at most."""
    return Category.objects.filter(is_active=True, code=code).first() if is_office_code(code) else None


def offered_district(code: str) -> Office | None:
    """Return the district with this code; None for any other input. One query at most."""
    return Office.objects.districts().filter(code=code).first() if is_office_code(code) else None


def regions_and_districts() -> list[Office]:
    """Return regions and districts, each district after its region. One query."""
    kinds = [OfficeKind.REGION.value, OfficeKind.DISTRICT.value]
    return list(Office.objects.filter(kind__in=kinds).order_by("path").only(*OFFICE_COLUMNS))


def stations_and_units_of(district: str) -> list[Office]:
    """Return the police stations and units of the district with this code, by name. Two queries."""
    place = Office.objects.filter(code=district).first() if is_office_code(district) else None
    if place is None:
        return []
    kinds = [OfficeKind.STATION.value, OfficeKind.UNIT.value]
    return sorted(
        Office.objects.within(place).filter(kind__in=kinds).only(*OFFICE_COLUMNS), key=lambda office: office.name
    )
