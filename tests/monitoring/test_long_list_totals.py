"""Totals of long lists from the tallies, for filters that no figure links to."""

import pytest

from complaints.models import Complaint
from desk.queries import bounded_queue_scan, complaint_list_pages
from desk.queries.queue import build_office_queue_list
from monitoring.queries.list_totals import count_listed_complaints
from tests.monitoring.test_totals import total_of
from tests.monitoring.week import NOW, signed_in

OFFICE = "/desk/office/"


@pytest.fixture(autouse=True)
def countable(monkeypatch):
    """Let a list count two complaints itself, so that every list of the week is too long for it."""
    monkeypatch.setattr(complaint_list_pages, "MOST_COUNTED_FIRST", 2)
    monkeypatch.setattr(complaint_list_pages, "MOST_COUNTED", 2)
    monkeypatch.setattr(bounded_queue_scan, "CANDIDATES", 2)


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    "period",
    [
        *("status=all&until=1999-12-31", "status=all&from=2030-01-01", "status=all&from=2030-01-01&category=theft"),
        *("status=all&from=2030-01-01&contact=late", "status=all&from=2030-01-01&report=given"),
    ],
)
def test_a_list_of_a_period_without_days_is_empty(busy, period):
    client = signed_in(busy, "zara")
    for address in (period, f"{period}&after=1-1"):
        answer = client.get(f"{OFFICE}?{address}")
        assert (answer.status_code, list(answer.context["rows"])) == (200, [])
        assert total_of(client, f"{OFFICE}?{address}") == 0


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("name", ["dania", "zara"])
def test_filters_that_contradict_each_other_find_nothing(busy, name):
    """A clock pauses only while the complainant is asked."""
    Complaint.objects.unscoped("test").update(status="in_inquiry")
    actor = busy.people[name].actor
    assert count_listed_complaints(actor, at=NOW, status="in_inquiry") > 2
    assert not count_listed_complaints(actor, at=NOW, status="in_inquiry", clock="paused")
    assert build_office_queue_list(actor, at=NOW, status="in_inquiry", clock="paused").total().number == 0


def test_the_list_of_a_clerk_is_not_counted_from_the_tallies(busy):
    """Each confidential complaint of the province would be subtracted from them one by one."""
    assert count_listed_complaints(busy.dania.actor, at=NOW, status="all") > 2
    assert count_listed_complaints(busy.hina.actor, at=NOW, status="all") is None
