"""The page of the appeals desk: who is there, what it has, and who gets appeals while nobody is there."""

import pytest

from accounts.models import Leave
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from complaints.services.exclusion.officer_naming import name_officer
from tests.complaints.test_appeals_desk import resolved_by_lahore
from tests.desk.conftest import address
from tests.monitoring.reviews.lives import hired
from tests.world import clock

PAGE, AT = "/desk/appeals/", "15:00"


@pytest.fixture
def staffed(world):
    """Munir and Parveen receive appeals; Qasim's rank is too low."""
    hired(world, "qasim", "punjab", Rank.SSP, Role.SUPERVISOR)
    hired(world, "munir", "punjab", Rank.DIG, Role.SUPERVISOR)
    hired(world, "parveen", "punjab", Rank.ADDL_IG, Role.SUPERVISOR)
    return world


def shown(sitting, at: str = AT) -> str:
    answer = sitting.get(PAGE, at)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.slow
def test_it_shows_its_officers_and_what_came_as_an_objection_or_an_appeal(staffed, seat):
    objected, appealed = resolved_by_lahore(staffed), resolved_by_lahore(staffed, "09:01", by="bashir")
    staffed.ayesha.does("object", objected, "14:00")
    staffed.bashir.does("close", appealed, "14:05")
    staffed.bashir.does("appeal", appealed, "14:30")
    html = shown(seat(staffed.munir))
    rows = html.split('id="appeals-open"')[1]
    assert "2 open complaints at the desk" in rows
    for complaint, came in ((objected, "Objection, 23 November 2026"), (appealed, "Appeal, 23 November 2026")):
        assert f'href="{address(complaint)}"' in rows
        assert came in rows
    assert "No: the rank is below DIG" in html
    assert f'href="/desk/office/?holder={staffed.munir.posting.pk}">1</a>' in html


@pytest.mark.slow
def test_the_number_is_the_number_of_the_list_that_it_links_to(staffed, seat):
    staffed.ayesha.does("object", resolved_by_lahore(staffed), "14:00")
    page = seat(staffed.zara).get(f"/desk/office/?holder={staffed.munir.posting.pk}", AT)
    assert len(page.context["rows"]) == 1


def test_nobody_is_there_so_the_page_says_who_gets_appeals_and_what_to_do(world, seat):
    hired(world, "qasim", "punjab", Rank.SSP, Role.SUPERVISOR)
    html = shown(seat(world.imran))
    assert "Nobody receives appeals at the desk" in html
    assert f"new objections and appeals go to {world.imran.officer.title}, " in html
    complaint = resolved_by_lahore(world)
    world.ayesha.does("object", complaint, "14:00")
    assert complaint.holder == world.imran.posting


def test_somebody_is_there_so_nothing_is_said_of_a_substitute(staffed, seat):
    assert "Nobody receives appeals" not in shown(seat(staffed.imran))


def test_an_officer_on_leave_is_marked(staffed, seat):
    Leave.objects.create(
        posting=staffed.munir.posting,
        cover=staffed.parveen.posting,
        starts_at=clock("08:00"),
        ends_at=clock("+3d 08:00"),
        set_at=clock("08:00"),
    )
    assert "On leave" in shown(seat(staffed.zara))


@pytest.mark.slow
def test_who_is_complained_against_sees_neither_row_nor_number(staffed, seat):
    """The complaint is against Munir, who is at the desk himself; Parveen has it."""
    complaint = resolved_by_lahore(staffed)
    named = {"officer_id": staffed.munir.officer.pk, "why": "He called the witness.", "by": staffed.nadia.actor}
    name_officer(complaint_id=complaint.pk, at=clock("13:30"), **named)
    staffed.ayesha.does("object", complaint, "14:00")
    assert complaint.holder == staffed.parveen.posting
    munir, zara = shown(seat(staffed.munir)), shown(seat(staffed.zara))
    assert complaint.etag not in munir
    assert "0 open complaints at the desk" in munir
    assert f'href="/desk/office/?holder={staffed.parveen.posting.pk}">0</a>' in munir
    assert complaint.etag in zara
    assert "1 open complaint at the desk" in zara


@pytest.mark.parametrize("who", ["usman", "farah", "dania", "bilal", "salma", "nadia", "omar"])
def test_it_does_not_exist_for_others(world, seat, who):
    assert seat(world.people[who]).get(PAGE, AT).status_code in {403, 404}


@pytest.mark.slow
def test_it_costs_the_same_for_one_complaint_and_for_many(staffed, seat, django_assert_max_num_queries):
    zara = seat(staffed.zara)

    def cost() -> int:
        with django_assert_max_num_queries(30) as captured:
            shown(zara)
        return len(captured)

    staffed.ayesha.does("object", resolved_by_lahore(staffed), "14:00")
    shown(zara)
    one = cost()
    for at in ("09:01", "09:02", "09:03"):
        staffed.ayesha.does("object", resolved_by_lahore(staffed, at), "14:10")
    assert cost() == one
