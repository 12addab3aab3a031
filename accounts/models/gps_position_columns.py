"""Constraint and distance expression for models with optional `latitude` and `longitude` columns."""

from django.db.models import CheckConstraint, F, FloatField, Q, Value
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt
from django.utils.translation import gettext_lazy as _

from accounts.rules.gps_positions import EAST, NORTH, SOUTH, WEST

EARTH_RADIUS_KM = 6371.0  # mean radius of the earth, in kilometres


def latitude_longitude_constraint(name: str) -> CheckConstraint:
    """Return a constraint: both latitude and longitude, within Pakistan, or neither."""
    unknown = Q(latitude__isnull=True, longitude__isnull=True)
    # A range test on NULL gives NULL, which a check constraint accepts. So NULL must be excluded explicitly.
    complete = Q(latitude__isnull=False, longitude__isnull=False)
    within = Q(latitude__range=(SOUTH, NORTH), longitude__range=(WEST, EAST))
    message = _("Give both latitude and longitude, for a place in Pakistan, or neither.")
    return CheckConstraint(name=name, condition=unknown | (complete & within), violation_error_message=message)


def kilometres_from_expression(latitude: float, longitude: float):
    """Return an expression for a row's distance from a point, in kilometres.

    It uses the haversine formula, which treats the earth as a sphere; the error is at most 0.5 %.
    """
    latitude_from = Radians(Value(latitude, output_field=FloatField()))
    latitude_to = Radians(F("latitude"))
    half_north = Sin((latitude_to - latitude_from) / 2.0)
    half_east = Sin(Radians(F("longitude") - Value(longitude, output_field=FloatField())) / 2.0)
    share = Power(half_north, 2) + Cos(latitude_from) * Cos(latitude_to) * Power(half_east, 2)
    return 2 * EARTH_RADIUS_KM * ASin(Sqrt(Least(share, Value(1.0))))
