"""The board of the Central Police Office shows the settling load of each complaint cell."""

from datetime import timedelta

import pytest

from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave
from accounts.services.postings import end_posting
from complaints.services.exclusion.settling import pass_up_unsettled, settle
from monitoring.queries.board import load_board
from monitoring.queries.settling_load import load_settling_load
from tests.desk.conftest import seat  # noqa: F401 (a fixture)
from tests.factories import PostingFactory
from tests.world import clock


def filed(world, at, post="SHO", **more):
    return world.complaint("misbehaviour", at, station="gulberg", post=post, **more)


def settled(world, complaint, by, at):
    settle(complaint_id=complaint.pk, why="She said so.", by=by.actor, at=clock(at))


def loads(at, hidden=()):
    return {load.office.code: load for load in load_settling_load(hidden, at=clock(at))}


@pytest.mark.slow
def test_each_cell_has_what_waits_what_is_late_the_oldest_and_the_median(world):
    for at, until in (("09:00", "09:20"), ("09:00", "09:40"), ("09:00", "10:40")):
        settled(world, filed(world, at), world.salma, until)
    filed(world, "10:00"), filed(world, "12:00")
    settled(world, filed(world, "10:00", post="SDPO"), world.nadia, "11:00")
    shown = loads("14:30")
    lahore, region = shown["lahore"], shown["region_lahore"]
    assert (lahore.waiting, lahore.late, lahore.oldest) == (2, 1, clock("10:00"))
    assert (lahore.settled, lahore.median) == (3, timedelta(minutes=40))
    assert (region.waiting, region.late, region.oldest, region.settled) == (0, 0, None, 1)


def test_what_ran_out_counts_for_the_cell_that_did_not_settle_it(world):
    filed(world, "09:00")
    pass_up_unsettled(at=clock("13:00"))
    lahore = loads("13:01")["lahore"]
    assert (lahore.waiting, lahore.settled, lahore.ran_out, lahore.median) == (0, 0, 1, None)
    assert "lahore" not in loads("+31d 13:01")


def test_a_cell_s_operators_are_those_who_are_posted_there_and_not_on_leave(world, seat):  # noqa: F811
    filed(world, "09:00")
    assert loads("09:30")["lahore"].operators == 1
    colleague = PostingFactory(office=world.office("lahore"), role=Role.COMPLAINT_OPERATOR, starts_at=clock("10:00"))
    arrange_leave(
        posting=world.salma.posting, cover=colleague, starts_at=clock("11:00"), ends_at=clock("+1d 11:00"),
        by=world.usman.actor, at=clock("10:30"),
    )  # fmt: skip
    assert [loads(at)["lahore"].operators for at in ("10:00", "11:00", "+1d 11:00")] == [2, 1, 2]
    end_posting(posting=colleague, by=None, at=clock("+1d 12:00"))
    end_posting(posting=world.salma.posting, by=None, at=clock("+1d 12:00"))
    page = seat(world.zara).get("/desk/board/", "+1d 13:00").content.decode()
    assert '<td class="n board-late">0</td>' in page


def test_complaints_that_the_reader_may_not_see_do_not_count(world):
    complaint = filed(world, "09:00")
    assert loads("09:30", hidden=[complaint.pk]) == {}


@pytest.mark.parametrize(("who", "shows"), [("zara", True), ("imran", True), ("usman", False), ("farah", False)])
def test_only_the_own_board_of_the_cpo_shows_it(world, seat, who, shows):  # noqa: F811
    filed(world, "09:00")
    html = seat(world.people[who]).get("/desk/board/", "14:00").content.decode()
    assert ("Confirming whom complaints are against" in html) == shows
    board = load_board(world.people[who].actor, at=clock("14:00"))
    assert bool(board.settling) == shows


def test_the_board_is_drawn_again_when_the_load_changes(world):
    complaint = filed(world, "09:00")
    before = load_board(world.zara.actor, at=clock("10:00")).version
    settled(world, complaint, world.salma, "10:01")
    assert load_board(world.zara.actor, at=clock("10:02")).version != before


def test_a_board_reuses_the_numbers_for_two_minutes_unless_something_becomes_hidden(world):
    settled(world, filed(world, "09:00"), world.salma, "09:20")
    kept = filed(world, "09:30")
    (lahore,) = load_settling_load([], at=clock("10:00"), reuse=True)
    assert (lahore.waiting, lahore.oldest, lahore.settled) == (1, clock("09:30"), 1)
    settled(world, filed(world, "10:00"), world.salma, "10:40")
    filed(world, "10:30")
    assert load_settling_load([], at=clock("10:41"), reuse=True) == [lahore]
    (anew,) = load_settling_load([kept.pk], at=clock("10:41"), reuse=True)
    assert (anew.waiting, anew.oldest, anew.settled) == (1, clock("10:30"), 2)
    assert loads("10:41")["lahore"].waiting == 2
