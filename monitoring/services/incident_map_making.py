"""Make the incident maps of a quarter: counts of squares, without the positions that they are counted from."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from accounts.models import Office
from monitoring.models import IncidentMap
from monitoring.queries.incident_positions import incident_squares
from monitoring.rules.incident_grid import newest_settled_quarter, squares_to_draw


def make_incident_maps(*, at: datetime, within: QuerySet[Office] | None = None) -> int:
    """Make the map of each district that has none of the newest settled quarter. Return how many. Safe to repeat.

    `within`: some of the districts; by default all.
    """
    first, last = newest_settled_quarter(localdate(at))
    made = IncidentMap.objects.filter(first=first).values("district")
    districts = Office.objects.districts() if within is None else within
    missing = districts.exclude(pk__in=made).order_by("path")
    return sum(_make_map(district, first, last, at=at) for district in missing)


@transaction.atomic
def _make_map(district: Office, first: date, last: date, *, at: datetime) -> bool:
    squares = squares_to_draw(incident_squares(district, first, last))
    cells = [[square.row, square.column, number] for square, number in sorted(squares.items())]
    values = {"last": last, "cells": cells, "made_at": at}
    _map, is_new = IncidentMap.objects.get_or_create(district=district, first=first, defaults=values)
    return is_new
