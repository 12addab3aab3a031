"""The pages of a search: from the newest to the oldest, and where the next one begins."""

from urllib.parse import parse_qs, urlsplit

import pytest

from desk.queries import complaint_search
from tests.desk.conftest import etags

SEARCH = "/desk/search/"


@pytest.mark.slow
def test_pages_go_from_the_newest_to_the_oldest_and_lose_none(world, seat):
    rows = [world.complaint(at=f"09:{n:02d}") for n in range(30)]
    salma = seat(world.salma)
    first = salma.get(SEARCH, "12:00", q="shop")
    second = salma.get(first.context["older_url"], "12:00")
    assert etags(first) + etags(second) == [complaint.etag for complaint in reversed(rows)]
    assert not second.context["older_url"]
    assert etags(salma.get(second.context["newest_url"], "12:00")) == etags(first)


def test_a_page_that_stopped_looking_says_so_and_goes_on_from_there(world, seat, monkeypatch):
    monkeypatch.setattr(complaint_search, "CANDIDATES", 3)
    theirs = world.complaint(district="multan")
    for n in range(4):
        world.complaint(at=f"10:{n:02d}")
    sana = seat(world.sana)
    first = sana.get(SEARCH, "12:00", q="shop")
    assert etags(first) == []
    assert "the newest 3 complaints with these words" in first.content.decode()
    assert etags(sana.get(first.context["older_url"], "12:00")) == [theirs.etag]


def test_nobody_can_choose_where_a_search_goes_on(world, seat, monkeypatch):
    """Otherwise the accused could try, id by id, which words a complaint contains that is hidden from them."""
    monkeypatch.setattr(complaint_search, "CANDIDATES", 3)
    mine = world.complaint(at="10:00", district="multan")
    for n in range(1, 6):
        world.complaint(at=f"10:{n:02d}")
    sana, salma = seat(world.sana), seat(world.salma)
    first = sana.get(SEARCH, "12:00", q="shop")
    cursor = parse_qs(urlsplit(first.context["older_url"]).query)["below"][0]
    assert etags(sana.get(SEARCH, "12:00", q="shop", below=cursor)) == [mine.etag]
    for typed in (str(mine.pk + 1), "", "x", "f1:", cursor[:-3], cursor.replace(":", "")):
        assert etags(sana.get(SEARCH, "12:00", q="shop", below=typed)) == []
    assert etags(sana.get(SEARCH, "12:00", q="broken", below=cursor)) == []
    assert etags(salma.get(SEARCH, "12:00", q="shop", below=cursor)) == etags(salma.get(SEARCH, "12:00", q="shop"))
    assert sana.get(SEARCH, "12:00", q="shop").context["older_url"] != first.context["older_url"]


def test_a_search_of_open_complaints_does_not_go_on_where_one_of_all_stopped(world, seat, monkeypatch):
    monkeypatch.setattr(complaint_search, "CANDIDATES", 3)
    older = world.complaint(at="10:00", district="multan")
    for n in range(1, 4):
        world.complaint(at=f"10:{n:02d}")
    newer = world.complaint(at="10:04", district="multan")
    sana = seat(world.sana)
    first = sana.get(SEARCH, "12:00", q="shop")
    cursor = parse_qs(urlsplit(first.context["older_url"]).query)["below"][0]
    assert etags(first) == [newer.etag]
    assert etags(sana.get(SEARCH, "12:00", q="shop", below=cursor)) == [older.etag]
    assert etags(sana.get(SEARCH, "12:00", q="shop", open="1", below=cursor)) == [newer.etag, older.etag]
