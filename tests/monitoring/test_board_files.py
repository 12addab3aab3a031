"""Exports of the board's tables: the content of the page, recorded, and never a formula."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Office
from complaints.models import Export
from enquiries.services.school_visit_entry import HeldVisit, enter_school_visit
from monitoring import board_presentation
from monitoring.board_tables import TABLE_TITLES
from tests.desk.test_export import read_csv, read_xlsx
from tests.monitoring.week import NOW, signed_in


def taken(client, name: str, kind: str = "csv", query: str = "") -> list[list[str]]:
    answer = client.post(f"{reverse('board_rows', args=[kind])}{query}", {"table": name})
    assert answer.status_code == 200
    assert f"board-{name}-2026-11-27.{kind}" in answer["Content-Disposition"]
    return {"csv": read_csv, "xlsx": read_xlsx}[kind](answer)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_of_offices_is_the_one_on_the_page(busy, kind):
    client = signed_in(busy, "zara")
    context = client.get(reverse("board")).context
    heads, *rows = taken(client, "offices", kind)
    assert rows == [
        [line.office.name, *(cell["number"] for cell in line.cells)] for line in (*context["rows"], *context["above"])
    ]
    assert len(rows) == 41
    assert len(heads) == len(rows[0]) == 9


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("name", TABLE_TITLES)
def test_every_table_of_a_district_below_is_there_for_its_period(busy, name):
    query = "?office=lahore&from=2026-11-20&until=2026-11-26"
    client = signed_in(busy, "zara")
    board = client.get(reverse("board") + query).context["board"]
    heads, *rows = taken(client, name, query=query)
    assert {len(row) for row in rows} <= {len(heads)}
    assert bool(rows) == (name not in {"regions", "settling", "visits"})
    if name == "ages":
        assert sum(int(row[1]) for row in rows) == board.open.number > 0
    if name == "compared":
        assert heads[1:4:2] == ["2026-11-20/2026-11-26", "2026-11-13/2026-11-19"]
        assert [rows[0][1], rows[0][3]] == [str(board.period.received.number), str(board.before.received.number)]


@pytest.mark.slow
def test_the_tables_of_cells_and_of_school_visits_are_those_on_the_page(busy):
    enter_school_visit(
        visit=HeldVisit("Girls' High School", NOW.date(), "Bilal", 40, poster=True, material=""),
        by=busy.usman.actor,
        at=NOW,
    )
    busy.complaint("misbehaviour", NOW - timedelta(hours=1), station="gulberg", post="SHO")
    client = signed_in(busy, "zara")
    context = client.get(reverse("board")).context
    assert len(context["settling"]) > 0
    assert [row[0] for row in taken(client, "settling")[1:]] == [cell["name"] for cell in context["settling"]]
    (row,) = taken(client, "visits")[1:]
    assert row == ["Lahore", "0", "0", "1", "40"]
    offered = re.findall(r'<option value="(\w+)"', client.get(reverse("board")).content.decode())
    assert offered == list(TABLE_TITLES)


def test_who_took_what_is_written_down(busy):
    rows = taken(signed_in(busy, "farah"), "figures", "xlsx", query="?q=Ayesha&until=Ayesha")
    export = Export.objects.get()
    assert (export.posting, export.kind, export.asked, export.rows) == (
        busy.farah.posting, "xlsx", "board=figures", len(rows) - 1,
    )  # fmt: skip


def test_no_cell_becomes_a_formula(busy):
    Office.objects.filter(code="multan").update(name_en="=1+1")
    assert "'=1+1" in [row[0] for row in taken(signed_in(busy, "zara"), "offices")]


def test_a_look_at_the_address_or_no_such_table_leads_to_the_board(busy):
    client, address = signed_in(busy, "zara"), reverse("board_rows", args=["csv"])
    for answer in (client.get(f"{address}?office=lahore"), client.post(f"{address}?office=lahore", {"table": "x"})):
        assert answer.status_code == 302
        assert answer.url == f"{reverse('board')}?office=lahore"
    assert not Export.objects.exists()
    assert client.post(f"{address}?office=nowhere", {"table": "ages"}).status_code == 404


@pytest.mark.slow
def test_a_chart_names_what_it_leaves_out_and_the_file_has_every_category(busy, monkeypatch):
    monkeypatch.setattr(board_presentation, "CATEGORIES_SHOWN", 1)
    client = signed_in(busy, "zara")
    page = client.get(reverse("board"))
    board = page.context["board"]
    assert len(board.categories) > 2
    left_out = len(board.categories) - 1
    assert f"{left_out} smaller categories are in the exported table only." in page.content.decode()
    rows = [row for row in taken(client, "apart") if row[0] == "By category"]
    assert [(name, int(number)) for _, name, number in rows] == [
        (category.name, figure.number) for category, figure in board.categories
    ]
    assert sum(int(number) for *_, number in rows) == board.period.received.number
