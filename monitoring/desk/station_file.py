"""The figures of a station sheet as a CSV or XLSX file: the content of the page, one figure a line."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Office
from accounts.replica_reads import read_from_replica
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.table_files import logged_table_response
from desk.formatting import joined
from documents.spreadsheets import SheetRow
from monitoring.board_access import board_access_required
from monitoring.desk.station_promise_form import promise_row
from monitoring.forms import PeriodForm
from monitoring.queries.station_findings import PERIOD
from monitoring.queries.station_promises import MeasuredPromise
from monitoring.queries.station_sheet import StationSheet, load_station_sheet
from monitoring.rules.station_promises import days_before
from monitoring.share_wording import measure_labels
from reviews.models.officer_months import PATTERN_LABELS


@require_http_methods(["GET", "HEAD", "POST"])
@board_access_required
@read_from_replica
def export_station(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Export the figures of the sheet. `?from=&until=`: as there. 404 unless it lies within the officer's office.

    By POST only, because an export is logged.
    """
    station = get_object_or_404(Office.objects.stations(), code=code, path__startswith=request.actor.office_path)
    if request.method != "POST":
        return redirect("station", code=code)
    form = PeriodForm(request.GET)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    sheet = load_station_sheet(
        request.actor, station, at=timezone.now(), first=days.get("from"), last=days.get("until")
    )
    headings = [
        *(_("Section"), _("Figure"), _("Number"), _("Of"), _("First day"), _("Last day")),
        *(_("Result"), _("Promised by")),
    ]
    lines = [[*line, "", ""] for line in _lines(sheet)]  # in the reader's language, not active while the file is sent
    lines += [line for one in sheet.promises for line in _promise_lines(one)]
    return logged_table_response(request, kind, ViewPage.STATION, headings, lines, parameters={"office": station.code})


def _lines(sheet: StationSheet) -> Iterator[SheetRow]:
    """Yield section, figure, number, the number that it is part of ("" if none), and the days of receipt."""
    now, period, place = _("Current situation"), _("Received in this period"), _("Happened in this station's area")
    days = (sheet.first, sheet.last)
    yield now, _("open"), sheet.open.number, "", "", ""
    yield now, _("overdue"), sheet.overdue.number, "", "", ""
    yield now, _("due within 24 hours"), sheet.day.number, "", "", ""
    yield period, _("received"), sheet.received.number, "", *days
    for measure, each in sheet.shares.items():
        yield period, measure_labels()[measure], each.share.number, each.share.of, *days
    yield period, _("satisfied (by call)"), sheet.satisfied.share.number, sheet.satisfied.share.of, *days
    for category, figure in sheet.categories:
        yield _("By category"), category.name, figure.number, "", *days
    yield place, _("open"), sheet.happened_open.number, "", "", ""
    yield place, _("received in this period"), sheet.happened.number, "", *days
    year = _year(sheet)
    yield _("Found against this station"), _("complaints against it upheld"), sheet.upheld, "", *year
    yield _("Found against this station"), _("disciplinary decisions about delays here"), sheet.findings, "", *year
    for first, figure in sheet.weeks:
        yield _("Received per week"), "", figure.number, "", first, first + timedelta(days=6)
    yield from _officer_lines(sheet)


def _promise_lines(one: MeasuredPromise) -> Iterator[SheetRow]:
    """Yield a promise as two lines: the days before it, and since then with the result. Both say who promised."""
    section, row = _("Promised by the head of the station"), promise_row(one)
    label, who = f"{row['label']}: {row['target']}", joined(row["who"], row["post"])
    before, since, days = _("30 days before"), _("Since then"), (one.promise.first, one.promise.last)
    yield section, f"{label} · {before}", one.before.number, one.before.of, *days_before(days[0]), "", who
    yield section, f"{label} · {since}", one.since.number, one.since.of, *days, str(row["state_words"]), who


def _officer_lines(sheet: StationSheet) -> Iterator[SheetRow]:
    """Yield the figures of each officer: workload, findings and delay patterns, as far as the reader may see them."""
    heads = [_("Open"), _("Overdue"), _("Due within 24 hours"), _("Reopened after their report or acceptance")]
    for load in sheet.officers or ():
        who = load.posting.officer.title
        for head, number in zip(heads, (load.open, load.overdue, load.day, load.charged), strict=True):
            yield who, head, number, "", "", ""
    year = _year(sheet)
    for one in sheet.repeat_officers:
        yield one.posting.officer.title, _("Officers with two findings or more"), len(one.findings), "", *year
    labels = dict(PATTERN_LABELS)
    for row in sheet.patterns or ():
        for pattern, share in row.shares.items():
            if share.has_enough_cases:
                yield row.subject.title, labels[pattern], share.number, share.of, "", ""


def _year(sheet: StationSheet) -> tuple[date, date]:
    """Return the days whose findings the sheet counts."""
    return localdate(sheet.at) - PERIOD, localdate(sheet.at)
