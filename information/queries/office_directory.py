"""Police offices for the public: their heads' posts, and the offices below a district."""

from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind, path_depth
from information.rules.urdu_letters import alphabetical_sort_key, to_urdu_letters


@dataclass(frozen=True)
class RegionDistricts:
    """A region and its districts, in alphabetical order."""

    office: Office
    districts: list[Office] = field(default_factory=list)


def regions_with_districts() -> list[RegionDistricts]:
    """Return all regions with their districts. One query."""
    offices = sorted(
        Office.objects.filter(kind__in=[OfficeKind.REGION, OfficeKind.DISTRICT]),
        key=lambda office: alphabetical_sort_key(office.name),
    )
    tree = {office.pk: RegionDistricts(office) for office in offices if office.kind == OfficeKind.REGION}
    for office in offices:
        if office.kind == OfficeKind.DISTRICT and office.parent_id in tree:
            tree[office.parent_id].districts.append(office)
    return list(tree.values())


def district_codes_and_names() -> list[tuple[str, str]]:
    """Return code and name of every district, in alphabetical order. One query."""
    offices = sorted(Office.objects.districts(), key=lambda office: alphabetical_sort_key(office.name))
    return [(office.code, office.name) for office in offices]


def search_offices(words: str, *, most: int = 60) -> list[tuple[Office, list[Office]]]:
    """Search districts by their name, or by the name of a division, circle, station or unit in them.

    Returns each district with the offices found in it. `words` may be in either language. At most `most` offices are
    considered. Two queries.
    """
    matches = Q(name_en__icontains=words) | Q(name_ur__contains=to_urdu_letters(words))
    offices = list(
        Office.objects.filter(matches).exclude(kind__in=[OfficeKind.CENTRAL, OfficeKind.REGION]).order_by("path")[:most]
    )
    # The third part of a path is the district: Central Police Office, region, district.
    codes = {office.path.split("/")[2] for office in offices}
    districts = Office.objects.districts().filter(code__in=codes).select_related("parent").order_by("name_en")
    return [
        (district, [office for office in offices if office.pk != district.pk and office.is_within(district)])
        for district in districts
    ]


def district_with_offices(code: str) -> tuple[Office, list[tuple[int, Office]]]:
    """Return a district and the offices below it with their depth. Two queries. Raises Office.DoesNotExist."""
    office = Office.objects.districts().select_related("parent", "routes_to").get(code=code)
    below = Office.objects.within(office).exclude(pk=office.pk).order_by("path")
    return office, [(path_depth(lower.path) - path_depth(office.path), lower) for lower in below]
