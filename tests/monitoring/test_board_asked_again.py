"""The board of another office, and the polling of the board."""

from datetime import timedelta
from html import escape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Office
from accounts.rules.office_tree import paths_from_root
from monitoring.models import Pending
from tests.monitoring.test_board import figures_of
from tests.monitoring.week import NOW, rows_behind, signed_in


@pytest.mark.slow
def test_a_board_leads_down_to_each_office_and_up_again_and_keeps_the_period(busy):
    client, asked = signed_in(busy, "zara"), "from=2026-11-20&until=2026-11-26"
    for code in ("lahore", "gulberg"):
        context = client.get(f"{reverse('board')}?office={code}&{asked}").context
        board, office = context["board"], busy.office(code)
        assert board.office == office
        assert (board.period.first.day, board.before.first.day, board.before.last.day) == (20, 13, 19)
        assert [one.path for one in context["above_it"]] == paths_from_root(office.path)[:-1]
    html = client.get(f"{reverse('board')}?office=lahore&{asked}").content.decode()
    below = Office.objects.filter(parent=busy.office("lahore"), kind="division").first()
    for office in (busy.office("punjab"), busy.office("lahore").parent, below):
        assert f'href="?office={office.code}&amp;{asked.replace("&", "&amp;")}"' in html, office
    assert 'name="office" value="lahore"' in html


@pytest.mark.parametrize("code", ["multan", "punjab", "no_such", "../x", "\x00"])
def test_there_is_no_board_of_an_office_outside_ones_own(busy, code):
    assert signed_in(busy, "farah").get(reverse("board"), {"office": code}).status_code == 404


@pytest.mark.slow
def test_behind_every_figure_of_an_office_below_stand_just_its_rows(busy):
    client, counts = signed_in(busy, "zara"), {}
    for figure in figures_of(client.get(reverse("board"), {"office": "lahore"}).context):
        assert counts.setdefault(figure["url"], figure["count"]) == figure["count"], figure
    assert all("office=" in url for url in counts)
    assert {url: rows_behind(client, url) for url in counts} == counts


def polls(client: Client, version: str, **asked):
    return client.get(reverse("board"), asked, headers={"HX-Request": "true", "If-None-Match": version})


@pytest.mark.slow
def test_a_board_that_asks_again_is_told_that_nothing_has_changed(busy):
    client = signed_in(busy, "zara")
    first = client.get(reverse("board"))
    assert f'data-version="{escape(first["ETag"])}"' in first.content.decode()
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        again = polls(client, first["ETag"])
    assert (again.status_code, again.content, again["As-Of"]) == (304, b"", "12:01")
    assert "HX-Request" in again["Vary"]
    assert polls(client, first["ETag"], office="lahore").status_code == 200


@pytest.mark.parametrize("change", ["complaint", "clock", "language", "midnight"])
def test_whatever_changes_on_a_board_comes_as_its_changing_part_alone(busy, change):
    client = signed_in(busy, "zara")
    first, at, root = client.get(reverse("board")), NOW, ""
    if change == "complaint":
        busy.complaint("threats", "+4d 11:59", district="multan")
    if change == "clock":
        at = min(Pending.objects.filter(due_at__gt=NOW).values_list("due_at", flat=True))
    if change == "midnight":
        at = NOW + timedelta(hours=12)
    if change == "language":
        root = "/ur"
    with time_machine.travel(at, tick=False):
        client = signed_in(busy, "zara")  # some hours later, after the session has ended
        answer = client.get(root + reverse("board"), headers={"HX-Request": "true", "If-None-Match": first["ETag"]})
    assert answer.status_code == 200
    assert answer["ETag"] != first["ETag"]
    html = answer.content.decode()
    assert 'id="board-table"' in html
    assert "<main" not in html
    assert "board-files" not in html
