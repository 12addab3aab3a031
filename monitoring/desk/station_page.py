"""The page of one station: its figures, officers and patterns. It can be printed."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import Office
from accounts.replica_reads import read_from_replica
from accounts.rules.office_tree import OfficeKind
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.selections import export_links
from desk.formatting import post_of
from desk.queries.team_workload import Workload
from monitoring.board_access import board_access_required
from monitoring.desk.figure_links import bar_chart, figure_cell, share_cell_with_interval
from monitoring.desk.station_findings_page import repeat_officer_row
from monitoring.desk.station_promise_form import StationPromiseForm, promise_row
from monitoring.district_map import district_location_context
from monitoring.forms import PeriodForm
from monitoring.queries.figures_with_filters import Figure
from monitoring.queries.station_sheet import StationSheet, load_station_sheet
from monitoring.rules.league_places import LeagueMeasure
from monitoring.services import promise_recording
from monitoring.services.promise_recording import may_promise
from monitoring.share_wording import format_number
from monitoring.sparklines import draw_week_bars
from monitoring.trend_presentation import LEAST_SCALE
from reviews.desk.patterns_page import pattern_cells
from reviews.models.officer_months import PATTERN_LABELS
from reviews.queries.pattern_lists import PatternRow
from reviews.rules.delay_patterns import FEWEST_CASES

CATEGORIES_SHOWN = 12  # categories in the chart; the exported table has all
WEEK_BARS_HEIGHT = 40
TILE_LABELS = {
    LeagueMeasure.REPORTED: gettext_lazy("reported on time"),
    LeagueMeasure.CONTACTED: gettext_lazy("contacted on time"),
    LeagueMeasure.REOPENED: gettext_lazy("reopened"),
    LeagueMeasure.DENIED: gettext_lazy("citizen says not solved"),
}
"""The labels of the measures, as on the board's tiles."""


@require_http_methods(["GET", "HEAD", "POST"])
@board_access_required
def station_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sheet of a station, or record a promise of its head (POST). 422 with the form if that is refused."""
    return _record_promise(request, code) if request.method == "POST" else _show_station(request, code)


@read_from_replica
def _show_station(request: HttpRequest, code: str, promise_form: StationPromiseForm | None = None) -> HttpResponse:
    """Show the sheet of a station. `?from=&until=`: as on the board. 404 unless it lies within the officer's office."""
    office = _get_station(request, code)
    form = PeriodForm(request.GET)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    sheet = load_station_sheet(request.actor, office, at=timezone.now(), first=days.get("from"), last=days.get("until"))
    context = _sheet_context(sheet) | {"asked": form}
    context["export"] = export_links(ViewPage.STATION, request.GET.dict() | {"office": office.code})
    if (district := context["district"]) and district.path.startswith(request.actor.office_path):
        context["district_map_url"] = reverse("incident_map", args=[district.code])
    if may_promise(request.actor, office):
        context["promise_form"] = promise_form or StationPromiseForm(today=localdate())
    context["form"] = promise_form
    return render(request, "monitoring/station.html", context, status=422 if promise_form else 200)


def _get_station(request: HttpRequest, code: str) -> Office:
    """Return the station. Raises Http404 unless it lies within the officer's office."""
    return get_object_or_404(Office.objects.stations(), code=code, path__startswith=request.actor.office_path)


def _record_promise(request: HttpRequest, code: str) -> HttpResponse:
    station, form = _get_station(request, code), StationPromiseForm(request.POST, today=localdate())
    if not may_promise(request.actor, station):
        raise PermissionDenied
    if form.is_valid():
        try:
            promise_recording.record_promise(
                station=station,
                measure=LeagueMeasure(form.cleaned_data["measure"]),
                target=form.cleaned_data["target"],
                last=form.cleaned_data["last"],
                by=request.actor,
                at=timezone.now(),
            )
        except promise_recording.PromiseStillRuns as running:
            text = _("A promise about this figure runs until %(day)s. Record the next one on that day or later.")
            form.add_error("measure", text % {"day": date_format(running.last, "j F Y")})
        else:
            messages.success(request, _("Promise recorded. It is measured from tomorrow."))
            return redirect("station", code=station.code)
    return _show_station(request, code, form)


def _sheet_context(sheet: StationSheet) -> dict:
    district = next((office for office in sheet.line if office.kind == OfficeKind.DISTRICT), None)
    findings_url = reverse("station_findings", args=[sheet.station.code])
    return {
        "sheet": sheet,
        "now": [
            figure_cell(sheet.overdue) | {"label": _("overdue"), "tone": "late" if sheet.overdue.number else ""},
            figure_cell(sheet.day) | {"label": _("due within 24 hours")},
            figure_cell(sheet.open) | {"label": _("open")},
        ],
        "period": [
            figure_cell(sheet.received) | {"label": _("received")},
            *(
                share_cell_with_interval(each.share, each.true) | {"label": TILE_LABELS[measure]}
                for measure, each in sheet.shares.items()
            ),
            share_cell_with_interval(sheet.satisfied.share, sheet.satisfied.true) | {"label": _("satisfied (by call)")},
        ],
        "happened": [
            figure_cell(sheet.happened_open) | {"label": _("open")},
            figure_cell(sheet.happened) | {"label": _("received in this period")},
        ],
        "weeks": _week_chart(sheet.weeks),
        "categories": bar_chart([(category.name, figure) for category, figure in sheet.categories[:CATEGORIES_SHOWN]]),
        "more_categories": max(0, len(sheet.categories) - CATEGORIES_SHOWN),
        "officers": None if sheet.officers is None else [_officer_row(load) for load in sheet.officers],
        "against": [
            {
                "number": format_number(sheet.upheld),
                "count": sheet.upheld,
                "url": f"{findings_url}#upheld",
                "label": _("complaints against it upheld"),
            },
            {
                "number": format_number(sheet.findings),
                "count": sheet.findings,
                "url": f"{findings_url}#findings",
                "label": _("disciplinary decisions about delays here"),
            },
        ],
        "repeated": [repeat_officer_row(one, sheet.station) for one in sheet.repeat_officers],
        "promises": [promise_row(one) for one in sheet.promises],
        "heads": [label for _name, label in PATTERN_LABELS],
        "patterns": None if sheet.patterns is None else [_pattern_row(row) for row in sheet.patterns],
        "fewest": FEWEST_CASES,
        "map": district_location_context(district.code) if district else None,
        "district": district,
    }


def _week_chart(weeks: Sequence[tuple[date, Figure]]) -> dict:
    """Return a bar for each week, the oldest first, the words below them, and the rows of the table, newest first."""
    numbers = [figure.number for _first, figure in weeks]
    rows = [figure_cell(figure) | {"label": _format_week(first)} for first, figure in weeks]
    return {
        "bars": draw_week_bars(numbers, height=WEEK_BARS_HEIGHT, least_scale=LEAST_SCALE),
        "first": rows[0]["label"],
        "last": rows[-1]["label"],
        "most": format_number(max(numbers)),
        "rows": rows[::-1],
    }


def _format_week(first: date) -> str:
    return f"{date_format(first, 'j M')} – {date_format(first + timedelta(days=6), 'j M')}"


def _officer_row(load: Workload) -> dict:
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


def _pattern_row(row: PatternRow) -> dict:
    return {"name": row.subject.title, "cells": pattern_cells(row)}
