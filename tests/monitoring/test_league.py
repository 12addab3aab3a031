"""The league: each share equals the count of its rows, and each place comes with its range."""

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from html import escape
from random import Random

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.selections import describe_selection
from desk.exports.tables import exportable_tables
from desk.queries.complaint_filters import LATE, filter_complaints
from monitoring.queries.board import load_board
from monitoring.queries.figures_with_filters import FigureFilter
from monitoring.queries.league import load_league
from monitoring.rules.league_places import LeagueMeasure, rank_by_share
from reviews.rules.delay_patterns import FEWEST_CASES, PatternShare
from tests.desk.test_former_names import renames_office
from tests.monitoring.test_board_figures import shaken
from tests.monitoring.week import NOW, rows_behind
from tests.signing_in import sign_in

THIS_WEEK = f"from={NOW.date() - timedelta(days=29)}&until={NOW.date()}"
LOOKERS = {"zara": "", "imran": "", "usman": "rashid", "farah": "", "dania": "rashid"}  # for whom they act
KNOWN = {
    LeagueMeasure.REPORTED: {"report": LATE},
    LeagueMeasure.CONTACTED: {"contact": LATE},
    LeagueMeasure.REOPENED: {"word": "accountable"},
    LeagueMeasure.DENIED: {"word": "known"},
}


def plain(world, actor: Actor, of: FigureFilter) -> int:
    named = {name: getattr(of, name) for name in ("status", "contact", "report", "word")}
    office = world.office(of.office)
    seen = Complaint.objects.visible_to(actor)
    return filter_complaints(seen, office=office, received=(of.first, of.last), at=NOW, **named).count()


@pytest.mark.slow
@pytest.mark.parametrize("name", LOOKERS)
def test_every_share_is_of_the_rows_that_the_viewer_may_see(busy, name):
    """Including complaints that name officers and conduct complaints about a station, in any period."""
    random = Random(name)
    shaken(busy, random)
    actor = Actor.of(busy.people[name].posting)
    if LOOKERS[name]:
        actor = replace(actor, covers=frozenset({busy.people[LOOKERS[name]].posting.pk}))
    for _ in range(3):
        first = NOW.date() - timedelta(days=random.randint(0, 70))
        found = load_league(actor, at=NOW, first=first, last=first + timedelta(days=random.randint(0, 70)))
        assert found.rows
        for row in [found.total, *(row for row in found.rows if row.received.number or random.random() < 0.2)]:
            assert row.received.number == plain(busy, actor, row.received.filter)
            for measure, told in row.shares.items():
                true = plain(busy, actor, told.true.filter)
                if measure in {LeagueMeasure.REPORTED, LeagueMeasure.CONTACTED}:
                    of = replace(row.received.filter, **KNOWN[measure])
                    assert told.share == PatternShare(true, true + plain(busy, actor, of)), measure
                else:
                    assert told.share == PatternShare(
                        true, plain(busy, actor, replace(row.received.filter, **KNOWN[measure]))
                    )
                assert told.true.number == true


@pytest.mark.slow
def test_what_a_viewer_holds_for_an_officer_elsewhere_is_on_the_board_and_not_in_the_league(busy):
    """The league compares offices. Its total and the board's number both lead to just their rows."""
    elsewhere = busy.complaint("property_crime", "+3d 10:00", district="multan")
    busy.sana.marks(elsewhere, to=busy.rashid, at="+3d 11:00")
    actor = replace(Actor.of(busy.usman.posting), covers=frozenset({busy.rashid.posting.pk}))
    league = load_league(actor, at=NOW, first=NOW.date() - timedelta(days=29), last=NOW.date())
    total, on_board = league.total.received, load_board(actor, at=NOW).period.received
    assert total.number == plain(busy, actor, total.filter) == on_board.number - 1
    assert on_board.filter.office == ""


def page(world, name: str, query: str = f"?{THIS_WEEK}"):
    """Return a client and its page of the league: of the complaints of the week unless `query` says otherwise."""
    client = sign_in(Client(), world.people[name].officer)
    return client, client.get(reverse("league") + query)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["zara", "farah"])
def test_behind_each_number_of_the_page_stand_just_its_rows(busy, name):
    client, answer = page(busy, name)
    *rows, _elsewhere, total = [*answer.context["rows"], *answer.context["sums"]]
    cells = [cell for row in (*rows, total) for cell in (row["received"], *row["cells"])]
    some = [cell for cell in cells if cell["count"]]
    assert total["received"] in some
    assert all(f'href="{escape(cell["url"])}"' in answer.content.decode() for cell in some)
    assert {cell["url"]: rows_behind(client, cell["url"]) for cell in some} == {
        cell["url"]: cell["count"] for cell in some
    }


def test_a_league_of_a_past_period_names_the_offices_as_they_were_called_then(busy):
    """Multan was renamed on the last morning. The period before keeps its name, on the page and in the file."""
    renames_office(busy, "multan", "+4d 09:00", name_en="Multan Capital")
    yesterday = NOW.date() - timedelta(days=1)
    past = f"?from={yesterday - timedelta(days=9)}&until={yesterday}"
    for query, name in ((past, "Multan"), (f"?{THIS_WEEK}", "Multan Capital")):
        client, answer = page(busy, "zara", query)
        assert [row["name"] for row in answer.context["rows"] if "Multan" in row["name"]] == [name]
        content = b"".join(client.post(reverse("league_file", args=["csv"]) + query).streaming_content).decode()
        assert [line.split(",")[1] for line in content.splitlines() if line.startswith("multan,")] == [name]


def test_the_province_compares_districts_and_a_district_stations(busy):
    assert len(page(busy, "zara")[1].context["rows"]) == 41
    assert [row["name"] for row in page(busy, "farah")[1].context["rows"]] == [
        "Garden Town Police Station", "Gulberg Police Station",
    ]  # fmt: skip
    for name in ("kamran", "rashid"):  # a station, and a district without one
        assert "Nothing to compare" in page(busy, name)[1].content.decode()


def test_of_few_no_place_is_given(busy):
    _, answer = page(busy, "zara", f"?by=contacted&{THIS_WEEK}")
    rows = {row["name"]: row for row in answer.context["rows"]}
    assert rows["Multan"]["place"] == ""
    assert (rows["Lahore"]["place"], rows["Lahore"]["possible"]) == (1, "")
    assert "too few to compare" in answer.content.decode()
    assert "There are too few complaints to rank the offices." in answer.content.decode()


@pytest.mark.slow
def test_an_order_that_may_be_chance_is_called_so(busy):
    """First Multan reports all in time and Lahore none; then Multan reports only two of many in time."""
    multan = busy.office("multan")
    for n in range(24):
        busy.complaint("financial_crime", f"09:{n:02}", district="multan")
    Complaint.objects.unscoped("test").filter(district=multan).update(reported_at=NOW, report_due_at=NOW)
    Complaint.objects.unscoped("test").filter(district=busy.office("lahore")).update(
        reported_at=NOW, report_due_at=NOW - timedelta(days=1)
    )
    _, answer = page(busy, "zara")
    rows = {row["name"]: row for row in answer.context["rows"]}
    assert (rows["Multan"]["place"], rows["Lahore"]["place"]) == (1, 2)
    assert "Every rank is certain." in answer.content.decode()
    for complaint in Complaint.objects.unscoped("test").filter(district=multan)[2:]:
        Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(report_due_at=NOW - timedelta(days=1))
    _, answer = page(busy, "zara")
    rows = {row["name"]: row for row in answer.context["rows"]}
    assert (rows["Multan"]["place"], rows["Multan"]["possible"]) == (1, "any rank from 1 to 2")
    assert "No rank is certain: the whole order may be due to chance." in answer.content.decode()


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("by", ["name", *LeagueMeasure, "nonsense", ""])
def test_it_is_sorted_by_what_the_link_says(busy, by):
    client, answer = page(busy, "zara", f"?by={by}&{THIS_WEEK}")
    html = answer.content.decode()
    assert html.count("aria-sort=") == 1
    links = re.findall(r'<th scope="col"[^>]*>\s*<a href="(\?by=[^"]+)"', html)
    assert len(links) == 1 + len(LeagueMeasure)
    assert all(client.get(reverse("league") + link.replace("&amp;", "&")).status_code == 200 for link in links)
    rows = answer.context["rows"]
    if by == "name":
        assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)
    else:
        assert [row["place"] or 99 for row in rows] == sorted(row["place"] or 99 for row in rows)
        assert rows[0]["name"] == "Lahore"  # an office with a place, or else the one with the most complaints


@pytest.mark.parametrize("name", ["zara", "farah"])
def test_the_file_has_what_the_page_shows(busy, name):
    client, answer = page(busy, name, "?by=contacted&from=2026-11-01&until=2026-11-27")
    file = b"".join(client.post(answer.context["export"]["csv"]).streaming_content).decode("utf-8-sig")
    lines = {line["name_en"]: line for line in csv.DictReader(io.StringIO(file))}
    assert set(lines) == {row["name"] for row in answer.context["rows"]} | {""}
    for row in answer.context["rows"]:
        line = lines[row["name"]]
        assert (line["first_day"], line["last_day"]) == ("2026-11-01", "2026-11-27")
        assert int(line["received"]) == row["received"]["count"]
        assert line["contacted_place"] == str(row["place"])
        for measure, cell in zip(LeagueMeasure, row["cells"], strict=True):
            assert f"{line[f'{measure}_true']} of {line[f'{measure}_of']}" == cell["of"]
            assert bool(line[f"{measure}_low"]) == cell["has_enough_cases"]


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("by", ["name", *LeagueMeasure])
def test_the_file_has_the_order_of_the_page(busy, by):
    client, answer = page(busy, "zara", f"?by={by}&{THIS_WEEK}")
    file = b"".join(client.post(answer.context["export"]["csv"]).streaming_content).decode("utf-8-sig")
    names = [line["name_en"] for line in csv.DictReader(io.StringIO(file))]
    assert names == [*(row["name"] for row in answer.context["rows"]), "", ""]


def test_a_period_is_asked_for_and_a_wrong_one_is_said(busy):
    _, answer = page(busy, "zara", "?by=reported&from=2026-11-24&until=2026-11-24")
    assert sum(row["received"]["count"] for row in answer.context["rows"]) == 0
    for days, wrong in (
        ("from=2026-11-24&until=2026-11-20", {"until": ["The end date must be on or after the start date."]}),
        ("until=2026-11-20", {"from": ["Please fill this in."]}),
        ("from=&until=2026-11-20", {"from": ["Please fill this in."]}),
        ("from=0026-11-20&until=2026-11-20", {"from": ["This is not a date."]}),
        ("from=2026-11-20&until=0026-11-21", {"until": ["This is not a date."]}),
    ):
        _, answer = page(busy, "zara", f"?by=reported&{days}")
        assert answer.context["asked"].errors == wrong, days
        assert next(iter(wrong.values()))[0] in answer.content.decode()


def test_it_compares_complaints_that_have_had_their_time(busy):
    """Half of the week's complaints were received forty days earlier. Only they count; every link keeps the days."""
    ids = list(Complaint.objects.unscoped("test").order_by("pk").values_list("pk", flat=True))[::2]
    old = Complaint.objects.unscoped("test").filter(pk__in=ids)
    old.update(received_at=NOW - timedelta(days=40))
    client, answer = page(busy, "zara", "")
    *_rows, total = answer.context["sums"]
    assert total["received"]["count"] == len(ids)
    html = answer.content.decode()
    assert "Complaints received from 29 September 2026 to 28 October 2026." in html
    assert "at least 30 days old" not in html
    assert all("from=2026-09-29&until=2026-10-28" in column["url"] for column in answer.context["columns"])
    file = b"".join(client.post(answer.context["export"]["csv"]).streaming_content).decode("utf-8-sig")
    assert {(line["first_day"], line["last_day"]) for line in csv.DictReader(io.StringIO(file))} == {
        ("2026-09-29", "2026-10-28")
    }


@pytest.mark.parametrize(("age", "is_young"), [(0, True), (29, True), (30, False)])
def test_younger_days_can_be_chosen_and_the_page_says_what_is_fair(busy, age, is_young):
    last = NOW.date() - timedelta(days=age)
    query = f"?by=denied&from={last - timedelta(days=6)}&until={last}"
    _, answer = page(busy, "zara", query)
    html = answer.content.decode()
    assert (answer.context["league"].first, answer.context["league"].last) == (last - timedelta(days=6), last)
    assert ("Offices are compared fairly only once every complaint is at least 30 days old" in html) is is_young
    url = "?by=denied&amp;from=2026-10-22&amp;until=2026-10-28"
    link = f'<a href="{url}">Compare 22 October 2026 to 28 October 2026</a>'
    assert (link in html) is is_young


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "The newest 30 days whose complaints are all at least 30 days old when you open it"),
        (THIS_WEEK, "Received from 29 October 2026 to 27 November 2026"),
    ],
)
def test_a_saved_league_says_which_days_it_compares(query, words):
    assert ("", words) in describe_selection(exportable_tables()[ViewPage.LEAGUE], query)


@pytest.mark.slow
def test_the_number_of_queries_does_not_depend_on_the_rows(world):
    counts = []
    with time_machine.travel(NOW, tick=False):
        client = sign_in(Client(), world.zara.officer)
        for n in range(3):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse("league")).status_code == 200
            counts.append(len(asked))
            for _ in range(n + 1):
                world.complaint("threats", "+3d 09:00", district="multan")
    assert len(set(counts)) == 1, counts


SHARES = st.dictionaries(
    st.integers(0, 50),
    st.tuples(st.integers(0, 400), st.integers(0, 400)).map(lambda pair: PatternShare(pair[0], sum(pair))),
    max_size=12,
)


@given(SHARES, st.booleans())
def test_a_place_lies_between_those_that_are_possible_and_only_of_enough(shares, high_is_good):
    told = rank_by_share(shares, high_is_good=high_is_good)
    assert set(told) == {key for key, share in shares.items() if share.of >= FEWEST_CASES}
    for key, place in told.items():
        assert 1 <= place.first <= place.number <= place.last <= len(told)
        apart = [other for other in told if other != key and not touching(shares[key], shares[other])]
        assert place.is_proven == (len(apart) == len(told) - 1)
        for other in apart:
            is_better = shares[key].number / shares[key].of > shares[other].number / shares[other].of
            assert (place.last < told[other].last) == (is_better == high_is_good)
            assert (place.number < told[other].number) == (is_better == high_is_good)


def touching(one: PatternShare, other: PatternShare) -> bool:
    (low, high), (other_low, other_high) = one.interval, other.interval
    return low <= other_high and other_low <= high


@given(SHARES)
def test_turned_about_the_last_is_the_first(shares):
    up, down = (rank_by_share(shares, high_is_good=good) for good in (True, False))
    for key in up:
        assert (up[key].first, up[key].last) == (len(up) + 1 - down[key].last, len(up) + 1 - down[key].first)
