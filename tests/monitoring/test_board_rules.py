"""Weeks of equal maturity, fixed thresholds of the map, targets, and the coordinates of the small charts."""

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.queries.figures_with_filters import Figure, FigureFilter, FigureShare
from monitoring.rules.board_targets import AT_LEAST, TargetFigure, is_possible_target, is_target_met
from monitoring.rules.board_weeks import (
    ALL_WEEKS,
    TREND_WEEKS,
    WEEKS_TO_MATURE,
    WeeklyResult,
    board_weeks,
    is_week_mature,
    mature_weeks,
)
from monitoring.rules.comparable_periods import SETTLING_TIME
from monitoring.rules.map_scale import MapMeasure, map_legend, map_step
from monitoring.share_wording import format_percent
from monitoring.sparklines import draw_percent_line, draw_sparkline, draw_week_bars
from reviews.rules.delay_patterns import PatternShare

CATEGORIES = Path(__file__).parents[2] / "complaints" / "data" / "categories.csv"
TODAY = date(2026, 11, 27)


def test_the_weeks_follow_one_another_and_end_yesterday():
    weeks = board_weeks(TODAY)
    assert len(weeks) == ALL_WEEKS == 18
    assert weeks[-1] == (TODAY - timedelta(days=7), TODAY - timedelta(days=1))
    assert all(last - first == timedelta(days=6) for first, last in weeks)
    assert all(later[0] - earlier[1] == timedelta(days=1) for earlier, later in pairwise(weeks))


def test_a_result_is_shown_only_when_its_limit_has_passed_for_the_whole_week():
    with CATEGORIES.open(encoding="utf-8", newline="") as lines:
        categories = list(csv.DictReader(lines))
    contact, report = (
        timedelta(hours=max(int(row[f"{name}_hours"]) for row in categories if row[f"{name}_hours"]))
        for name in ("contact", "report")
    )
    limits = {WeeklyResult.CONTACTED: contact, WeeklyResult.REPORTED: report, WeeklyResult.DENIED: SETTLING_TIME}
    for result, limit in limits.items():
        _first, last = board_weeks(TODAY)[mature_weeks(result)][-1]
        assert last + timedelta(days=1) + limit <= TODAY, result


@pytest.mark.parametrize("result", WeeklyResult)
def test_thirteen_weeks_are_mature_and_they_are_the_newest(result):
    weeks = board_weeks(TODAY)
    mature = weeks[mature_weeks(result)]
    assert len(mature) == TREND_WEEKS
    assert weeks.index(mature[-1]) == ALL_WEEKS - 1 - WEEKS_TO_MATURE[result]
    assert [week for place, week in enumerate(weeks) if is_week_mature(result, place)][-TREND_WEEKS:] == mature


@pytest.mark.parametrize("measure", MapMeasure)
def test_the_legend_covers_every_value_once(measure):
    legend = map_legend(measure)
    for value in range(120):
        steps = [step for step, low, high in legend if low <= value and (high is None or value <= high)]
        assert steps == [map_step(measure, value)], value


def test_a_shade_means_the_same_every_day():
    assert [map_step(MapMeasure.RATE, value) for value in (None, 0, 1, 10, 11, 25, 26, 50, 51, 100)] == [
        *(0, 0, 1, 1, 2, 2, 3, 3, 4, 4)
    ]
    assert [map_step(MapMeasure.COUNT, value) for value in (0, 1, 4, 5, 9, 10, 24, 25, 900)] == [
        *(0, 1, 1, 2, 2, 3, 3, 4, 4)
    ]


def test_a_target_is_met_from_its_own_side():
    assert is_target_met(TargetFigure.CONTACTED, 95, 95)
    assert not is_target_met(TargetFigure.REPORTED, 94, 95)
    assert is_target_met(TargetFigure.OVERDUE, 10, 10)
    assert not is_target_met(TargetFigure.MEDIAN, 72.5, 72)
    assert not is_target_met(TargetFigure.DENIED, 11, 10)


@pytest.mark.parametrize("figure", [each for each in TargetFigure if each != TargetFigure.MEDIAN])
def test_a_share_is_compared_with_its_target_unrounded(figure):
    """199 of 200 does not reach 100 %, and 1 of 250 is more than 0 %."""
    for known in (1, 3, 7, 8, 200, 250):
        for number in range(known + 1):
            exact = FigureShare(Figure(number, FigureFilter()), known).exact_percent
            for target in range(101):
                as_wholes = 100 * number - target * known
                met = as_wholes >= 0 if figure in AT_LEAST else as_wholes <= 0
                assert is_target_met(figure, exact, target) == met, (number, known, target)


def test_only_all_is_shown_as_100_percent_and_only_none_as_0():
    shares = {pair: FigureShare(Figure(pair[0], FigureFilter()), pair[1]) for pair in [(199, 200), (1, 250), (0, 0)]}
    assert [share.percent for share in shares.values()] == [99, 1, None]
    assert [format_percent(PatternShare(*pair)) for pair in [(199, 200), (1, 250), (200, 200), (0, 9)]] == [
        *("99%", "1%", "100%", "0%")
    ]


def test_a_percentage_ends_at_100_and_hours_at_1000():
    assert [is_possible_target(TargetFigure.DENIED, value) for value in (-1, 0, 100, 101)] == [False, True, True, False]
    assert is_possible_target(TargetFigure.MEDIAN, 1000)
    assert not is_possible_target(TargetFigure.MEDIAN, 1001)


@given(values=st.lists(st.none() | st.integers(0, 5000), max_size=13), target=st.none() | st.integers(0, 100))
def test_a_line_stays_in_its_box_and_its_dot_is_the_newest_value(values, target):
    spark = draw_sparkline(values, target=target)
    points = [tuple(map(float, point.split(","))) for line in spark.lines for point in line.split()]
    assert all(0 <= x <= spark.width and 0 <= y <= spark.height for x, y in points)
    assert (spark.dot is None) == (not values or values[-1] is None)
    assert (spark.target is None) == (target is None)


def test_a_higher_number_is_drawn_higher_and_a_gap_breaks_the_line():
    spark = draw_sparkline([1, 5, None, 3, 4], from_zero=True)
    assert len(spark.lines) == 2
    (_x1, low), (_x5, high) = (map(float, point.split(",")) for point in spark.lines[0].split())
    assert high < low


def test_bars_have_the_height_of_their_share_of_the_highest():
    assert draw_week_bars([0, 5, None, 10], height=40, least_scale=5) == ["M11 40v-20h8v20z", "M31 40v-40h8v40z"]
    assert draw_week_bars([2], height=40, least_scale=5) == ["M1 40v-16h8v16z"]
    assert draw_percent_line([0, 100, 50], height=40) == ["5,39 15,1 25,20"]
