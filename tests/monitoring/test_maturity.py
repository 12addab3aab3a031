"""Results of periods are compared only if the complaints of both have had enough time."""

from datetime import date, timedelta

import pytest

from complaints.models import Complaint
from monitoring.board_presentation import period_comparison_rows
from monitoring.queries.board import load_board
from monitoring.rules.comparable_periods import is_period_comparable, newest_comparable_period
from tests.monitoring.week import NOW, signed_in

TODAY = NOW.date()


def changes(world, first: date, last: date) -> list[str]:
    found = load_board(world.zara.actor, at=NOW, first=first, last=last)
    return [line["change"] for line in period_comparison_rows(found.period, found.before, today=TODAY)]


def test_young_complaints_are_not_compared_with_ripe_ones(busy):
    """Half of the week's complaints were received forty days earlier and are closed."""
    ids = list(Complaint.objects.unscoped("test").order_by("pk").values_list("pk", flat=True))[::2]
    older = {"received_at": NOW - timedelta(days=40), "status": "closed", "ending": "confirmed", "closed_at": NOW}
    Complaint.objects.unscoped("test").filter(pk__in=ids).update(holder=None, **older)
    received, *results = changes(busy, TODAY - timedelta(days=29), TODAY)
    assert "more" in received or "fewer" in received or received == "no change"
    assert set(results) == {"too early to compare"}
    _received, *results = changes(busy, TODAY - timedelta(days=59), TODAY - timedelta(days=30))
    assert "too early to compare" not in results


def test_the_board_says_why_and_offers_the_newest_ripe_period(busy):
    client = signed_in(busy, "zara")
    html = client.get("/desk/board/").content.decode()
    assert "too early to compare" in html
    assert 'href="?from=2026-09-29&amp;until=2026-10-28"' in html
    assert "too early to compare" not in client.get("/desk/board/?from=2026-09-29&until=2026-10-28").content.decode()


@pytest.mark.parametrize(("age", "is_so"), [(0, False), (29, False), (30, True), (400, True)])
def test_a_period_is_ripe_thirty_days_after_its_last_day(age, is_so):
    assert is_period_comparable(TODAY - timedelta(days=age), TODAY) is is_so


def test_the_ripe_period_is_as_long_and_just_ripe():
    first, last = newest_comparable_period(TODAY - timedelta(days=6), TODAY, TODAY)
    assert (last - first).days == 6
    assert is_period_comparable(last, TODAY)
    assert not is_period_comparable(last + timedelta(days=1), TODAY)


def test_received_is_the_intake_and_the_status_has_a_name_of_its_own(busy):
    html = signed_in(busy, "zara").get("/desk/board/").content.decode()
    assert "Not yet marked" in html
    assert html.count(">Received<") == 2  # complaints received by region, and by week
