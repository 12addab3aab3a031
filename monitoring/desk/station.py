"""The page of one station: its figures, officers and patterns. It can be printed."""

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

MANY = 12  # categories shown
TILES = {
    Measure.REPORTED: gettext_lazy("reported on time"),
    Measure.CONTACTED: gettext_lazy("contacted on time"),
    Measure.REOPENED: gettext_lazy("reopened"),
    Measure.DENIED: gettext_lazy("citizen says not solved"),
}
"""The labels of the measures, as on the board's tiles."""


@require_safe
@watching_required
@from_the_replica
def station(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sheet of a station. `?from=&until=`: as on the board. 404 unless it lies within the officer's office."""
    office = get_object_or_404(Office.objects.stations(), code=code, path__startswith=request.actor.office_path)
    form = Period(request.GET or None)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    sheet = sheet_of(request.actor, office, at=timezone.now(), first=days.get("from"), last=days.get("until"))
    return render(request, "monitoring/station.html", _sheet_context(sheet) | {"asked": form})


def _sheet_context(sheet: Sheet) -> dict:
    district = next((office for office in sheet.line if office.kind == OfficeKind.DISTRICT), None)
    return {
        "sheet": sheet,
        "now": [
            cell(sheet.overdue) | {"label": _("overdue"), "tone": "late" if sheet.overdue.number else ""},
            cell(sheet.day) | {"label": _("due within 24 hours")},
            cell(sheet.open) | {"label": _("open")},
        ],
        "period": [
            cell(sheet.received) | {"label": _("received")},
            *(share_of(each.share, each.true) | {"label": TILES[measure]} for measure, each in sheet.shares.items()),
            share_of(sheet.satisfied.share, sheet.satisfied.true) | {"label": _("satisfied (by call)")},
        ],
        "happened": [
            cell(sheet.happened_open) | {"label": _("open")},
            cell(sheet.happened) | {"label": _("received in this period")},
        ],
        "weeks": bars([(_week(first), figure) for first, figure in sheet.weeks]),
        "categories": bars([(category.name, figure) for category, figure in sheet.categories[:MANY]]),
        "officers": None if sheet.officers is None else [_officer(load) for load in sheet.officers],
        "heads": [label for _name, label in PATTERNS],
        "patterns": None if sheet.patterns is None else [_pattern(row) for row in sheet.patterns],
        "fewest": FEWEST,
        "map": located(district.code) if district else None,
        "district": district,
    }


def _week(first: date) -> str:
    return f"{date_format(first, 'j F')} – {date_format(first + timedelta(days=6), 'j F')}"


def _officer(load: Load) -> dict:
    held, charged = (
        f"{reverse('desk:office')}?{parameter}={load.posting.pk}" for parameter in ("holder", "status=all&charged")
    )
    return {
        "who": load.posting.officer.title,
        "post": post_of(load.posting),
        "figures": [
            (load.open, held),
            (load.overdue, f"{held}&clock=overdue"),
            (load.day, f"{held}&clock=day"),
            (load.charged, charged),
        ],
    }


def _pattern(row: PatternRow) -> dict:
    return {"name": row.of.title, "cells": [said(row.shares.get(name, Share(0, 0))) for name, _label in PATTERNS]}
