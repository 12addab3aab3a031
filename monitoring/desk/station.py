"""The sheet of one station: for whoever watches it, also on paper."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Office
from accounts.replica_reads import from_the_replica
from accounts.rules.offices import OfficeKind
from desk.queries.team import Load
from desk.wording import post_of
from monitoring.access import watching_required
from monitoring.desk.figures import bars, cell, share_of
from monitoring.district_map import located
from monitoring.forms import Period
from monitoring.queries.station import Sheet
from monitoring.queries.station import sheet as sheet_of
from monitoring.rules.league import Measure
from reviews.desk.patterns_page import said
from reviews.models.pattern import PATTERNS
from reviews.queries.patterns import PatternRow
from reviews.rules.patterns import FEWEST, Share

MANY = 12  # categories
TILES = {
    Measure.REPORTED: gettext_lazy("reported on time"),
    Measure.CONTACTED: gettext_lazy("contacted on time"),
    Measure.REOPENED: gettext_lazy("reopened"),
    Measure.DENIED: gettext_lazy("citizen says not solved"),
}
"""As on the board."""


@require_safe
@watching_required
@from_the_replica
def station(request: HttpRequest, code: str) -> HttpResponse:
    """404 for what is no station, or lies outside of the officer's own office. `?from=&until=` as on the board."""
    office = get_object_or_404(Office.objects.stations(), code=code, path__startswith=request.actor.office_path)
    asked = Period(request.GET or None)
    given = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
    found = sheet_of(request.actor, office, at=timezone.now(), first=given.get("from"), last=given.get("until"))
    return render(request, "monitoring/station.html", _shown(found) | {"asked": asked})


def _shown(found: Sheet) -> dict:
    district = next((office for office in found.line if office.kind == OfficeKind.DISTRICT), None)
    return {
        "sheet": found,
        "now": [
            cell(found.overdue) | {"label": _("overdue"), "tone": "late" if found.overdue.number else ""},
            cell(found.day) | {"label": _("due within 24 hours")},
            cell(found.open) | {"label": _("open")},
        ],
        "period": [
            cell(found.received) | {"label": _("received")},
            *(share_of(told.share, told.true) | {"label": TILES[measure]} for measure, told in found.told.items()),
            share_of(found.satisfied.share, found.satisfied.true) | {"label": _("satisfied (by call)")},
        ],
        "happened": [
            cell(found.happened_open) | {"label": _("open")},
            cell(found.happened) | {"label": _("received in this period")},
        ],
        "weeks": bars([(_week(first), figure) for first, figure in found.weeks]),
        "categories": bars([(category.name, figure) for category, figure in found.categories[:MANY]]),
        "officers": None if found.officers is None else [_load(load) for load in found.officers],
        "heads": [head for _name, head in PATTERNS],
        "patterns": None if found.patterns is None else [_pattern(row) for row in found.patterns],
        "fewest": FEWEST,
        "map": located(district.code) if district else None,
        "district": district,
    }


def _week(first: date) -> str:
    return f"{date_format(first, 'j F')} – {date_format(first + timedelta(days=6), 'j F')}"


def _load(load: Load) -> dict:
    rows, charged = (
        f"{reverse('desk:office')}?{asked}={load.posting.pk}" for asked in ("holder", "status=all&charged")
    )
    return {
        "who": load.posting.officer.title,
        "post": post_of(load.posting),
        "figures": [
            (load.open, rows),
            (load.overdue, f"{rows}&clock=overdue"),
            (load.day, f"{rows}&clock=day"),
            (load.charged, charged),
        ],
    }


def _pattern(row: PatternRow) -> dict:
    return {"name": row.of.title, "cells": [said(row.shares.get(name, Share(0, 0))) for name, _head in PATTERNS]}
