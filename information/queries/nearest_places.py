"""Police offices and Khidmat Markaz centres nearest to a position, if their own positions are known."""

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import Office
from accounts.models.gps_position_columns import kilometres_from_expression
from accounts.rules.office_tree import OfficeKind
from information.models import Centre

PUBLIC_OFFICE_KINDS = (OfficeKind.STATION, OfficeKind.CIRCLE, OfficeKind.DIVISION, OfficeKind.DISTRICT)
"""Kinds of offices that the public visits."""


def nearest_offices(
    latitude: float, longitude: float, *, kinds: Iterable[OfficeKind] = PUBLIC_OFFICE_KINDS, most: int = 3
) -> list[Office]:
    """Return the nearest offices of these kinds with a known position, each with its `kilometres`. One query."""
    return _nearest_rows(Office.objects.filter(kind__in=list(kinds)), latitude, longitude, most)


def nearest_centres(latitude: float, longitude: float, *, most: int = 3) -> list[Centre]:
    """Return the nearest Khidmat Markaz centres with a known position, with `kilometres` and district. One query."""
    return _nearest_rows(Centre.objects.select_related("district"), latitude, longitude, most)


def centres_by_district() -> list[Centre]:
    """Return every known centre with its district. One query."""
    return list(Centre.objects.select_related("district").order_by("district__name_en", "name_en"))


def centres_in_district(district: Office) -> list[Centre]:
    """Return the centres of one district. One query."""
    return list(Centre.objects.filter(district=district).order_by("name_en"))


def _nearest_rows(rows: QuerySet, latitude: float, longitude: float, most: int) -> list:
    placed = rows.filter(latitude__isnull=False)
    return list(
        placed.annotate(kilometres=kilometres_from_expression(latitude, longitude)).order_by("kilometres", "pk")[:most]
    )
