"""A place on the map, where it is known: two columns that are both filled or both empty, and how far it is."""

from django.db.models import CheckConstraint, F, FloatField, Q, Value
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt
from django.utils.translation import gettext_lazy as _

from accounts.rules.positions import EAST, NORTH, SOUTH, WEST

EARTH = 6371.0  # its mean radius in kilometres


def whole_position(name: str) -> CheckConstraint:
    """Latitude and longitude together, in this country, or neither."""
    unknown = Q(latitude__isnull=True, longitude__isnull=True)
    # NULL in a range is neither true nor false, and a check lets it pass: so it is excluded by name.
    known = Q(latitude__isnull=False, longitude__isnull=False)
    within = Q(latitude__range=(SOUTH, NORTH), longitude__range=(WEST, EAST))
    wrong = _("Give both latitude and longitude, for a place in Pakistan, or neither.")
    return CheckConstraint(name=name, condition=unknown | (known & within), violation_error_message=wrong)


def kilometres_from(latitude: float, longitude: float):
    """How far a row is from there, along the great circle (haversine; the earth as a sphere, 0.5 % wrong at most)."""
    here = Radians(Value(latitude, output_field=FloatField()))
    there = Radians(F("latitude"))
    half_north = Sin((there - here) / 2.0)
    half_east = Sin(Radians(F("longitude") - Value(longitude, output_field=FloatField())) / 2.0)
    share = Power(half_north, 2) + Cos(here) * Cos(there) * Power(half_east, 2)
    return 2 * EARTH * ASin(Sqrt(Least(share, Value(1.0))))
