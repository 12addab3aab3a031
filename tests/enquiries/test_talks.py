"""School visits: a district enters them; the board and the public page show the counts."""

import re
from datetime import date

import pytest

from enquiries.models import Talk
from enquiries.queries.school_visit_counts import count_school_visits
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.services import enter_school_visit
from enquiries.services.school_visit_entry import HeldVisit, strike_out_visit
from ledger.service_exceptions import NotPermitted, Refused
from tests.information.conftest import words
from tests.world import DAY, clock

DESK, ENTER, PAGE, BOARD = "/desk/talks/", "/desk/talks/enter/", "/school-talks/", "/desk/board/"
TYPED = {"school": "Girls High School Gulberg", "held_on": "2026-11-20", "officers": "Dania", "pupils": "120"}


def held(world, by="dania", **otherwise) -> Talk:
    told = TYPED | {"held_on": date(2026, 11, 20), "pupils": 120} | otherwise
    return enter_school_visit(visit=HeldVisit(**told), by=world.people[by].actor, at=clock("09:00"))


def test_an_officer_in_a_district_enters_a_visit_for_it(world):
    for who in ("dania", "kamran", "hina", "salma", "usman"):
        assert held(world, who).district.code == "lahore"
    assert held(world, "sana").district.code == "multan"


@pytest.mark.parametrize("who", ["imran", "zara", "asad", "omar", "nadia"])
def test_the_cpo_cannot_enter_visits(world, who):
    with pytest.raises(NotPermitted):
        held(world, who)


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"held_on": date(2026, 11, 24)}, "held_on", EnquiryRefusal.DAY_TO_COME),
        ({"pupils": 0}, "pupils", EnquiryRefusal.NO_PUPILS),
        ({"pupils": 50_000}, "pupils", EnquiryRefusal.NO_PUPILS),
        ({"school": " "}, "school", EnquiryRefusal.WORDS_MISSING),
    ],
)
def test_an_impossible_visit_is_refused(world, wrong, field, reason):
    with pytest.raises(Refused) as refused:
        held(world, **wrong)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert not Talk.objects.exists()


def test_dania_enters_a_visit_on_her_page(world, seat):
    dania = seat(world.dania)
    assert dania.posts(ENTER, **TYPED, poster="on").status_code == 302
    page = words(dania.gets(DESK))
    assert "Girls High School Gulberg" in page
    assert "school visits 1, pupils 120" in page
    wrong = dania.posts(ENTER, **(TYPED | {"pupils": "many", "held_on": ""}))
    assert wrong.status_code == 422
    assert "How many pupils" in words(wrong)
    assert "Girls High School Gulberg" in wrong.content.decode()


def test_a_struck_out_entry_keeps_its_reason_and_is_not_counted(world, seat):
    talk, dania = held(world), seat(world.dania)
    dania.posts(f"{DESK}{talk.pk}/strike/", why="")
    assert Talk.objects.not_struck_out().count() == 1
    dania.posts(f"{DESK}{talk.pk}/strike/", why="a" * 201)
    assert "Use at most 200 characters" in words(dania.gets(DESK))
    assert Talk.objects.not_struck_out().count() == 1
    dania.posts(f"{DESK}{talk.pk}/strike/", why="Entered twice")
    assert Talk.objects.not_struck_out().count() == 0
    assert "Entered twice" in words(dania.gets(DESK))
    assert count_school_visits(today=DAY.date(), months=3).talks == 0


def test_another_district_can_neither_see_nor_strike_out_an_entry(world, seat):
    talk, sana = held(world), seat(world.sana)
    assert "Girls High School" not in words(sana.gets(DESK))
    assert sana.posts(f"{DESK}{talk.pk}/strike/", why="Not ours").status_code == 404
    with pytest.raises(NotPermitted):
        strike_out_visit(talk_id=talk.pk, why="Not ours", by=world.sana.actor, at=clock("10:00"))


def test_a_monitor_sees_all_visits_and_enters_none(world, seat):
    held(world)
    held(world, "sana", school="Multan Public School")
    zara = seat(world.zara)
    page = words(zara.gets(DESK))
    assert "Girls High School Gulberg" in page
    assert "Multan Public School" in page
    assert "Add a school visit" not in page
    assert zara.posts(ENTER, **TYPED).status_code == 404


def test_counts_are_by_district_and_month(world):
    held(world)
    held(world, pupils=80, held_on=date(2026, 10, 5))
    held(world, pupils=10, held_on=date(2026, 7, 31))
    held(world, "sana")
    found = count_school_visits(today=DAY.date(), months=3)
    assert found.months == [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)]
    assert [(row.code, list(row.by_month.values()), row.pupils) for row in found.rows] == [
        ("lahore", [0, 1, 1], 200),
        ("multan", [0, 0, 1], 120),
    ]


def test_the_public_page_shows_the_counts_and_the_poster(world, ayesha, django_assert_num_queries):
    held(world)
    with django_assert_num_queries(1):
        answer = ayesha.gets(PAGE)
    held(world, "sana")
    with django_assert_num_queries(1):
        answer = ayesha.gets(PAGE)
    page = words(answer)
    assert "Lahore" in page
    assert "240" in page
    assert "Girls High School" not in page
    assert "Dania" not in page
    assert 'href="/poster/ur.pdf"' in answer.content.decode()


def test_the_board_has_a_row_for_each_district_in_scope(world, seat):
    held(world)
    held(world, "sana")
    zara, rashid, farah = (seat(world.people[who]).gets(BOARD, "12:00") for who in ("zara", "rashid", "farah"))
    assert [row.code for row in zara.context["talks"].rows] == ["lahore", "multan"]
    assert [row.code for row in rashid.context["talks"].rows] == ["multan"]
    assert farah.context["talks"] is None
    assert "November 2026" in words(zara)


def test_each_number_of_the_board_leads_to_exactly_its_visits(world, seat):
    for day, pupils in ((date(2026, 11, 1), 120), (date(2026, 11, 20), 80), (date(2026, 10, 31), 10)):
        held(world, held_on=day, pupils=pupils)
    cancelled = held(world, school="Entered twice")
    strike_out_visit(talk_id=cancelled.pk, why="Entered twice", by=world.dania.actor, at=clock("09:30"))
    held(world, "sana")
    zara = seat(world.zara)
    board = zara.gets(BOARD, "12:00").content.decode()
    links = re.findall(r'<a href="(/desk/talks/[?]district=[^"]+)"[^>]*>(\d+)</a>', board)
    found = {}
    for link, number in links:
        page = zara.gets(link.replace("&amp;", "&"), "12:00")
        assert len(page.context["rows"]) == page.context["of_month"]["talks"] == int(number), link
        assert "Entered twice" not in words(page)
        assert "table.csv" not in page.content.decode(), "the file has the whole register"
        found[link.partition("?")[2]] = page
    assert {link: len(page.context["rows"]) for link, page in found.items()} == {
        f"district={code}&amp;month={month}": number
        for code, numbers in (("lahore", (0, 1, 2)), ("multan", (0, 0, 1)))
        for month, number in zip(("2026-09", "2026-10", "2026-11"), numbers, strict=True)
    }
    november = words(found["district=lahore&amp;month=2026-11"])
    assert "In November 2026: school visits 2, pupils 200. Cancelled entries are not listed." in november
    assert "No school visits in this month." in words(found["district=lahore&amp;month=2026-09"])


def test_the_visits_of_a_month_have_pages(world, seat, monkeypatch):
    monkeypatch.setattr("enquiries.queries.school_visit_counts.VISITS_PER_PAGE", 1)
    held(world, school="The first school")
    held(world, school="The second school")
    dania = seat(world.dania)
    first = dania.gets(f"{DESK}?district=lahore&month=2026-11")
    following = re.search(r'rel="next"\s+href="([^"]+)"', first.content.decode())[1].replace("&amp;", "&")
    assert "The second school" in words(first)
    assert [talk.school for talk in dania.gets(following).context["rows"]] == ["The first school"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("district=multan&month=2026-11", 200),
        ("district=lahore&month=2026-11", 404),
        ("district=nonsense&month=2026-11", 404),
        ("district=%00&month=2026-11", 404),
        ("month=2026-11", 404),
        ("district=multan&month=2026-13", 404),
        ("district=multan&month=november", 404),
    ],
)
def test_a_month_is_shown_of_a_district_that_the_reader_oversees(world, seat, asked, status):
    assert seat(world.rashid).gets(f"{DESK}?{asked}").status_code == status
