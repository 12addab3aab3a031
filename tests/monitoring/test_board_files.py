"""Exports of the board's tables: the content of the page, recorded, and never a formula."""

import io
import re
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import Office
from complaints.models import Complaint, Export
from enquiries.services.school_visit_entry import HeldVisit, enter_school_visit
from monitoring import board_presentation
from monitoring.board_tables import TABLE_TITLES
from tests.desk.test_export import body, read_csv, read_xlsx
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
    shown = {"csv": str, "xlsx": lambda number: str(number or "")}[kind]  # read_xlsx returns "" for zero
    assert rows == [
        [line.office.name, *(shown(cell["count"]) for cell in line.cells)]
        for line in (*context["rows"], *context["above"])
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
        assert [row[1:3] for row in rows[:2]] == [["2026-11-20", "2026-11-26"], ["2026-11-13", "2026-11-19"]]
        assert [rows[0][3], rows[1][3]] == [str(board.period.received.number), str(board.before.received.number)]


def typed_rows(client, name: str) -> list[list[tuple]]:
    """Return the headings and cells of each row of a table's workbook, as a spreadsheet program reads them."""
    answer = client.post(reverse("board_rows", args=["xlsx"]), {"table": name})
    heads, *rows = openpyxl.load_workbook(io.BytesIO(body(answer))).active.iter_rows(values_only=True)
    return [list(zip(heads, row, strict=True)) for row in rows]


TYPES = {
    "figures": {"Number": int, "Of": int, "Percent": int, "Hours": int | float},
    "compared": {"First day": datetime, "Last day": datetime, "Number": int, "Of": int, "Percent": int},
    "weeks": {"First day": datetime, "Last day": datetime, "Received": int, "Percent": int, "Reports": int},
    "trends": {"Overdue": int, "A week ago": int, "Change": int, "Overdue, percent of open": int, "Of": int},
    "ages": {"Open": int},
    "apart": {"Number": int},
    "regions": {"Received": int, "Open": int, "Overdue": int},
    "offices": {"Open": int, "Overdue": int, "Resolved": int},
    "settling": {"Operators": int, "Waiting": int, "Oldest since": datetime, "Median time, hours": int | float},
}
"""The types of columns. A day is read as a time at midnight."""
NOT_KNOWN_AFTER_A_WEEK = {"Percent", "Reports", "A week ago", "Change", "Median time, hours"}


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("name", TYPES)
def test_a_workbook_has_numbers_days_and_times_and_no_texts_of_them(busy, name):
    busy.complaint("misbehaviour", NOW - timedelta(hours=1), station="gulberg", post="SHO")
    rows = typed_rows(signed_in(busy, "zara"), name)
    assert rows
    cells = [(head, cell) for row in rows for head, cell in row if cell not in {None, ""}]
    wrong = [(head, cell) for head, cell in cells if head in TYPES[name] and not isinstance(cell, TYPES[name][head])]
    assert not wrong
    texts = [cell for _head, cell in cells if isinstance(cell, str)]
    assert not [text for text in texts if re.fullmatch(r"[\d,.]+ ?%?|\d{4}-\d\d-\d\d.*", text)]
    assert TYPES[name].keys() - {head for head, _cell in cells} <= NOT_KNOWN_AFTER_A_WEEK


def test_the_workbook_of_weeks_has_the_days_and_numbers_of_the_page(busy):
    client = signed_in(busy, "zara")
    newest = client.get(reverse("board")).context["board"].trend.weeks[-1]
    row = dict(typed_rows(client, "weeks")[0])
    assert [row["First day"].date(), row["Last day"].date()] == [newest.first, newest.last]
    assert row["Received"] == newest.received.number > 0


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
    for cell in context["settling"]:  # the name links to what the cell's office has
        shown = client.get(cell["url"])
        assert f'href="{cell["url"].replace("&", "&amp;")}"' in client.get(reverse("board")).content.decode()
        assert {row.etag for row in shown.context["rows"]} == {
            one.etag for one in Complaint.objects.unscoped("test").open().filter(office__name_en=cell["name"])
        }
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
    client = signed_in(busy, "zara")
    assert "'=1+1" in [row[0] for row in taken(client, "offices")]
    rows = read_csv(client.post(reverse("league_file", args=["csv"])))
    assert ["multan", "'=1+1"] in [row[:2] for row in rows]


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
