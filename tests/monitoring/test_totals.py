"""A figure, the list that it links to, and the total above that list are the same number, for every facet."""

import re
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.db.models import Min
from django.urls import reverse
from django.utils.http import urlencode

from accounts.actors import Actor
from accounts.models import Office
from complaints.models import Complaint, RunningClock
from desk.queries import bounded_queue_scan, complaint_list_pages
from desk.queries.complaint_filters import DUE_WITHIN, filter_complaints
from desk.queries.complaint_list_pages import ComplaintList, ComplaintTotal
from desk.queries.queue import build_office_queue_list
from monitoring.models import IncidentMap, StationPromise
from monitoring.queries.board import load_board
from monitoring.queries.due_soon import load_due_soon
from monitoring.queries.figures_with_filters import Figure
from monitoring.queries.incident_map_figures import received_in_quarter
from monitoring.queries.league import load_league
from monitoring.queries.station_sheet import load_station_sheet
from monitoring.rules.league_places import LeagueMeasure
from tests.monitoring.test_board_figures import figures, shaken
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


@pytest.mark.parametrize(
    "name", ["kamran", *(pytest.param(name, marks=pytest.mark.slow) for name in ("zara", "usman"))]
)
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


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize(("name", "office"), [("zara", "lahore"), ("zara", "region_lahore"), ("usman", "lahore")])
@pytest.mark.parametrize("facet", FACETS)
def test_a_rare_facet_is_listed_whole_and_counted_whole(busy, monkeypatch, facet, name, office):
    """Twelve of the district's complaints match; a page scans five complaints at most."""
    monkeypatch.setattr(bounded_queue_scan, "CANDIDATES", 5)
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


@pytest.mark.parametrize("days", [0, 1, 3, 10])
@pytest.mark.parametrize("clock", ["overdue", *DUE_WITHIN, "fine"])
def test_a_filter_by_deadline_finds_what_the_running_clocks_say(busy, clock, days):
    """The filter reads `due_at` instead, where a running clock has that deadline."""
    at = NOW + timedelta(days=days)
    running = RunningClock.objects.promised().values_list("complaint").annotate(first=Min("due_at")).order_by()
    first_due, everything = dict(running), Complaint.objects.unscoped("test")
    statuses = dict(everything.open().values_list("pk", "status"))

    def is_wanted(complaint: int) -> bool:
        due_at = first_due.get(complaint)
        if clock == "fine":
            is_pressing = due_at is not None and due_at <= at + timedelta(days=1)
            return statuses[complaint] != "awaiting_citizen" and not is_pressing
        if due_at is None:
            return False
        return due_at <= at if clock == "overdue" else at < due_at <= at + DUE_WITHIN[clock]

    found = set(filter_complaints(everything, at=at, clock=clock).values_list("pk", flat=True))
    assert found == set(filter(is_wanted, statuses))


@pytest.fixture
def countable(monkeypatch):
    """Let a list count three complaints itself, so that every list of the week is too long for it."""
    monkeypatch.setattr(complaint_list_pages, "MOST_COUNTED_FIRST", 3)
    monkeypatch.setattr(complaint_list_pages, "MOST_COUNTED", 3)
    monkeypatch.setattr(bounded_queue_scan, "CANDIDATES", 3)


def map_of_this_week(district: Office) -> IncidentMap:
    """Return an incident map of days on which the district received complaints, not saved."""
    first = NOW.date() - timedelta(days=60)
    return IncidentMap(district=district, first=first, last=NOW.date() + timedelta(days=5), cells=[], made_at=NOW)


def every_figure(actor: Actor, world) -> list[Figure]:
    """Return the figures of the actor's board, league, deadlines and incident map, and of a board and a sheet below.

    Those of officers (the team and a sheet) link to lists by holder: `test_an_officers_figures_are_their_lists`.
    """
    board = load_board(actor, at=NOW)
    found = figures(board)
    found += [row.figure(row.open) for row in (*board.rows, *board.above)]
    found += [row.figure(row.overdue, clock="overdue") for row in (*board.rows, *board.above)]
    found += figures(load_due_soon(actor, at=NOW).within)
    league = load_league(actor, at=NOW, first=NOW.date() - timedelta(days=29), last=NOW.date())
    for row in (*league.rows, league.total):
        found += [row.received, *(share.true for share in row.shares.values())]
    gulberg = world.office("gulberg")
    if actor.office_id != gulberg.pk and actor.is_at_or_above(gulberg.path):
        sheet = load_station_sheet(actor, gulberg, at=NOW)
        found += [sheet.open, sheet.overdue, sheet.day, sheet.received, sheet.happened_open, sheet.happened]
        found += [*figures(sheet.categories), *(share.true for share in sheet.shares.values()), sheet.satisfied.true]
        found += figures(sheet.weeks) + figures(sheet.promises)
        found += figures(load_board(actor, at=NOW, office=gulberg.parent))
    lahore = world.office("lahore")
    if actor.is_at_or_above(lahore.path):
        found.append(received_in_quarter(actor, map_of_this_week(lahore), at=NOW))
    return [one for one in found if one.number]


@pytest.mark.parametrize(
    "name", ["kamran", *(pytest.param(name, marks=pytest.mark.slow) for name in ("zara", "farah"))]
)
@pytest.mark.usefixtures("countable")
def test_a_list_beyond_the_limit_has_the_number_of_its_figure_as_total(busy, name):
    """With random facts, exclusions and charges; no list is counted row by row beyond three complaints."""
    shaken(busy, Random(name))
    promises = {"station": busy.office("gulberg"), "posting": busy.kamran.posting, "target": 80, "at": NOW}
    days = {"first": NOW.date() - timedelta(days=4), "last": NOW.date() + timedelta(days=9)}
    for measure in LeagueMeasure:
        StationPromise.objects.create(measure=measure, **promises, **days)
    client = signed_in(busy, name)
    found = {address(one): one.number for one in every_figure(busy.people[name].actor, busy)}
    assert sum(number > 3 for number in found.values()) > 5
    totals = {link: total_of(client, link) for link in found}
    assert totals == found


@pytest.mark.slow
def test_an_officers_figures_are_the_totals_of_their_lists(busy):
    """Of the team, and of the officers of a station, with the findings against the station."""
    Complaint.objects.unscoped("test").filter(holder=busy.bilal.posting.pk).update(holder=busy.kamran.posting.pk)
    shaken(busy, Random("officers"))
    client = signed_in(busy, "usman")
    team = client.get(reverse("desk:team")).context["loads"]
    station = client.get(reverse("station", args=["gulberg"])).context
    found = {url: number for load in team for _name, number, url in load["figures"] if number}
    found |= {url: number for load in station["officers"] for number, url in load["figures"] if number}
    assert len(found) > 4
    assert {url: total_of(client, url) for url in found} == found
    findings = client.get(reverse("station_findings", args=["gulberg"])).context
    assert [one["count"] for one in station["against"]] == [findings["upheld_total"], findings["findings_total"]]


@pytest.mark.parametrize("asked", ["clock=overdue", "age=72h", "age=14d", ""])
@pytest.mark.usefixtures("countable")
def test_a_person_who_acts_for_another_counts_what_that_one_holds_elsewhere(busy, asked):
    covers = busy.rashid.posting.pk
    Complaint.objects.unscoped("test").filter(district=busy.office("multan")).update(status="marked", holder=covers)
    actor = replace(busy.usman.actor, covers=frozenset({covers}))
    filters = dict([asked.split("=")]) if asked else {}
    expected = filter_complaints(Complaint.objects.visible_to(actor), at=NOW, **filters).count()
    assert expected > 3 or "72h" in asked
    assert build_office_queue_list(actor, at=NOW, **filters).total() == ComplaintTotal(expected, True)


@pytest.mark.parametrize("asked", ["contact=open&channel=web&status=all", "category=financial_crime&contact=open"])
@pytest.mark.usefixtures("countable")
def test_a_list_that_no_tally_knows_says_more_than(busy, asked):
    Complaint.objects.unscoped("test").update(channel="web")
    shown = signed_in(busy, "zara").get(f"{reverse('desk:office')}?{asked}").content.decode()
    assert re.search(r"More than \d complaints", shown)


@pytest.mark.parametrize("most", [2, 3, 4, 5, 6])
def test_a_longer_list_that_no_tally_knows_is_counted_up_to_its_limit(busy, monkeypatch, most):
    monkeypatch.setattr(complaint_list_pages, "MOST_COUNTED_FIRST", 2)
    monkeypatch.setattr(complaint_list_pages, "MOST_COUNTED", most)
    first = Complaint.objects.unscoped("test").order_by("pk")[:5]
    filters = {"complaints": Complaint.objects.unscoped("test").filter(pk__in=first.values("pk"))}
    for no_tally in (None, lambda: None):
        total = ComplaintList(**filters, count_long_list=no_tally).total()
        assert total == ComplaintTotal(min(most, 5), is_exact=most >= 5)
    assert ComplaintList(**filters, count_long_list=lambda: 7).total() == ComplaintTotal(7, is_exact=True)
