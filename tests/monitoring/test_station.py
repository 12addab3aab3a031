"""The sheet of a station: each figure equals the count of its rows for each viewer; and who may see it."""

from datetime import date, timedelta
from html import escape
from itertools import pairwise
from random import Random

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from accounts.actors import Actor
from complaints.models import Complaint, Naming
from desk.queries.complaint_filters import LATE, filter_complaints
from monitoring.desk import station_page
from monitoring.queries.figures_with_filters import Figure
from monitoring.queries.station_sheet import load_station_sheet
from monitoring.rules.league_places import LeagueMeasure
from reviews.models import MonthOfOfficer
from reviews.rules.delay_patterns import FEWEST_CASES
from tests.desk.test_export import read_csv
from tests.factories import create_naming
from tests.monitoring.test_board_figures import figures, shaken
from tests.monitoring.week import NOW, rows_behind, signed_in
from tests.signing_in import sign_in
from tests.world import clock

WATCHERS = ("zara", "asad", "imran", "usman", "farah", "dania", "kamran")


def plain(world, actor: Actor, one: Figure, **more) -> int:
    of = one.filter
    named = {name: getattr(of, name) for name in ("status", "category", "contact", "report", "word", "clock")} | more
    seen = Complaint.objects.visible_to(actor)
    return filter_complaints(
        seen, office=world.office("gulberg"), received=(of.first, of.last), at=NOW, **named
    ).count()


@pytest.mark.slow
@pytest.mark.parametrize("name", WATCHERS)
def test_every_figure_is_the_count_of_its_rows_without_what_is_hidden(busy, name):
    random = Random(name)
    shaken(busy, random)
    actor = Actor.of(busy.people[name].posting)
    for _ in range(3):
        first = NOW.date() - timedelta(days=random.randint(0, 70))
        days = {"first": first, "last": first + timedelta(days=random.randint(0, 70))}
        told = load_station_sheet(actor, busy.office("gulberg"), at=NOW, **days)
        found = figures([getattr(told, part) for part in ("open", "overdue", "day", "received", "weeks", "categories")])
        found += [one.true for one in (*told.shares.values(), told.satisfied)]
        assert all(one.filter.office == "gulberg" for one in found)
        assert [(one.filter, one.number) for one in found] == [(one.filter, plain(busy, actor, one)) for one in found]
        assert told.open.number + told.received.number > 0
        reported, contacted = (told.shares[measure] for measure in (LeagueMeasure.REPORTED, LeagueMeasure.CONTACTED))
        assert reported.share.of == reported.true.number + plain(busy, actor, reported.true, report=LATE)
        assert contacted.share.of == contacted.true.number + plain(busy, actor, contacted.true, contact=LATE)
        denied = told.shares[LeagueMeasure.DENIED]
        assert denied.share.of == plain(busy, actor, denied.true, word="known")


@pytest.mark.slow
def test_what_happened_at_a_station_counts_there_wherever_it_lies(busy):
    """At Gulberg happened fourteen of the week's thefts and a misbehaviour; circle, district and station have them.

    One of them has ended.
    """
    ended = Complaint.objects.unscoped("test").open().filter(place=busy.office("gulberg")).first()
    Complaint.objects.unscoped("test").filter(pk=ended.pk).update(status="withdrawn", closed_at=NOW)
    told = load_station_sheet(busy.zara.actor, busy.office("gulberg"), at=NOW)
    gulberg = busy.office("gulberg")
    happened = Complaint.objects.unscoped("test").filter(place=gulberg)
    assert told.happened_open.number == happened.open().count() > 10
    assert told.open.number < told.happened_open.number < told.happened.number
    client = signed_in(busy, "zara")
    for figure in (told.happened_open, told.happened):
        address = f"{reverse('desk:office')}?{urlencode(figure.filter.parameters)}"
        assert rows_behind(client, address) == figure.number
        assert f"data-total>{figure.number} complaints" in client.get(address).content.decode()


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("code", ["gulberg", "lahore", "region_lahore", "multan"])
def test_the_list_is_filtered_by_the_incident_place(busy, code):
    office = busy.office(code)
    happened = Complaint.objects.unscoped("test").open().filter(place__path__startswith=office.path)
    for more, count in (("", happened.count()), ("&status=received", happened.filter(status="received").count())):
        assert rows_behind(signed_in(busy, "zara"), f"{reverse('desk:office')}?place={code}{more}") == count
    html = signed_in(busy, "zara").get(f"{reverse('desk:office')}?place={code}").content.decode()
    assert 'name="place"' in html
    assert "Incident place" in html


def page(world, name: str, code: str = "gulberg", query: str = ""):
    client = sign_in(Client(), world.people[name].officer)
    return client, client.get(reverse("station", kwargs={"code": code}) + query)


def at_gulberg(world, number: int = 6) -> None:
    station = world.office("gulberg")
    some = Complaint.objects.unscoped("test").filter(office=world.office("gulberg_circle"))[:number]
    Complaint.objects.unscoped("test").filter(pk__in=[one.pk for one in some]).update(station=station, office=station)


@pytest.mark.slow
def test_behind_each_number_of_the_page_stand_just_its_rows(busy):
    at_gulberg(busy)
    client, answer = page(busy, "farah")
    shown = [cell for part in ("now", "period", "categories") for cell in answer.context[part]]
    shown += answer.context["weeks"]["rows"]
    assert sum(cell["count"] for cell in shown) > 10
    assert {cell["url"]: rows_behind(client, cell["url"]) for cell in shown} == {
        cell["url"]: cell["count"] for cell in shown
    }
    for load in answer.context["officers"]:
        assert [rows_behind(client, url) for _number, url in load["figures"]] == [n for n, _url in load["figures"]]


@pytest.mark.slow
def test_a_station_opens_to_who_stands_over_it_and_to_nobody_else(busy):
    for name in WATCHERS:
        assert page(busy, name)[1].status_code == 200, name
    assert page(busy, "rashid")[1].status_code == 404
    assert page(busy, "kamran", "garden_town")[1].status_code == 404
    assert page(busy, "zara", "lahore")[1].status_code == 404  # no station
    for name in ("salma", "bilal", "hina"):
        assert page(busy, name)[1].status_code == 403, name


@pytest.mark.parametrize(("name", "query"), [("kamran", ""), ("zara", "?office=gulberg")])
def test_the_board_of_a_station_leads_to_its_sheet(busy, name, query):
    board = signed_in(busy, name).get(f"{reverse('board')}{query}").content.decode()
    assert f'href="{reverse("station", args=["gulberg"])}"' in board


@pytest.mark.slow
def test_who_is_accused_meets_figures_without_it(busy):
    """Latif holds a complaint at the station; another one names Kamran, who heads it."""
    at_gulberg(busy)
    before = {name: page(busy, name)[1].context["sheet"].received.number for name in ("kamran", "dania")}
    named = Complaint.objects.unscoped("test").filter(office=busy.office("gulberg")).first()
    why = {"source": Naming.Source.CELL, "by": busy.salma.posting, "why": "Named.", "named_at": NOW}
    create_naming(complaint=named, officer=busy.kamran.officer, **why)
    after = {name: page(busy, name)[1].context["sheet"].received.number for name in ("kamran", "dania")}
    assert after == {"kamran": before["kamran"] - 1, "dania": before["dania"]}


@pytest.mark.slow
def test_officers_are_for_heads_and_patterns_for_who_watches_over_reviews(busy):
    office = busy.office("gulberg")
    months = {"office": office, "month": NOW.date().replace(day=1), "pattern": "breached"}
    MonthOfOfficer.objects.create(officer=busy.latif.officer, number=12, of=FEWEST_CASES + 20, **months)
    MonthOfOfficer.objects.create(officer=busy.kamran.officer, number=3, of=FEWEST_CASES - 1, **months)
    shown = {}
    for name in WATCHERS:
        context = page(busy, name)[1].context
        officers, patterns = context["officers"], context["patterns"]
        shown[name] = (
            officers and [one["who"] for one in officers],
            patterns and [one["name"] for one in patterns],
        )
    both, latif = ["Inspector Kamran", "Sub-Inspector Latif"], ["Sub-Inspector Latif"]
    assert shown == {
        "zara": (None, latif), "asad": (None, latif), "imran": (both, latif), "usman": (both, None),
        "farah": (both, None), "dania": (both, None), "kamran": (latif, None),
    }  # fmt: skip


def test_the_place_and_thirteen_weeks_are_on_it(busy):
    _, answer = page(busy, "zara")
    weeks, html = answer.context["weeks"], answer.content.decode()
    assert len(weeks["rows"]) == 13
    assert [html.count(escape(week["url"])) >= 1 for week in weeks["rows"]] == [True] * 13
    assert html.count('class="station-week-bar"') == sum(week["count"] > 0 for week in weeks["rows"])
    assert sum(shape["is_here"] for shape in answer.context["map"]["shapes"]) == 1
    assert 'aria-label="Lahore, marked on a map of Punjab"' in answer.content.decode()


@pytest.mark.parametrize(
    ("last", "newest_day"),
    [(None, 26), (NOW.date(), 26), (NOW.date() + timedelta(days=9), 26), (NOW.date() - timedelta(days=5), 22)],
)
def test_the_newest_week_is_over(world, last, newest_day):
    """A week with a few hours of today would look like a fall. The period itself may end today."""
    sheet = load_station_sheet(world.zara.actor, world.office("gulberg"), at=NOW, last=last)
    days = [(figure.filter.first, figure.filter.last) for _first, figure in sheet.weeks]
    assert days[-1] == (date(2026, 11, newest_day - 6), date(2026, 11, newest_day))
    assert all(one[1] + timedelta(days=1) == next_one[0] for one, next_one in pairwise(days))
    assert sheet.last == (last or NOW.date())


def test_thirteen_weeks_without_a_complaint_have_no_chart(world):
    html = page(world, "zara")[1].content.decode()
    assert "station-week-chart" not in html
    assert "The highest bar" not in html


@pytest.mark.slow
def test_a_period_stands_in_the_address(busy):
    at_gulberg(busy)
    numbers = {
        query: page(busy, "zara", query=query)[1].context["sheet"].received.number
        for query in ("?from=2026-11-23&until=2026-11-23", "?from=2026-11-20&until=2026-11-22")
    }
    assert list(numbers.values()) == [13, 0]  # seven were marked to Latif
    wrong = page(busy, "zara", query="?from=2026-11-23&until=2026-11-20")[1].content.decode()
    assert "The end date must be on or after the start date." in wrong
    posting = busy.zara.posting.pk
    assert not page(busy, "zara", query=f"?as={posting}")[1].context["asked"].errors  # no period was asked for


@pytest.mark.slow
def test_the_number_of_queries_does_not_depend_on_the_rows(world):
    counts = []
    with time_machine.travel(NOW, tick=False):
        client = sign_in(Client(), world.imran.officer)
        for n in range(3):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse("station", kwargs={"code": "gulberg"})).status_code == 200
            counts.append(len(asked))
            for _ in range(n + 1):
                world.complaint("threats", "+3d 09:00", station="gulberg")
            Complaint.objects.unscoped("test").update(station=world.office("gulberg"), office=world.office("gulberg"))
    assert len(set(counts[1:])) == 1, counts
    assert counts[0] <= counts[1], counts


@pytest.mark.slow
def test_at_night_the_file_has_the_days_of_pakistan(busy):
    """At two in the morning it is still the day before in UTC."""
    with time_machine.travel(clock("+5d 02:00"), tick=False):
        client, answer = page(busy, "zara")
        rows = read_csv(client.post(answer.context["export"]["csv"]))
    today = NOW.date() + timedelta(days=1)
    findings = [row for row in rows if row[0] == "Found against this station"]
    assert [row[4:6] for row in findings] == [[str(today - timedelta(days=365)), str(today)]] * 2


@pytest.mark.slow
def test_the_chart_names_what_it_leaves_out_and_the_file_has_every_category(busy, monkeypatch):
    at_gulberg(busy)
    busy.complaint("threats", NOW - timedelta(hours=1), station="gulberg")
    Complaint.objects.unscoped("test").filter(category__code="threats").update(
        station=busy.office("gulberg"), office=busy.office("gulberg")
    )
    client, answer = page(busy, "zara")
    names = [category.name for category, _figure in answer.context["sheet"].categories]
    assert len(names) > 1
    assert "in the exported table only" not in answer.content.decode()
    monkeypatch.setattr(station_page, "CATEGORIES_SHOWN", len(names) - 1)
    client, answer = page(busy, "zara")
    assert "1 smaller category is in the exported table only." in answer.content.decode()
    rows = read_csv(client.post(answer.context["export"]["csv"]))
    assert [row[1] for row in rows if row[0] == "By category"] == names
