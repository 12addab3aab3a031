"""A figure, the list that it links to, and the total above that list are the same number, for every facet."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from complaints.models import Complaint
from desk.queries import bounded_queue_scan, complaint_list_pages
from monitoring.queries.board import load_board
from monitoring.queries.figures_with_filters import Figure
from tests.monitoring.test_board_figures import figures
from tests.monitoring.week import NOW, rows_behind, signed_in

FACETS = {
    "channel=letter": {"channel": "letter"},
    "outcome=reconciled": {"outcome": "reconciled"},
    "word=reopened": {"cycle": 2},
}


def total_of(client, address: str) -> int:
    """Return the total above the list."""
    html = client.get(address).content.decode()
    said = re.search(r"data-total>([\d,]+) complaints?<", html)
    return int(said[1].replace(",", "")) if said else 0


@pytest.mark.parametrize("name", ["zara", "usman"])
def test_figure_list_and_total_agree_for_every_figure_of_the_board(busy, name):
    client = signed_in(busy, name)
    found = {one.filter: one for one in figures(load_board(busy.people[name].actor, at=NOW))}.values()
    assert len({key for one in found for key in one.filter.parameters}) > 9
    assert [(address(one), one.number) for one in found] == [
        (address(one), rows_behind(client, address(one))) for one in found
    ]
    assert [(address(one), one.number) for one in found] == [
        (address(one), total_of(client, address(one))) for one in found
    ]


def address(figure: Figure) -> str:
    return f"{reverse('desk:office')}?{urlencode(figure.filter.parameters)}"


@pytest.mark.parametrize(("name", "office"), [("zara", "lahore"), ("zara", "region_lahore"), ("usman", "lahore")])
@pytest.mark.parametrize("facet", FACETS)
def test_a_rare_facet_is_listed_whole_and_counted_whole(busy, monkeypatch, facet, name, office):
    """Twelve of the district's complaints match; a page scans five complaints at most."""
    monkeypatch.setattr(bounded_queue_scan, "CANDIDATES", 5)
    monkeypatch.setattr(bounded_queue_scan, "CANDIDATES_BY_ROW", 5)
    some = list(Complaint.objects.unscoped("test").filter(district=busy.office("lahore")).order_by("-due_at")[:12])
    for one in some:
        line = [one.region_id, one.district_id, one.division_id, one.circle_id, one.station_id, one.office_id]
        more = {"reopened_line": line, "objected_at": NOW - timedelta(days=1)} if "reopened" in facet else {}
        Complaint.objects.unscoped("test").filter(pk=one.pk).update(**FACETS[facet], **more)
    expected = Complaint.objects.unscoped("test").filter(district=busy.office("lahore"), **FACETS[facet]).count()
    assert expected >= 12
    client = signed_in(busy, name)
    answer = client.get(f"{reverse('desk:office')}?status=all&{facet}&office={office}")
    if facet.startswith(("channel", "outcome")):
        assert len(answer.context["rows"]) == expected
        assert not answer.context["looked_at"]
    assert total_of(client, f"{reverse('desk:office')}?status=all&{facet}&office={office}") == expected


@pytest.mark.parametrize(
    ("asked", "further"), [("contact=excused", False), ("contact=late", True), ("report=late", True)]
)
def test_what_a_row_says_alone_is_looked_for_ten_times_as_far(busy, monkeypatch, asked, further):
    """No complaint matches. A filter on clocks stops after five complaints; a filter on the row goes on to the end."""
    monkeypatch.setattr(bounded_queue_scan, "CANDIDATES", 5)
    monkeypatch.setattr(bounded_queue_scan, "CANDIDATES_BY_ROW", 50)
    Complaint.objects.unscoped("test").update(contact="confirmed", contacted_at=NOW - timedelta(days=400))
    Complaint.objects.unscoped("test").update(reported_at=NOW - timedelta(days=400))
    assert 5 < Complaint.objects.unscoped("test").count() <= 50
    answer = signed_in(busy, "zara").get(f"{reverse('desk:office')}?status=all&{asked}")
    assert bool(answer.context["looked_at"]) is further


def test_a_list_too_long_to_count_says_more_than(busy, monkeypatch):
    monkeypatch.setattr(complaint_list_pages, "MOST_COUNTED", 10)
    monkeypatch.setattr(bounded_queue_scan, "COUNT_LIMIT", 3)
    monkeypatch.setattr(bounded_queue_scan, "COUNT_LIMIT_BY_ROW", 3)
    client = signed_in(busy, "zara")
    assert "More than 10 complaints" in client.get(reverse("desk:office")).content.decode()
    filtered = client.get(f"{reverse('desk:office')}?report=in_time&status=all").content.decode()
    assert re.search(r"More than \d complaints", filtered) or "data-total" not in filtered
