"""The board: each figure links to exactly the complaints that it counts."""

import itertools
import re
from collections import Counter
from html import escape

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import Officer, Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from complaints.models import Complaint
from monitoring.map_presentation import tile_positions
from reviews.models import Review
from reviews.queries import review_list
from sla.services.officer_notices import LIST_PATHS
from sla.services.sweeping import sweep
from tests.monitoring.week import NOW, rows_behind, signed_in
from tests.signing_in import sign_in
from tests.world import DAY

PARTS = ("period", "bars", "ages", "late_bars", "to_do")
WATCHERS = ("zara", "asad", "imran", "usman", "farah", "dania", "kamran", "rashid")
SEE_WHAT_ZARA_SEES = ("asad", "imran")


def page(client: Client, name: str = "board") -> str:
    response = client.get(reverse(name))
    assert response.status_code == 200
    return response.content.decode()


def figures_of(context) -> list[dict]:
    """Return every number on the page with its link."""
    parts = (context[name] for name in PARTS)
    apart = (bar for part in context["apart"] for bar in part["bars"])
    table = (*context["rows"], *context["above"], *context["regions"])
    shapes = [shape for shape in shapes_of(context) if shape not in of_two(context)]
    cells = [cell for row in table for cell in row.cells]
    compared = [cell for line in context["compared"] for cell in line["cells"]]
    cells += [context["headline"]["cell"], *shown_open(context), *context["trend_figures"](), *trends_of(context)]
    return [*itertools.chain.from_iterable(parts), *tiles_of(context), *apart, *shapes, *cells, *compared]


def shown_open(context) -> list[dict]:
    """Return the open complaints, if the sentence names them."""
    return [context["headline"]["open_cell"]] if context["headline"]["share"] else []


def trends_of(context) -> list[dict]:
    """Return the numbers of the weeks and of the offices below, each as often as the page shows it."""
    before = [figure["before"] for figure in context["trend_figures"]() if (figure["before"] or {}).get("url")]
    weeks = [cell for week in context["week_rows"]() for cell in week["cells"] if cell]
    offices = [cell for one in context["multiples"] for cell in (one.cell, one.cell, *one.shares)]
    return [*before, *weeks, *offices]


def tiles_of(context) -> list[dict]:
    return context["tiles"]() if "tiles" in context else []


def shapes_of(context) -> list[dict]:
    return context["map"]()["shapes"] if "map" in context else []


def of_two(context) -> list[dict]:
    """Return the shapes of two districts. They link to the table, where each district has its own number."""
    return [shape for shape in shapes_of(context) if shape["url"].startswith("#")]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name == "kamran" else [pytest.mark.slow])  # others have more figures
        for name in WATCHERS
        if name not in SEE_WHAT_ZARA_SEES
    ],
)
def test_behind_every_figure_stand_exactly_as_many_rows(busy, name):
    client = signed_in(busy, name)
    counts = {}
    for figure in figures_of(client.get(reverse("board")).context):
        assert counts.setdefault(figure["url"], figure["count"]) == figure["count"], figure
    assert counts.pop(reverse("reviews"), 0) == len(client.get(reverse("reviews")).context["rows"])
    assert {url: rows_behind(client, url) for url in counts} == counts


@pytest.mark.parametrize("name", WATCHERS)
def test_no_figure_on_the_page_is_without_its_link(busy, name):
    response = signed_in(busy, name).get(reverse("board"))
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    links = re.findall(rf'href="((?:{reverse("desk:office")}|{reverse("reviews")})[^"]*)"', main)
    assert Counter(links) == Counter(escape(figure["url"]) for figure in figures_of(response.context))
    bare = [cell for cell in re.findall(r'<td class="n[^"]*">(.*?)</td>', main, re.DOTALL) if "<a" not in cell]
    of_past = [week["overdue"] for week in response.context["week_rows"]()]
    assert not [cell for cell in bare if cell.strip().isdigit() and cell not in of_past]
    assert all(f'id="{shape["url"][1:]}"' in main for shape in of_two(response.context))


def test_a_figure_is_the_number_of_its_rows_or_a_share_with_that_number_beside_it(busy):
    for figure in figures_of(signed_in(busy, "zara").get(reverse("board")).context):
        if "words" in figure:
            assert f"{figure['count']:,}" in figure["words"], figure
            continue
        of = figure.get("part") or ("" if "spark" in figure else figure.get("change"))  # "17 of 20"
        said = (of or figure["number"]).replace("/", " ").split()[0]
        assert (0 if said in {"No", "None", "Nobody"} else int(said.replace(",", ""))) == figure["count"], figure


def test_the_columns_of_the_table_add_up_to_the_figures(busy):
    response = signed_in(busy, "zara").get(reverse("board"))
    board, rows = response.context["board"], response.context["rows"]
    assert sum(row.open for row in (*board.rows, *board.above)) == board.open.number > 30
    assert sum(row.overdue for row in (*board.rows, *board.above)) == board.overdue.number > 20
    assert len(rows) == 41


def test_what_a_higher_office_has_itself_has_a_line_and_rows_of_its_own(busy):
    """A link to the office without `only` would include the complaints of the districts below it."""
    Complaint.objects.unscoped("test").filter(district=busy.office("sialkot")).update(
        office=busy.office("region_gujranwala"), region=busy.office("region_gujranwala"), district=None
    )
    busy.complaint("property_crime", "+4d 10:00", district="sialkot")
    client = signed_in(busy, "zara")
    context = client.get(reverse("board")).context
    (line,) = context["above"]
    assert line.office.name == busy.office("region_gujranwala").name
    assert [cell["count"] for cell in line.cells] == [3, 0, 0, 0, 0, 3, 0, 0]
    assert rows_behind(client, line.cells[0]["url"]) == 3
    assert sum(row.open for row in (*context["board"].rows, *context["board"].above)) == context["board"].open.number


def test_on_a_small_screen_the_most_overdue_districts_come_first(busy):
    page = signed_in(busy, "zara").get(reverse("board"), {"map": "count"})
    numbers = [tile["count"] for tile in tiles_of(page.context)]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > numbers[1] > 0


def test_each_district_has_its_tile_and_no_two_share_one(busy):
    tiles = tiles_of(signed_in(busy, "zara").get(reverse("board")).context)
    assert len(tiles) == len({(tile["row"], tile["col"]) for tile in tiles}) == len(tile_positions()) == 41
    multan = {tile["name"]: tile for tile in tiles}["Multan"]
    assert (multan["number"], multan["part"], multan["step"]) == ("100%", "3/3", 4)


def test_a_district_head_sees_divisions_a_division_circles_and_a_circle_stations(busy):
    levels = {}
    for name in ("usman", "farah", "dania", "kamran"):
        client = signed_in(busy, name)
        if name == "usman":
            posting = Posting.objects.get(officer=busy.usman.officer, office__code="lahore")
            session = client.session
            session["posting"] = posting.pk
            session.save()
        board = client.get(reverse("board")).context["board"]
        levels[name] = board.level
    assert levels == {"usman": "division", "farah": "circle", "dania": "station", "kamran": None}


def test_a_conduct_complaint_against_a_station_is_not_on_its_own_board(busy):
    received = signed_in(busy, "kamran").get(reverse("board")).context["board"].period.received.number
    for category in ("misbehaviour", "property_crime"):
        complaint = busy.complaint(category, "+3d 09:00", station="gulberg")
        Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(station=busy.office("gulberg"))
    client = signed_in(busy, "kamran")
    assert client.get(reverse("board")).context["board"].period.received.number == received + 1
    assert rows_behind(client, f"{reverse('desk:office')}?status=all") == received + 1


def test_shares_are_given_with_what_they_are_of(busy):
    client = signed_in(busy, "zara")
    board = client.get(reverse("board")).context["board"]
    late = rows_behind(client, f"{reverse('desk:office')}?status=all&contact=late")
    assert (board.period.contacted.true.number, board.period.contacted.known) == (4, 4 + late)
    assert late >= 28
    assert board.period.reported.true.number == 3


@pytest.mark.slow
def test_the_number_of_statements_does_not_depend_on_the_data(
    world, django_assert_num_queries, django_assert_max_num_queries
):
    with time_machine.travel(NOW, tick=False):
        client = signed_in(world, "zara")
        with django_assert_max_num_queries(19) as few:
            client.get(reverse("board"))
            statements = len(few)
        cache.clear()  # the trends and the numbers of cells, which are read anew every two minutes
        for n in range(12):
            complaint = world.complaint("financial_crime", "09:00", district="multan" if n % 2 else "lahore")
        world.sana.does("mark", complaint, "09:30", to=world.rashid)
        sweep(at=NOW)
        with django_assert_num_queries(statements):
            client.get(reverse("board"))
        with django_assert_num_queries(statements - 6):
            client.get(reverse("board"))


@pytest.mark.parametrize("name", ["salma", "bilal", "hina", "omar"])
def test_who_answers_for_nobody_elses_work_is_told_so(world, name):
    response = signed_in(world, name).get(reverse("board"))
    assert response.status_code == 403
    assert "Heads of offices, monitors and auditors" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "offered"),
    [("zara", {"board", "reviews"}), ("imran", {"board", "reviews"}), ("asad", {"board", "reviews"}),
     ("farah", {"board"}), ("salma", set()), ("bilal", set()), ("hina", set())],
)  # fmt: skip
def test_the_desk_offers_the_board_and_the_reviews_to_those_whose_they_are(world, name, offered):
    html = signed_in(world, name).get(reverse("desk:queue"), follow=True).content.decode()
    menu = html.partition('<nav class="desk-menu"')[2].partition("</nav>")[0]
    assert {page for page in ("board", "reviews") if f'href="{reverse(page)}"' in menu} == offered


def test_a_stranger_is_sent_to_the_sign_in(db):
    for name in ("board", "reviews"):
        response = Client().get(reverse(name))
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


def test_the_board_says_as_of_when_and_which_thirty_days(busy):
    html = " ".join(page(signed_in(busy, "zara")).split())
    assert '27 November 2026, <span id="board-as-of">12:00</span>' in html
    assert "received from 29 October 2026 to 27 November 2026" in " ".join(html.split())


def test_monitors_discipline_officers_auditors_and_the_provinces_head_see_every_review(busy):
    officer = Officer.objects.create_user("noor@police.example", name_en="Noor", rank=Rank.SP)
    office = busy.office("punjab")
    Posting.objects.create(officer=officer, office=office, role=Role.DISCIPLINE_OFFICER, starts_at=DAY)
    noor = Client()
    sign_in(noor, officer)
    for client in (signed_in(busy, "zara"), signed_in(busy, "imran"), signed_in(busy, "asad"), noor):
        rows = client.get(reverse("reviews")).context["rows"]
        assert len(rows) == Review.objects.count() > 2
        assert sum(row["flags"] for row in rows) > 20
        longest_open_first = Review.objects.order_by("opened_at", "pk").values_list("pk", flat=True)
        assert [row["pk"] for row in rows] == list(longest_open_first)


@pytest.mark.parametrize("name", ["bilal", "dania", "usman", "nadia"])
def test_anybody_else_sees_only_a_review_of_their_own(busy, name):
    rows = signed_in(busy, name).get(reverse("reviews")).context["rows"]
    assert {row["officer"] for row in rows} <= {busy.people[name].officer}
    assert len(rows) == Review.objects.filter(officer=busy.people[name].officer).count()


@pytest.mark.slow
def test_the_board_counts_the_reviews_that_its_link_shows(busy):
    for name in ("zara", "farah", "usman"):
        client = signed_in(busy, name)
        number = client.get(reverse("board")).context["board"].reviews
        assert total_of_reviews(client) == number == len(client.get(reverse("reviews")).context["rows"])


@pytest.mark.slow
def test_the_reviews_behind_the_boards_number_have_it_as_total_on_every_page(busy, monkeypatch):
    monkeypatch.setitem(review_list.load_review_list.__kwdefaults__, "size", 1)
    client = signed_in(busy, "zara")
    number, address, seen = client.get(reverse("board")).context["board"].reviews, reverse("reviews"), 0
    assert number > 2
    while address:
        page = client.get(address)
        assert total_of_reviews(client, address) == number
        seen += len(page.context["rows"])
        address = page.context["next_url"] and reverse("reviews") + page.context["next_url"]
    assert seen == number


def total_of_reviews(client, address: str = "") -> int:
    """Return the total above the list of reviews; 0 without one."""
    html = client.get(address or reverse("reviews")).content.decode()
    said = re.search(r"data-total>\s*([\d,]+) delay case", html)
    return int(said[1].replace(",", "")) if said else 0


def test_messages_lead_where_the_desk_is(world):
    assert {path.partition("?")[0] for path in LIST_PATHS.values()} == {reverse("desk:queue"), reverse("desk:office")}


def test_a_reader_of_urdu_is_led_to_lists_in_urdu_whoever_looked_before(busy):
    client = signed_in(busy, "zara")
    english, urdu = page(client), client.get("/ur/desk/board/").content.decode()
    assert 'href="/desk/office/' in english
    assert 'href="/ur/desk/office/' in urdu
    assert 'href="/desk/office/' not in urdu
