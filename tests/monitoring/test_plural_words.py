"""Counts of one use the singular."""

from datetime import timedelta

import pytest
from django.utils import translation

from monitoring.board_presentation import _duration_tile, format_number_of_reports, review_label
from monitoring.queries.figures_with_filters import Figure, FigureFilter
from reviews.desk.flag_evidence import describe_time_limits


@pytest.mark.parametrize(
    ("language", "number", "reviews", "reports"),
    [
        ("en", 1, "open delay case", "1 report"),
        ("en", 2, "open delay cases", "2 reports"),
        ("ur", 1, "تاخیر کا جاری کیس", "1 رپورٹ"),
        ("ur", 2, "تاخیر کے جاری کیس", "2 رپورٹیں"),
    ],
)
def test_a_board_counts_one_review_and_one_report_as_one(language, number, reviews, reports):
    with translation.override(language):
        assert (review_label(number), format_number_of_reports(number)) == (reviews, reports)
        assert _duration_tile(timedelta(hours=2), Figure(number, FigureFilter()))["change"] == reports


def test_a_limit_of_one_hour_is_one_hour():
    hours = {"contact_hours": 1, "report_hours": 48, "decision_hours": 1}
    with translation.override("en"):
        assert (
            describe_time_limits({"promised": hours})
            == "contact within 1 hour, report within 48 hours, decision within 1 hour"
        )
        of_a_calendar = {"promised": hours | {"calendar_id": 3, "contact_hours": None}}
        assert describe_time_limits(of_a_calendar) == "report within 48 working hours, decision within 1 working hour"
