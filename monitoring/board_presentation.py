"""Prepare the board for its templates: labels, links, tiles and bars. monitoring.queries.board counts the figures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Office
from accounts.models.choice_labels import OFFICE_KIND_CHOICES
from complaints.models.display.complaint_labels import CHANNELS, DESK_STATUSES, OUTCOMES
from complaints.rules.statuses import Status
from desk.complaint.clock_badges import format_duration
from desk.formatting import moment
from desk.queue.queue_filters import AGE_CHOICES
from monitoring import change_wording
from monitoring.desk.figure_links import bar_chart, figure_cell, url_of_figure
from monitoring.map_presentation import map_context
from monitoring.queries.board import Board, BoardPeriod
from monitoring.queries.due_soon import DueSoon
from monitoring.queries.figures_with_filters import Figure, FigureFilter, FigureShare, OfficeFigures
from monitoring.queries.projected_backlog import Backlog
from monitoring.queries.settling_load import CellLoad
from monitoring.rules.comparable_periods import is_period_comparable, newest_comparable_period
from monitoring.rules.map_scale import MapMeasure
from monitoring.share_wording import format_number
from monitoring.trend_presentation import first_screen_context

STATUS_COLUMNS = (Status.RECEIVED, Status.MARKED, Status.IN_INQUIRY, Status.AWAITING_CITIZEN, Status.REPORTED)
OFFICES_IN_CHART = 12  # offices in the chart of what is due; the table has all
STATUS_BARS = (*STATUS_COLUMNS, Status.RESOLVED)
STATUS_WORDS, KIND_WORDS = dict(DESK_STATUSES), dict(OFFICE_KIND_CHOICES)
AGE_WORDS = dict(AGE_CHOICES)
CHANNEL_WORDS, OUTCOME_WORDS = dict(CHANNELS), dict(OUTCOMES)
CATEGORIES_SHOWN = 12  # categories in the chart; the exported table has all
SETTLING_FIGURES = 8  # figures of a period that take time to settle: all but the number received
TENTHS_BELOW_HOURS = 10  # shorter times are shown with tenths of an hour


def board_context(board: Board, measure: MapMeasure = MapMeasure.RATE) -> dict:
    """Return the context of monitoring/board.html and monitoring/wall.html. `measure`: what the map shows."""
    rows, above = sorted(board.rows, key=_most_overdue_sort_key), sorted(board.above, key=_most_overdue_sort_key)
    late = [(row.office.name, row.figure(row.overdue, clock="overdue")) for row in rows]
    lines, lines_above = [_office_line(row) for row in rows], [_office_line(row) for row in above]
    return {
        "board": board,
        "now": _current_situation_tiles(board),
        "period": _received_period_tiles(board.period),
        "both": [board.period, board.before],
        "compared": period_comparison_rows(board.period, board.before, today=localdate(board.at)),
        "ripe": _comparable_period(board),
        "ages": bar_chart([(AGE_WORDS[age], figure) for age, figure in board.ages.items()]),
        "apart": breakdown_charts(board, most_categories=CATEGORIES_SHOWN),
        "bars": bar_chart([(STATUS_WORDS[status], board.statuses[status]) for status in STATUS_BARS]),
        "level": KIND_WORDS[board.level] if board.level else "",
        "columns": [STATUS_WORDS[status] for status in STATUS_COLUMNS],
        "rows": lines,
        "above": lines_above,
        "offices_key": str([line.key for line in (*lines, *lines_above)]),
        "regions": [
            BoardLine(region.row.office, (region.received, region.open, region.overdue), late_index=-1)
            for region in board.regions
        ],
        "settling": [_settling_row(load) for load in board.settling],
        **first_screen_context(board, format_hours),
        **(map_context(rows, board.trend, measure) if board.is_province else {}),
        "late_bars": bar_chart(late, "late") if len(rows) > 1 and not board.is_province else [],
    }


def _settling_row(load: CellLoad) -> dict:
    """Return a row of the settling load. The oldest is a time of day, so that the row stays true while it is shown.

    No list has just the complaints that wait (docs/decisions/0027). `url`: the open complaints of the cell's office.
    """
    held = Figure(load.waiting, FigureFilter(office=load.office.code, only=True))
    return {
        "name": load.office.name,
        "url": url_of_figure(held),
        "operators": format_number(load.operators),
        "has_nobody": bool(load.waiting and not load.operators),
        "waiting": format_number(load.waiting),
        "late": format_number(load.late),
        "is_late": bool(load.late),
        "oldest": moment(load.oldest) if load.oldest else "",
        "median": format_duration(load.median) if load.median is not None else "",
        "settled": format_number(load.settled),
        "ran_out": format_number(load.ran_out),
    }


def waiting_chats_words(waiting, *, at: datetime) -> str:
    """Return how many WhatsApp chats wait for an operator and for how long; "" if none does."""
    if waiting is None or not waiting.number:
        return ""
    words = ngettext(
        "%(n)d WhatsApp chat waits for an operator, for %(time)s.",
        "%(n)d WhatsApp chats wait for an operator, the oldest for %(time)s.",
        waiting.number,
    )
    return words % {"n": waiting.number, "time": format_duration(at - waiting.oldest)}


def due_soon_context(ahead: DueSoon) -> dict:
    """Return the context of monitoring/ahead.html."""
    labels = [_("Within 8 hours"), _("Within 24 hours"), _("Within 48 hours")]
    due_within_a_day = [row for row in ahead.rows if row.within["day"].number and not row.only]
    busiest = sorted(due_within_a_day, key=lambda row: -row.within["day"].number)
    return {
        "figures": [
            figure_cell(figure) | {"label": label} for figure, label in zip(ahead.within.values(), labels, strict=True)
        ],
        "level": KIND_WORDS[ahead.level] if ahead.level else "",
        "columns": labels,
        "rows": [
            {"name": row.office.name, "cells": [figure_cell(figure) for figure in row.within.values()]}
            for row in ahead.rows
        ],
        "bars": bar_chart([(row.office.name, row.within["day"]) for row in busiest[:OFFICES_IN_CHART]]),
        "backlog": _backlog_context(ahead.backlog),
    }


def _backlog_context(backlog: Backlog) -> dict:
    """Return the number of open complaints with its link, and the projection."""
    now, projection = Figure(backlog.open, FigureFilter()), backlog.then
    then = (
        {name: format_number(getattr(projection, name)) for name in ("low", "middle", "high")} if projection else None
    )
    return {"now": figure_cell(now), "then": then}


def _current_situation_tiles(board: Board) -> list[dict]:
    """Return the tiles of the current situation, the most urgent first."""
    tiles = [
        figure_cell(board.overdue) | {"label": _("overdue"), "tone": "late" if board.overdue.number else ""},
        figure_cell(board.day) | {"label": _("due within 24 hours")},
        figure_cell(board.open) | {"label": _("open")},
        figure_cell(board.resolved) | {"label": _("resolved, awaiting citizen")},
    ]
    if board.reviews is not None:
        count = {"number": format_number(board.reviews), "count": board.reviews}
        tiles.append(count | {"url": reverse("reviews"), "label": review_label(board.reviews)})
    return tiles


def review_label(number: int) -> str:
    """Return the label of the number of open reviews: "open delay case", or its plural."""
    return ngettext("open delay case", "open delay cases", number)


def _received_period_tiles(period: BoardPeriod) -> list[dict]:
    """Return the tiles of the complaints received in a period."""
    none_due = _("None due yet")
    return [
        figure_cell(period.received) | {"label": _("received")},
        _share_tile(period.contacted, none_due) | {"label": _("contacted on time")},
        _share_tile(period.reported, none_due) | {"label": _("reported on time")},
        _duration_tile(period.median, period.reports) | {"label": _("median time to report")},
        _duration_tile(period.percentile_90, period.reports) | {"label": _("90th percentile time to report")},
        figure_cell(period.closed) | {"label": _("closed")},
        _share_tile(period.reopened, _("None received")) | {"label": _("reopened")},
        _share_tile(period.denied, _("No answers yet")) | {"label": _("citizen says not solved")},
        _share_tile(period.satisfied, _("Nobody asked yet")) | {"label": _("satisfied (by call)")},
    ]


def _comparable_period(board: Board) -> dict | None:
    """Return the newest period whose results can be compared, or None if those of the board's own period can."""
    today = localdate(board.at)
    if is_period_comparable(board.period.last, today):
        return None
    first, last = newest_comparable_period(board.period.first, board.period.last, today)
    parameters = {"from": first.isoformat(), "until": last.isoformat()}
    return {"first": first, "last": last, "url": f"?{urlencode(parameters)}"}


def period_comparison_rows(period: BoardPeriod, before: BoardPeriod, *, today: date) -> list[dict]:
    """Return each figure of a period, the same figure of the period before, and a description of the change.

    Results are compared only if the complaints of both periods have had enough time (rules.comparable_periods).
    """
    results = (
        _describe_result_changes(period, before)
        if is_period_comparable(period.last, today)
        else [_("too early to compare")] * SETTLING_FIGURES
    )
    changes = [change_wording.describe_count_change(period.received, before.received), *results]
    pairs = zip(_received_period_tiles(period), _received_period_tiles(before), changes, strict=True)
    return [{"label": now["label"], "cells": [now, then], "change": change} for now, then, change in pairs]


def _describe_result_changes(period: BoardPeriod, before: BoardPeriod) -> list[str]:
    return [
        change_wording.describe_share_change(period.contacted, before.contacted),
        change_wording.describe_share_change(period.reported, before.reported),
        change_wording.describe_time_change(period.median, before.median),
        change_wording.describe_time_change(period.percentile_90, before.percentile_90),
        change_wording.describe_count_change(period.closed, before.closed),
        change_wording.describe_share_change(period.reopened, before.reopened),
        change_wording.describe_share_change(period.denied, before.denied),
        change_wording.describe_share_change(period.satisfied, before.satisfied),
    ]


def _share_tile(share: FigureShare, none: str) -> dict:
    """Return a percentage together with its numbers. It links to the complaints of the numerator.

    `none`: the text if there is no complaint in the denominator.
    """
    tile = figure_cell(share.true) | {"known": share.known, "percent": share.percent}
    if share.percent is None:
        return tile | {"number": "–", "change": none}
    numbers = {"in_time": format_number(share.true.number), "known": format_number(share.known)}
    return tile | {"number": f"{share.percent}%", "change": _("%(in_time)s of %(known)s") % numbers}


def _duration_tile(duration: timedelta | None, reports: Figure) -> dict:
    """Return a time together with the number of reports that it is computed from. It links to those complaints."""
    tile = figure_cell(reports) | {"duration": duration}
    if duration is None:
        return tile | {"number": "–", "change": _("No report yet")}
    return tile | {"number": format_hours(duration), "change": format_number_of_reports(reports.number)}


def format_number_of_reports(count: int) -> str:
    """Format a number of reports: "1 report", "2 reports"."""
    return ngettext("%(number)s report", "%(number)s reports", count) % {"number": format_number(count)}


def format_hours(duration: timedelta) -> str:
    """Format a duration in hours, with tenths if it is short."""
    in_hours = duration / timedelta(hours=1)
    return _("%(hours)s h") % {
        "hours": f"{in_hours:.1f}" if in_hours < TENTHS_BELOW_HOURS else format_number(round(in_hours))
    }


def breakdown_charts(board: Board, *, most_categories: int | None = None) -> list[dict]:
    """Return charts of the complaints received in the period: by category, channel, outcome and status.

    `most_categories`: only the largest; `more` of a chart is the number of bars that are left out.
    """
    categories = [(category.name, figure) for category, figure in board.categories[:most_categories]]
    channels = [(CHANNEL_WORDS[value], figure) for value, figure in board.channels.items()]
    outcomes = [(OUTCOME_WORDS[value], figure) for value, figure in board.outcomes.items()]
    statuses = [(STATUS_WORDS[value], figure) for value, figure in board.by_status.items()]
    charts = (
        (_("By category"), categories, len(board.categories) - len(categories)),
        (_("By channel"), channels, 0),
        (_("By outcome"), outcomes, 0),
        (_("By current status"), statuses, 0),
    )
    return [{"label": label, "bars": bar_chart(figures), "more": more} for label, figures, more in charts if figures]


def _most_overdue_sort_key(row: OfficeFigures) -> tuple:
    """Return the sort key: most overdue, then most open, then the order of the hierarchy."""
    return -row.overdue, -row.open, row.office.path


@dataclass(frozen=True)
class BoardLine:
    """One line of a table of offices. The rendered line is cached, so its cells are made only if a number has changed.

    `late_index`: the index of the figure that is shown as late, unless it is zero.
    """

    office: Office
    figures: tuple[Figure, ...]
    late_index: int
    only: bool = False

    @property
    def key(self) -> str:
        """The cache key: all that the line shows and links to. The template adds the language."""
        period = self.figures[0].filter
        parts = (self.office.code, self.office.name, self.only, period.first, period.last)
        return str((*parts, *(figure.number for figure in self.figures)))

    @cached_property
    def cells(self) -> list[dict]:
        cells = [figure_cell(figure) for figure in self.figures]
        cells[self.late_index]["late"] = bool(self.figures[self.late_index].number)
        return cells


def _office_line(row: OfficeFigures) -> BoardLine:
    figures = (
        *(row.figure(row.by_status.get(str(status), 0), status=str(status)) for status in STATUS_COLUMNS),
        row.figure(row.open),
        row.figure(row.overdue, clock="overdue"),
        row.figure(row.by_status.get(Status.RESOLVED, 0), status=str(Status.RESOLVED)),
    )
    return BoardLine(row.office, figures, late_index=-2, only=row.only)
