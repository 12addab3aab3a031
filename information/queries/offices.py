"""Offices, as everybody may know them: who heads what, and what stands below a district."""

from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import Office
from accounts.rules.offices import OfficeKind, depth
from information.rules.letters import alphabetical, urdu


@dataclass(frozen=True)
class Region:
    """A region and its districts, in the order of the alphabet."""

    office: Office
    districts: list[Office] = field(default_factory=list)


def regions() -> list[Region]:
    """The tree down to the districts. One query."""
    found = sorted(
        Office.objects.filter(kind__in=[OfficeKind.REGION, OfficeKind.DISTRICT]),
        key=lambda office: alphabetical(office.name),
    )
    tree = {office.pk: Region(office) for office in found if office.kind == OfficeKind.REGION}
    for office in found:
        if office.kind == OfficeKind.DISTRICT and office.parent_id in tree:
            tree[office.parent_id].districts.append(office)
    return list(tree.values())


def districts() -> list[tuple[str, str]]:
    """Code and name of every district, in the order of the alphabet. One query."""
    found = sorted(Office.objects.districts(), key=lambda office: alphabetical(office.name))
    return [(office.code, office.name) for office in found]


def search(words: str, *, most: int = 60) -> list[tuple[Office, list[Office]]]:
    """Districts by their own name, or by that of a division, circle, station or unit in them: each with those found.

    `words` in either language. At most so many offices are looked at. Two queries.
    """
    named = Q(name_en__icontains=words) | Q(name_ur__contains=urdu(words))
    found = list(
        Office.objects.filter(named).exclude(kind__in=[OfficeKind.CENTRAL, OfficeKind.REGION]).order_by("path")[:most]
    )
    codes = {_district_code(office) for office in found}
    districts = Office.objects.districts().filter(code__in=codes).select_related("parent").order_by("name_en")
    return [
        (district, [office for office in found if office.pk != district.pk and office.is_within(district)])
        for district in districts
    ]


def district(code: str) -> tuple[Office, list[tuple[int, Office]]]:
    """A district, and what stands below it, each with how many levels. Two queries. Raises Office.DoesNotExist."""
    office = Office.objects.districts().select_related("parent", "routes_to").get(code=code)
    below = Office.objects.within(office).exclude(pk=office.pk).order_by("path")
    return office, [(depth(lower.path) - depth(office.path), lower) for lower in below]


def _district_code(office: Office) -> str:
    """The third name of a path is the district's: Central Police Office, region, district."""
    return office.path.split("/")[2]
