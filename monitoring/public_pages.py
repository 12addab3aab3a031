"""Public pages with figures about the handling of complaints, by district (monitoring.services.figure_publication)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from accounts.models import Office
from accounts.replica_reads import read_from_replica
from information.rules.urdu_letters import alphabetical_sort_key
from monitoring.models import PublicFigure, ReviewsOfQuarter
from monitoring.queries import public_figures
from monitoring.rules.board_headline import whole_percent
from monitoring.rules.small_number_suppression import SMALLEST
from reviews.models.labels import DECISIONS
from reviews.rules.publication_periods import next_month

SHARES = (
    ("contact_in_time", "contact_known"),
    ("report_in_time", "report_known"),
    ("confirmed", "word_known"),
    ("objected", "word_known"),
)
LONGEST_IN_HOURS = 120
"""Longer times are shown in days."""


@dataclass(frozen=True)
class PublicCell:
    """One shown figure. `words`: empty if it is too small. `share`: 0 to 100, for a meter, of `total`."""

    words: str
    share: int | None = None
    total: int | None = None

    @property
    def total_words(self) -> str:
        return format_number(self.total) if self.total else ""


@require_safe
@read_from_replica
def show_performance(request: HttpRequest) -> HttpResponse:
    """Show the province and each district over the last ninety days, and the decisions of reviews. Three queries."""
    publication = public_figures.latest_publication()
    context = {
        "publication": publication,
        "smallest": SMALLEST,
        "names": _column_headings(),
        "quarter": _closed_reviews_context(),
    }
    if publication:
        context |= _province_context(public_figures.load_province_figures(publication))
    return render(request, "monitoring/public_performance.html", context)


@require_safe
@read_from_replica
def show_district_performance(request: HttpRequest, code: str) -> HttpResponse:
    """Show one district, over the last ninety days and by month. Three queries."""
    office = get_object_or_404(Office.objects.districts(), code=code)
    publication = public_figures.latest_publication()
    context = {"office": office, "publication": publication, "smallest": SMALLEST, "names": _column_headings()}
    if publication:
        figures = public_figures.load_district_figures(publication, office)
        context |= {"months": _month_rows(figures), "window": _window_cells(figures)}
    return render(request, "monitoring/public_district.html", context)


@require_safe
def explain_figure_limits(request: HttpRequest) -> HttpResponse:
    """Explain what the figures cannot show. No query."""
    return render(request, "monitoring/public_limits.html", {"smallest": SMALLEST})


def _province_context(figures: list[PublicFigure]) -> dict:
    districts = [figure for figure in figures if figure.office]
    province = [figure for figure in figures if not figure.office and not figure.is_elsewhere]
    rows = [
        {
            "name": figure.office.name,
            "url": reverse("district_figures", kwargs={"code": figure.office.code}),
            "cells": _cells_of_figure(figure),
        }
        for figure in sorted(districts, key=lambda figure: alphabetical_sort_key(figure.office.name))
    ]
    with_figures = [row for row in rows if row["cells"]]
    elsewhere = [
        {"name": gettext("Not counted by district"), "cells": _cells_of_figure(figure)}
        for figure in figures
        if figure.is_elsewhere and figure.month is None
    ]
    return {
        "rows": with_figures,
        "table_rows": [*with_figures, *elsewhere],
        "too_few": [row for row in rows if not row["cells"]],
        "months": _month_rows(province),
        "window": _window_cells(province),
    }


def _closed_reviews_context() -> dict | None:
    """Return the decisions of the reviews closed in the newest quarter. Numbers too small to show are empty."""
    rows = public_figures.load_review_figures()
    newest = {row.decision: row for row in rows if row.first == rows[0].first}
    if not newest:
        return None
    first = rows[0].first
    return {
        "first": first,
        "last": next_month(next_month(next_month(first))) - timedelta(days=1),
        "total": _format_number_unless_hidden(newest[""]),
        "outcomes": [
            {"name": label, "number": _format_number_unless_hidden(newest[decision])} for decision, label in DECISIONS
        ],
    }


def _format_number_unless_hidden(row: ReviewsOfQuarter) -> str:
    return "" if row.number is None else format_number(row.number)


def _window_cells(figures: list[PublicFigure]) -> list[PublicCell] | None:
    return next((_cells_of_figure(figure) for figure in figures if figure.month is None), None)


def _month_rows(figures: list[PublicFigure]) -> list[dict]:
    """Return a line for each whole month, the newest first."""
    months = [figure for figure in figures if figure.month]
    return [{"name": format_month(figure.month), "cells": _cells_of_figure(figure)} for figure in reversed(months)]


def _cells_of_figure(figure: PublicFigure) -> list[PublicCell]:
    """Return cells in the order of `_column_headings`: number received, four shares, time to report.

    Empty if all is hidden.
    """
    if figure.received is None:
        return []
    shares = [_share_cell(figure, part, whole) for part, whole in SHARES]
    return [PublicCell(format_number(figure.received)), *shares, PublicCell(format_duration(figure.hours_to_report))]


def _share_cell(figure: PublicFigure, part_name: str, whole_name: str) -> PublicCell:
    part, whole = getattr(figure, part_name), getattr(figure, whole_name)
    if not whole or part is None:
        return PublicCell("")
    percent = whole_percent(part, whole)
    return PublicCell(f"{percent}%", percent, whole)


def _column_headings() -> list[str]:
    """Return the column headings."""
    return [
        gettext("Received"),
        gettext("Contacted on time"),
        gettext("Reported on time"),
        gettext("Confirmed as solved"),
        gettext("Objected"),
        gettext("Typical time to report"),
    ]


def format_number(value: int) -> str:
    """Format with commas between thousands, as is usual in both languages."""
    return f"{value:,}"


def format_duration(hours: float | None) -> str:
    """Format in hours up to five days, then in days. Empty if unknown."""
    if hours is None:
        return ""
    if hours < LONGEST_IN_HOURS:
        count = round(hours)
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    count = round(hours / 24)
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def format_month(month: date) -> str:
    return date_format(month, "F Y")
