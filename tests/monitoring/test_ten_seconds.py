"""What the first screen of the board answers in ten seconds, checked against its text.

Better or worse? Where? How much of the open work? What to do? (design: ux.md, *The board*)
"""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from monitoring.tallies.overdue_history import record_overdue
from tests.monitoring.week import NOW, signed_in

WEEK = timedelta(weeks=1)
FOLD = 'class="board-period"'
"""Where the part below the first screen begins."""


def text_of(html: str) -> str:
    html = re.sub(r"<svg.*?</svg>|<script.*?</script>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()).replace(" ,", ",").replace("( ", "(")


def first_screen(world, name: str, address: str = "board", **asked) -> str:
    response = signed_in(world, name).get(reverse(address), asked)
    assert response.status_code == 200
    return text_of(response.content.decode().partition('id="board-live"')[2].partition(FOLD)[0])


@pytest.fixture
def worse(busy):
    """Return the week of work a week later. Since then three complaints in Sialkot have become overdue."""
    record_overdue(at=NOW)
    with time_machine.travel(NOW + WEEK, tick=False):
        yield busy


@pytest.mark.parametrize("address", ["board", "wall"])
def test_better_or_worse(worse, address):
    board = signed_in(worse, "zara").get(reverse("board")).context["board"]
    more = board.overdue.number - board.trend.week_ago
    assert more >= 3
    sentence = first_screen(worse, "zara", address).partition("What to do now")[0]
    assert f" open ), {more} more than last week" in sentence


@pytest.mark.parametrize("address", ["board", "wall"])
def test_where(worse, address):
    screen = first_screen(worse, "zara", address)
    assert re.search(r"; [^.;]*Sialkot[^.;]* (is|are) getting worse\.", screen)
    multiples = screen.partition("Thirteen weeks, getting worse first")[2]
    assert "▲ getting worse, 3 more" in multiples
    assert multiples.index("Sialkot") < multiples.index("Multan"), "getting worse comes first"


def test_the_shapes_of_the_drawn_map_have_the_change_since_last_week(worse):
    html = signed_in(worse, "zara").get(reverse("board")).content.decode()
    shape = re.search(r'<a [^>]*aria-label="(Sialkot: [^"]*)">\s*<title>(Sialkot: [^<]*)</title>', html)
    assert [text.rpartition(" · ")[2] for text in shape.groups()] == ["3 more than last week"] * 2


@pytest.mark.parametrize("address", ["board", "wall"])
def test_how_much_of_the_open_work(worse, address):
    board = signed_in(worse, "zara").get(reverse("board")).context["board"]
    overdue, open_now = board.overdue.number, board.open.number
    percent = round(100 * overdue / open_now)
    assert f"{overdue} complaints are overdue ({percent} % of {open_now} open )" in first_screen(worse, "zara", address)


@pytest.mark.parametrize("address", ["board", "wall"])
def test_what_to_do(worse, address):
    screen = first_screen(worse, "zara", address)
    assert re.search(r"What to do now Start with \w[\w ]*: \d+ overdue .*open delay case", screen)


def test_what_an_office_holds_itself_is_where_to_begin_if_nothing_below_is_overdue(world):
    complaint = world.complaint("property_crime", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.farah, at="09:10")
    with time_machine.travel(NOW, tick=False):
        screen = first_screen(world, "farah")
    assert "Start with Model Town Division itself: 1 overdue" in screen


@pytest.mark.parametrize("address", ["board", "wall"])
def test_six_figures_each_with_the_week_before(worse, address):
    screen = first_screen(worse, "zara", address)
    names = ("received", "overdue", "contacted on time", "reported on time", "median time to report",
             "citizen says not solved")  # fmt: skip
    begin = screen.index("This week and the twelve before")
    places = [screen.index(name, begin) for name in names]
    assert places == sorted(places)
    figures = screen[begin : screen.index("Overdue, percent of open", begin)]
    assert figures.count("Week before:") == len(names)


@pytest.mark.parametrize(("measure", "legend"), [("rate", "0% 1–10% 11–25% 26–50% 51% or more"),
                                                 ("count", "0 1–4 5–9 10–24 25 or more")])  # fmt: skip
@pytest.mark.parametrize("address", ["board", "wall"])
def test_the_map_says_what_its_shades_stand_for_and_how_each_district_changed(worse, address, measure, legend):
    screen = first_screen(worse, "zara", address, map=measure)
    assert legend in screen
    assert "Sialkot : 3 more than last week" in screen
    assert "Multan : the same as last week" in screen


def test_a_district_head_reads_the_same_of_the_offices_below(worse):
    screen = first_screen(worse, "farah")
    assert "What to do now Start with" in screen
    assert "Thirteen weeks, getting worse first" in screen
    assert "Sialkot" not in screen


def test_a_board_without_a_week_ago_says_nothing_about_it(busy):
    screen = first_screen(busy, "zara")
    assert "complaints are overdue (" in screen
    assert not re.search(r"\d+ (more|fewer) than last week|the same as last week", screen)
    assert "getting worse." not in screen
