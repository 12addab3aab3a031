"""Prepare the board's first screen: the sentence, what to do, six figures with their trends, and the offices below."""

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from functools import cache, cached_property, partial

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.rules.statuses import Status
from monitoring import change_wording
from monitoring.desk.figure_links import figure_cell
from monitoring.headline_wording import describe_weekly_change, headline_clauses
from monitoring.queries.board import Board
from monitoring.queries.board_trend import BoardWeek, OfficeTrend
from monitoring.queries.figures_with_filters import Figure, FigureShare, OfficeFigures
from monitoring.rules.board_headline import make_headline, whole_percent
from monitoring.rules.board_targets import AT_LEAST, TargetFigure, is_target_met
from monitoring.rules.board_weeks import WeeklyResult
from monitoring.rules.worsening import is_getting_worse, offices_getting_worse, order_by_worsening
from monitoring.share_wording import format_number
from monitoring.sparklines import draw_percent_line, draw_sparkline, draw_week_bars

HOUR = timedelta(hours=1)
MULTIPLE_HEIGHT = 40
LEAST_SCALE = 5
"""The bars of a small multiple stand for at least this number, so that two complaints do not look like many."""


def first_screen_context(board: Board, format_hours: Callable[[timedelta], str]) -> dict:
    """Return what the first screen of the board and the wall display show."""
    trends, rows = board.trend.offices, {row.office.pk: row for row in board.rows}
    numbers = {pk: (row.overdue, trends[pk].week_ago) for pk, row in rows.items()}
    worse = offices_getting_worse(numbers)
    multiples = [SmallMultiple(rows[pk], trends[pk]) for pk in order_by_worsening(numbers)]
    return {
        "headline": _headline(board, [rows[pk].office.name for pk in worse]),
        "to_do": _what_to_do(board, rows[worse[0]] if worse else None),
        # Functions: the template calls them only if its cached part is out of date. For the table this saves 17 ms.
        "trend_figures": cache(partial(trend_figures, board, format_hours)),
        "trends_key": str((board.trend.key, board.overdue.number, board.open.number)),
        "week_rows": cache(partial(week_rows, board, format_hours)),
        "weeks_key": board.trend.key,
        "multiples": multiples,
        "multiples_key": str((board.trend.key, [one.key for one in multiples])),
        "worse_count": len(worse),
    }


def _headline(board: Board, worse: list[str]) -> dict:
    facts = make_headline(
        overdue=board.overdue.number, open_now=board.open.number, week_ago=board.trend.week_ago, worse=worse
    )
    return headline_clauses(facts, board.open.number) | {
        "cell": figure_cell(board.overdue),
        "open_cell": figure_cell(board.open),
        "tone": "late" if board.overdue.number else "good",
    }


def _what_to_do(board: Board, worst: OfficeFigures | None) -> list[dict]:
    """Return where to begin, as sentences with links. An office that is getting worse comes before the most overdue.

    What a higher office holds itself counts too: a head's own overdue complaints are named.
    """
    most_overdue = max((*board.rows, *board.above), key=lambda row: row.overdue, default=None)
    first = worst or most_overdue
    reported = board.statuses[Status.REPORTED]
    items = []
    if first and first.overdue:
        words = (
            _("Start with %(office)s itself: %(number)s overdue")
            if first.only
            else _("Start with %(office)s: %(number)s overdue")
        )
        cell = overdue_cell(first)
        items.append(cell | {"words": words % {"office": first.office.name, "number": cell["number"]}})
    if board.day.number:
        words = ngettext(
            "%(number)s becomes overdue within 24 hours", "%(number)s become overdue within 24 hours", board.day.number
        )
        items.append(_item(board.day, words))
    if reported.number:
        words = ngettext(
            "%(number)s report waits for a superior's decision",
            "%(number)s reports wait for a superior's decision",
            reported.number,
        )
        items.append(_item(reported, words))
    if board.reviews:
        words = ngettext("%(number)s open delay case", "%(number)s open delay cases", board.reviews)
        number = {"number": format_number(board.reviews), "count": board.reviews, "url": reverse("reviews")}
        items.append(number | {"words": words % number})
    return items


def _item(figure: Figure, words: str) -> dict:
    cell = figure_cell(figure)
    return cell | {"words": words % {"number": cell["number"]}}


def overdue_cell(row: OfficeFigures) -> dict:
    """Return the overdue complaints of an office with their link."""
    return figure_cell(row.figure(row.overdue, clock="overdue"))


def trend_figures(board: Board, format_hours: Callable[[timedelta], str]) -> list[dict]:
    """Return the six figures."""
    return [
        _received_figure(board),
        _overdue_figure(board),
        _share_figure(board, WeeklyResult.CONTACTED, TargetFigure.CONTACTED, _("contacted on time")),
        _share_figure(board, WeeklyResult.REPORTED, TargetFigure.REPORTED, _("reported on time")),
        _median_figure(board, format_hours),
        _share_figure(board, WeeklyResult.DENIED, TargetFigure.DENIED, _("citizen says not solved")),
    ]


def _received_figure(board: Board) -> dict:
    weeks = board.trend.thirteen(WeeklyResult.RECEIVED)
    now, before = weeks[-1].received, weeks[-2].received
    return figure_cell(now) | {
        "label": _("received"),
        "before": figure_cell(before),
        "change": change_wording.describe_count_change(now, before),
        "of": _describe_days(weeks[-1]),
        "spark": draw_sparkline([week.received.number for week in weeks], from_zero=True),
    }


def _overdue_figure(board: Board) -> dict:
    overdue = FigureShare(board.overdue, board.open.number)
    week_ago, target = board.trend.week_ago, board.trend.targets.get(TargetFigure.OVERDUE)
    change = make_headline(overdue=board.overdue.number, open_now=0, week_ago=week_ago, worse=[])
    share = {"percent": overdue.percent, "open": format_number(board.open.number)}
    return figure_cell(board.overdue) | {
        "label": _("overdue"),
        "tone": "late" if board.overdue.number else "",
        "before": {"number": format_number(week_ago)} if week_ago is not None else None,
        "change": describe_weekly_change(change.change, change.difference),
        "of": _("now, %(percent)s %% of %(open)s open") % share if overdue.known else _("now"),
        "spark": draw_sparkline([*board.trend.overdue, board.overdue.number], from_zero=True),
        **_target(TargetFigure.OVERDUE, target, overdue.exact_percent),
    }


def _share_figure(board: Board, result: WeeklyResult, figure: TargetFigure, label: str) -> dict:
    weeks = board.trend.thirteen(result)
    shares: list[FigureShare] = [getattr(week, result) for week in weeks]
    now, before, target = shares[-1], shares[-2], board.trend.targets.get(figure)
    return share_cell(now) | {
        "label": label,
        "before": share_cell(before),
        "change": change_wording.describe_share_change(now, before),
        "of": _describe_days(weeks[-1]),
        "spark": draw_sparkline([share.percent for share in shares], target=target),
        **_target(figure, target, now.exact_percent),
    }


def _median_figure(board: Board, format_hours: Callable[[timedelta], str]) -> dict:
    weeks = board.trend.thirteen(WeeklyResult.REPORTED)
    target = board.trend.targets.get(TargetFigure.MEDIAN)
    hours = [week.median / HOUR if week.median is not None else None for week in weeks]
    return _median_cell(weeks[-1], format_hours) | {
        "label": _("median time to report"),
        "before": _median_cell(weeks[-2], format_hours),
        "change": change_wording.describe_time_change(weeks[-1].median, weeks[-2].median),
        "of": _describe_days(weeks[-1]),
        "spark": draw_sparkline(hours, target=target),
        **_target(TargetFigure.MEDIAN, target, hours[-1]),
    }


def _median_cell(week: BoardWeek, format_hours: Callable[[timedelta], str]) -> dict:
    """Return the median of a week with the number of its reports. It links to them."""
    number = format_hours(week.median) if week.median is not None else "–"
    cell = figure_cell(week.reports)
    words = ngettext("%(number)s report", "%(number)s reports", week.reports.number)
    return cell | {"part": words % {"number": cell["number"]}, "number": number, "duration": week.median}


def share_cell(share: FigureShare) -> dict:
    """Return a percentage with its numbers ("17 of 20"). It links to the complaints of the numerator."""
    numbers = {"true": format_number(share.true.number), "all": format_number(share.known)}
    number = f"{share.percent}%" if share.percent is not None else "–"
    parts = {"part": _("%(true)s of %(all)s") % numbers, "known": share.known, "percent": share.percent}
    return figure_cell(share.true) | {"number": number} | parts


def _target(figure: TargetFigure, target: int | None, value: Fraction | float | None) -> dict:
    """Return the target in words and whether the value, not rounded, meets it; nothing without a target or a value."""
    if target is None:
        return {}
    words = _("Target: at least %(target)s") if figure in AT_LEAST else _("Target: at most %(target)s")
    # Urdu says "percent" in a word: behind Urdu letters, a number and its sign would change places.
    limit = _("%(hours)s h") % {"hours": target}
    if figure != TargetFigure.MEDIAN:
        limit = _("%(percent)d%%") % {"percent": target}
    is_met = is_target_met(figure, value, target) if value is not None else None
    return {"target": words % {"target": limit}, "is_met": is_met}


def _describe_days(week: BoardWeek) -> str:
    """Return the days on which the complaints of a figure were received."""
    days = {"first": date_format(week.first, "j M"), "last": date_format(week.last, "j M")}
    return _("received %(first)s to %(last)s") % days


class SmallMultiple:
    """Thirteen weeks of one office below. The template draws it only if the cached drawing is out of date."""

    def __init__(self, row: OfficeFigures, trend: OfficeTrend):
        self.row, self.trend = row, trend
        self.office = row.office

    @property
    def key(self) -> tuple:
        """All that the drawing shows and links to, besides the trend itself."""
        return (self.office.code, self.office.name, self.row.overdue, self.row.open)

    @property
    def is_worse(self) -> bool:
        return is_getting_worse(self.row.overdue, self.trend.week_ago)

    @property
    def is_quiet(self) -> bool:
        """Return whether nothing is overdue and nothing was a week ago."""
        return not self.row.overdue and not self.trend.week_ago

    @cached_property
    def cell(self) -> dict:
        return overdue_cell(self.row)

    @property
    def percent(self) -> int | None:
        return whole_percent(self.row.overdue, self.row.open)

    @property
    def weekly_change_text(self) -> str:
        return weekly_change_of_office(self.row, self.trend)

    @property
    def short_change_text(self) -> str:
        """Return the change in the fewest words: "4 more". "" if nothing was overdue then or is now, or not known."""
        if self.trend.week_ago is None or self.is_quiet:
            return ""
        return change_wording.describe_number_change(self.row.overdue, self.trend.week_ago)

    @property
    def week_ago_text(self) -> str:
        return "–" if self.trend.week_ago is None else format_number(self.trend.week_ago)

    @cached_property
    def shares(self) -> list[dict]:
        """Return the newest shares that are known: reported on time, and citizen says not solved."""
        return [share_cell(self.trend.newest_reported), share_cell(self.trend.newest_denied)]

    @property
    def bars(self) -> list[str]:
        numbers = [*self.trend.overdue, self.row.overdue]
        return draw_week_bars(numbers, height=MULTIPLE_HEIGHT, least_scale=LEAST_SCALE)

    @property
    def reported_lines(self) -> list[str]:
        return draw_percent_line(self.trend.reported, height=MULTIPLE_HEIGHT)

    @property
    def denied_lines(self) -> list[str]:
        return draw_percent_line(self.trend.denied, height=MULTIPLE_HEIGHT)


def weekly_change_of_office(row: OfficeFigures, trend: OfficeTrend) -> str:
    """Describe how the overdue complaints of an office differ from a week ago. "" if that is not known."""
    facts = make_headline(overdue=row.overdue, open_now=0, week_ago=trend.week_ago, worse=[])
    return describe_weekly_change(facts.change, facts.difference)


def week_rows(board: Board, format_hours: Callable[[timedelta], str]) -> list[dict]:
    """Return the table behind the sparklines, the newest week first. A result that is not known yet is None."""
    return [
        {
            "first": week.first,
            "last": week.last,
            "cells": [
                figure_cell(week.received),
                *(share_cell(share) if share else None for share in (week.contacted, week.reported)),
                _median_cell(week, format_hours) if week.reports else None,
                share_cell(week.denied) if week.denied else None,
            ],
            "overdue": "–" if week.overdue is None else format_number(week.overdue),
            "overdue_count": week.overdue,
        }
        for week in reversed(board.trend.weeks)
    ]
