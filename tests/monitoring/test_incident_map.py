"""The incident map: squares of 500 m with five people or more, and nothing of what it must not show."""

import re
from collections import Counter
from datetime import date, timedelta
from math import cos, radians

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Office
from complaints.models import Category, Complainant, Complaint, Exclusion, Export, Naming, SavedView, Statement
from complaints.rules.special_categories import MISSING_CHILD
from monitoring.desk import incident_map_page
from monitoring.models import IncidentMap
from monitoring.rules.incident_grid import (
    FEWEST_PEOPLE,
    Square,
    last_quarter,
    newest_settled_quarter,
    square_of,
    squares_to_draw,
)
from monitoring.services.incident_map_making import make_incident_maps
from tests.desk.test_export import read_csv
from tests.factories import create_naming
from tests.signing_in import sign_in
from tests.world import clock

HERE = (31.52037, 74.35875)
AFTER = clock("+70d 09:00")
SQUARES = st.builds(Square, st.integers(0, 2), st.integers(0, 2))


@given(st.lists(st.tuples(SQUARES, st.integers(0, 8)), max_size=80))
def test_a_square_is_drawn_with_its_number_only_if_enough_people_complained(complaints):
    drawn = squares_to_draw(complaints)
    for square in {square for square, _ in complaints}:
        people = {person for where, person in complaints if where == square}
        assert (square in drawn) == (len(people) >= FEWEST_PEOPLE)
    numbers = Counter(square for square, _ in complaints)
    assert drawn == {square: numbers[square] for square in drawn}


@given(st.floats(28, 34), st.floats(69, 75.5))
def test_a_square_contains_its_position_and_is_about_500_metres_wide(latitude, longitude):
    middle = square_of(latitude, longitude).centre
    north, east = (abs(a - b) * 111_300 for a, b in zip(middle, (latitude, longitude), strict=True))
    assert north <= 251
    assert east * cos(radians(latitude)) <= 265


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_last_quarter_has_ended_and_quarters_do_not_overlap(today):
    first, last = last_quarter(today)
    assert last < today <= last + timedelta(days=92)
    assert (first.day, first.month % 3) == (1, 1)
    assert last_quarter(first)[1] == first - timedelta(days=1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_map_waits_until_every_complaint_of_its_quarter_is_older_than_thirty_days(today):
    first, last = newest_settled_quarter(today)
    assert (today - last).days > 30
    assert newest_settled_quarter(today + timedelta(days=1)) in {(first, last), last_quarter(today)}
    assert last_quarter(today) == (first, last) or (today - last_quarter(today)[1]).days <= 30


def people_at(world, number: int, where=HERE, *, category="property_crime", metres=20, phone=None) -> list[Complaint]:
    """File complaints of that many different people at Gulberg, at the same place."""
    made = []
    for n in range(number):
        complaint = world.complaint(category, "+2d 09:00", station="gulberg")
        Complainant.objects.filter(pk=complaint.pk).update(phone_index=phone or bytes([n + 1] * 16))
        statement = Statement.objects.get(pk=complaint.pk)
        statement.position = f"{where[0]:.5f},{where[1]:.5f},{metres}"
        statement.save(update_fields=["position"])
        made.append(complaint)
    return made


def cells(code: str = "lahore") -> list:
    make_incident_maps(at=AFTER)
    return IncidentMap.objects.get(district__code=code).cells


@pytest.mark.slow
def test_five_people_make_a_square_and_only_its_number_is_stored(world):
    people_at(world, 5)
    assert cells() == [[*square_of(*HERE), 5]]
    stored = str(list(IncidentMap.objects.values()))
    assert "31.52" not in stored
    assert "74.35" not in stored


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 4])
def test_fewer_than_five_are_not_stored(world, number):
    people_at(world, number)
    assert cells() == []


@pytest.mark.slow
def test_five_complaints_of_one_person_do_not_show_where_they_live(world):
    people_at(world, 6, phone=b"x" * 16)
    assert cells() == []


def _conduct(world, complaint):
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(about_police=True)


def _confidential(world, complaint):
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(confidential=True)


def _child(world, complaint):
    Complainant.objects.filter(pk=complaint.pk).update(under_18=True)


def _for_a_child(world, complaint):
    Complainant.objects.filter(pk=complaint.pk).update(behalf="child")


def _missing_child(world, complaint):
    """Neither confidential nor filed by or for a child: a parent reports it."""
    category = Category.objects.get(code=MISSING_CHILD)
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(category=category)


def _excluded(world, complaint):
    office = world.office("gulberg_circle")
    Exclusion.objects.create(complaint=complaint, office=office, ground="keep_out", since=clock("09:00"))


def _secret(world, complaint):
    person = Complainant.objects.get(pk=complaint.pk)
    person.secret_hash = "x"
    person.save(update_fields=["secret_hash"])


def _withdrawn(world, complaint):
    ended = {"status": "withdrawn"}
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(**ended)


def _inaccurate(world, complaint):
    statement = Statement.objects.get(pk=complaint.pk)
    statement.position = f"{HERE[0]},{HERE[1]},501"
    statement.save(update_fields=["position"])


def _elsewhere(world, complaint):
    multan = world.office("multan")
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(office=multan, district=multan)


CHANGES = (
    *(_conduct, _confidential, _child, _for_a_child, _missing_child, _excluded, _secret, _withdrawn, _inaccurate),
    _elsewhere,
)


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("change", CHANGES)
def test_what_a_reader_may_not_see_is_not_counted(world, change):
    first, *_ = people_at(world, 5)
    change(world, first)
    assert cells() == []


@pytest.mark.slow
def test_a_map_is_made_once_so_that_no_later_one_can_be_subtracted(world):
    people_at(world, 5)
    assert len(cells()) == 1
    people_at(world, 1)
    assert make_incident_maps(at=AFTER) == 0
    assert [number for *_, number in cells()] == [5]


@pytest.mark.slow
def test_the_quarter_that_still_runs_has_no_map(world):
    people_at(world, 5)
    make_incident_maps(at=clock("+5d 09:00"))
    assert {one.last for one in IncidentMap.objects.all()} == {date(2026, 9, 30)}
    assert not any(one.cells for one in IncidentMap.objects.all())


@pytest.mark.slow
def test_a_complaint_that_is_excluded_in_the_month_after_the_quarter_is_on_no_map(world):
    first, *_ = people_at(world, 5)
    make_incident_maps(at=clock("+68d 09:00"))  # 30 January
    assert not IncidentMap.objects.filter(last=date(2026, 12, 31)).exists()
    _excluded(world, first)
    make_incident_maps(at=clock("+69d 09:00"))
    assert [one.cells for one in IncidentMap.objects.filter(last=date(2026, 12, 31), district__code="lahore")] == [[]]


@pytest.mark.slow
def test_the_page_has_each_square_and_the_table_and_opens_to_the_district_and_above(world):
    people_at(world, 12)
    people_at(world, 5, (31.5403, 74.3703))
    assert len(cells()) == 2
    answers = {}
    for name in ("zara", "usman", "farah", "dania", "kamran", "rashid", "salma"):
        with time_machine.travel(AFTER, tick=False):
            client = sign_in(Client(), world.people[name].officer)
            answers[name] = client.get(reverse("incident_map", args=["lahore"]))
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "zara": 200, "usman": 200, "farah": 404, "dania": 404, "kamran": 404, "rashid": 404, "salma": 403,
    }  # fmt: skip
    squares = answers["usman"].context["map"]["squares"]
    assert [(one["number"], one["step"]) for one in squares] == [(12, 2), (5, 1)]
    html = answers["usman"].content.decode()
    received = answers["usman"].context["received"]
    link = "/desk/office/?status=all&office=lahore&from=2026-10-01&until=2026-12-31"
    assert (received["count"], received["url"], answers["usman"].context["mapped"]) == (17, link, 17)
    assert link.replace("&", "&amp;") in html
    with time_machine.travel(AFTER, tick=False):
        usman = sign_in(Client(), world.usman.officer)
        assert "data-total>17 complaints" in usman.get(link).content.decode()
        board = usman.get(reverse("board")).content.decode()
        assert f'href="{reverse("incident_map", args=["lahore"])}"' in board
        squares_file = usman.post(reverse("incident_map_file", args=["lahore", "csv"]))
    rows = read_csv(squares_file)
    assert [row[:2] for row in rows[1:]] == [["1", "12"], ["2", "5"]]
    assert html.count('href="#square-') == html.count('id="square-') == 2
    assert "Square 1: 12 complaints" in html
    assert squares[0]["y"] > squares[1]["y"]  # north is up
    assert squares[0]["x"] < squares[1]["x"]


@pytest.mark.slow
def test_the_page_costs_the_same_for_every_number_of_squares(world, django_assert_max_num_queries):
    people_at(world, 5)
    people_at(world, 5, (31.5403, 74.3703))
    make_incident_maps(at=AFTER)
    with time_machine.travel(AFTER, tick=False):
        client = sign_in(Client(), world.usman.officer)
        client.get(reverse("incident_map", args=["lahore"]))
        with django_assert_max_num_queries(16):  # twelve of the page, and those of every page of the desk
            assert len(client.get(reverse("incident_map", args=["lahore"])).context["map"]["squares"]) == 2


@pytest.mark.slow
def test_an_excluded_officer_learns_nothing_from_the_number_beside_the_map(world):
    first, *_ = people_at(world, 6)
    why = {"source": Naming.Source.CELL, "by": world.salma.posting, "why": "Named.", "named_at": clock("+2d 10:00")}
    create_naming(complaint=first, officer=world.usman.officer, **why)
    make_incident_maps(at=AFTER)
    numbers = {}
    for name in ("zara", "usman"):
        with time_machine.travel(AFTER, tick=False):
            answer = sign_in(Client(), world.people[name].officer).get(reverse("incident_map", args=["lahore"]))
        numbers[name] = answer.context["received"]["count"], answer.context["mapped"]
    assert numbers == {"zara": (6, 5), "usman": (5, 5)}


def make_map_of(world, first: date, last: date, *numbers: int) -> None:
    """Store a map of Lahore with squares beside each other that have these numbers."""
    row, column = square_of(*HERE)
    squares = [[row, column + place, number] for place, number in enumerate(numbers)]
    IncidentMap.objects.create(district=world.office("lahore"), first=first, last=last, cells=squares, made_at=AFTER)


QUARTERS = {
    "": ("September 2026", [9, 5], "office=lahore", "The newest on the day on which you open it"),
    "?quarter=2026-04-01": ("June 2026", [7], "office=lahore&quarter=2026-04-01", "April 2026 – June 2026"),
    "?quarter=2026-07-01": ("September 2026", [9, 5], "office=lahore&quarter=2026-07-01", "July 2026 – September 2026"),
    "?quarter=2026-05-01": ("September 2026", [9, 5], "office=lahore&quarter=2026-07-01", "July 2026 – September 2026"),
}
"""By query: the last month shown, its numbers, the selection of file and view, and the words of the view."""


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("query", QUARTERS)
def test_the_file_the_log_and_the_saved_view_are_of_the_quarter_of_the_page(world, query):
    month, numbers, selection, words = QUARTERS[query]
    make_map_of(world, date(2026, 4, 1), date(2026, 6, 30), 7)
    make_map_of(world, date(2026, 7, 1), date(2026, 9, 30), 9, 5)
    with time_machine.travel(AFTER, tick=False):
        client = sign_in(Client(), world.usman.officer)
        page = client.get(reverse("incident_map", args=["lahore"]) + query)
        assert f"30 {month}" in page.content.decode()
        assert [square["number"] for square in page.context["map"]["squares"]] == numbers
        rows = read_csv(client.post(page.context["export"]["csv"]))
        assert [int(row[1]) for row in rows[1:]] == numbers
        assert Export.objects.get().asked == f"page=incident_map&{selection}"
        view_page = client.post(page.context["export"]["save"], {"name": "Map"}, follow=True)
        assert words in view_page.content.decode()
        assert SavedView.objects.get().query == selection
        rows = read_csv(client.post(view_page.context["files"]["csv"]))
        assert [int(row[1]) for row in rows[1:]] == numbers


def test_a_quarter_can_be_asked_for_before_the_first_map_is_made(world):
    with time_machine.travel(AFTER, tick=False):
        client = sign_in(Client(), world.usman.officer)
        page = client.get(reverse("incident_map", args=["lahore"]) + "?quarter=2026-07-01")
    assert "No map has been made yet." in page.content.decode()


def test_the_map_of_a_saved_quarter_opens_when_it_is_no_longer_among_the_newest(world, monkeypatch):
    monkeypatch.setattr(incident_map_page, "MOST_QUARTERS", 1)
    make_map_of(world, date(2026, 4, 1), date(2026, 6, 30), 7)
    make_map_of(world, date(2026, 7, 1), date(2026, 9, 30), 9, 5)
    with time_machine.travel(AFTER, tick=False):
        client = sign_in(Client(), world.usman.officer)
        page = client.get(reverse("incident_map", args=["lahore"]) + "?quarter=2026-04-01")
    assert [one.first for one in page.context["maps"]] == [date(2026, 7, 1)]
    assert page.context["chosen"].first == date(2026, 4, 1)


@pytest.mark.parametrize("language", ["", "/ur"])
def test_the_table_shows_every_position_and_distance_with_the_same_number_of_digits(world, language):
    make_map_of(world, date(2026, 7, 1), date(2026, 9, 30), 9)
    latitude, longitude = square_of(*HERE).centre
    Office.objects.filter(code="gulberg").update(latitude=latitude, longitude=longitude)
    with time_machine.travel(AFTER, tick=False):
        client = sign_in(Client(), world.usman.officer)
        html = client.get(f"{language}/desk/incident-map/lahore/").content.decode()
    assert f"{latitude:.3f}, {longitude:.3f}" in html
    assert "0.0" in " ".join(re.findall(r"</bdi> ·\s+(.*)", html))
