"""Leave: a supervisor records it, the acting officer sees the complaints in their queue, and it can end early."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Leave
from complaints.models import Complaint
from complaints.services.exclusion.officer_naming import name_officer
from tests.desk.conftest import DESK, etags
from tests.world import clock

LEAVE = "/desk/team/leave/"


def asked(world, **changed) -> dict:
    people = {"posting": world.bilal.posting.pk, "cover": world.kamran.posting.pk}
    return people | {"from": "2026-11-23", "until": "2026-11-24"} | changed


def test_a_leave_from_today_begins_now_and_lasts_whole_days(world, seat):
    farah = seat(world.farah)
    assert farah.sends(LEAVE, "12:00", **asked(world)).status_code == 302
    leave = Leave.objects.get()
    assert (leave.posting, leave.cover) == (world.bilal.posting, world.kamran.posting)
    assert (leave.starts_at, leave.ends_at) == (clock("12:00"), clock("+2d 00:00"))
    shown = farah.get(LEAVE, "12:01").content.decode()
    assert "From 23 November 2026, 12:00 to 24 November 2026" in " ".join(shown.split())
    assert "End leave now" in shown


@pytest.mark.slow
def test_the_covers_queue_shows_what_they_cover_marked_and_no_longer_than_the_leave(world, seat):
    held = world.in_inquiry("10:00")
    seat(world.farah).sends(LEAVE, "12:00", **asked(world))
    kamran = seat(world.kamran)
    assert etags(kamran.get(DESK, "11:59")) == []
    during = kamran.get(DESK, "12:01")
    assert etags(during) == [held.etag]
    assert "You are acting" in during.content.decode()
    assert kamran.opens(held, "12:02").status_code == 200
    assert etags(kamran.get(DESK, "+2d 00:00")) == []
    assert kamran.opens(held, "+2d 00:00").status_code == 404
    assert "You are acting" not in seat(world.bilal).get(DESK, "12:03").content.decode()


@pytest.fixture
def kept_from_dania(world):
    """A complaint that names Dania, and the posting that has it. Complaints that name an SDPO go to the district."""
    held = world.complaint("financial_crime")
    world.salma.marks(held, to=world.farah, at="09:10")
    name_officer(
        complaint_id=held.pk, officer_id=world.dania.officer.pk, why="Seen.", by=world.salma.actor, at=clock("10:20")
    )
    return Complaint.objects.unscoped("test").get(pk=held.pk)


def test_what_names_the_cover_of_a_later_leave_is_said_to_the_supervisor(world, seat, kept_from_dania):
    imran = seat(world.imran)
    later = {"from": "2026-11-25", "until": "2026-11-26"}
    chosen = asked(world, posting=kept_from_dania.holder_id, cover=world.dania.posting.pk, **later)
    assert imran.sends(LEAVE, "12:00", **chosen).status_code == 302
    told = "1 of their complaints cannot go to the acting officer. Mark it to someone else."
    assert told in imran.get(LEAVE, "12:01").content.decode()


def test_what_names_the_cover_leaves_the_holder_when_the_leave_begins(world, seat, kept_from_dania):
    imran, dania = seat(world.imran), seat(world.dania)
    chosen = asked(world, posting=kept_from_dania.holder_id, cover=world.dania.posting.pk)
    assert imran.sends(LEAVE, "12:00", **chosen).status_code == 302
    assert Complaint.objects.unscoped("test").get(pk=kept_from_dania.pk).holder_id != kept_from_dania.holder_id
    assert etags(dania.get(DESK, "12:02")) == []
    assert dania.opens(kept_from_dania, "12:02").status_code == 404


def test_a_cancelled_leave_is_not_listed_and_prevents_no_other(world, seat):
    farah = seat(world.farah)
    farah.sends(LEAVE, "12:00", **asked(world, **{"from": "2026-11-24"}))
    farah.sends(f"{LEAVE}{Leave.objects.get().pk}/end/", "12:01")
    assert "Cancel leave" not in farah.get(LEAVE, "12:02").content.decode()
    bilal_acts = {"posting": world.latif.posting.pk, "cover": world.bilal.posting.pk}
    assert farah.sends(LEAVE, "12:03", **asked(world, **bilal_acts)).status_code == 302


ON_LEAVE = "Another officer acts for you until 24 November 2026."


@pytest.mark.slow
def test_whoever_is_on_leave_reads_so_and_comes_back_with_a_button(world, seat):
    held = world.in_inquiry("10:00")
    seat(world.farah).sends(LEAVE, "12:00", **asked(world))
    bilal, kamran = seat(world.bilal), seat(world.kamran)
    for page in (DESK, "/desk/posting/"):
        assert ON_LEAVE not in bilal.get(page, "11:59").content.decode()
        assert ON_LEAVE in bilal.get(page, "13:00").content.decode()
        assert ON_LEAVE not in kamran.get(page, "13:00").content.decode()
    assert bilal.sends("/desk/leave/end/", "13:00").headers["Location"] == "/desk/today/"
    back = bilal.get(DESK, "13:00").content.decode()
    assert "Your leave has ended. Nobody is acting for you now." in back
    assert "End my leave" not in back
    assert Leave.objects.get().ended_by == world.bilal.officer
    assert (etags(kamran.get(DESK, "13:01")), etags(bilal.get(DESK, "13:01"))) == ([], [held.etag])


@pytest.mark.parametrize("at", ["11:00", "13:00"])
def test_nobody_comes_back_from_a_leave_that_is_not_theirs_or_not_now(world, seat, at):
    """Kamran acts for Bilal; before twelve Bilal's leave has not begun."""
    seat(world.farah).sends(LEAVE, "10:00", **asked(world, **{"from": "2026-11-24"}))
    who = seat(world.bilal if at == "11:00" else world.kamran)
    who.sends("/desk/leave/end/", at)
    assert "This leave has already ended." in who.get(DESK, at).content.decode()
    assert Leave.objects.get().ended_by is None


@pytest.mark.slow
def test_the_cover_reports_from_the_desk(world, seat):
    held = world.in_inquiry("10:00")
    seat(world.farah).sends(LEAVE, "12:00", **asked(world))
    typed = {"outcome": "relief_granted", "words": "Settled with the neighbour."}
    assert seat(world.kamran).posts(held, "submit_report", "13:00", **typed).status_code == 302
    assert held.events.last().posting == world.kamran.posting


def test_the_queue_of_a_cover_costs_one_statement_more(world, seat):
    world.in_inquiry("10:00")
    kamran, counts = seat(world.kamran), []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            kamran.get(DESK, "12:01")
        counts.append(len(queries))
        if turn == 0:
            seat(world.farah).sends(LEAVE, "12:00", **asked(world))
    assert counts[1] == counts[0] + 1  # which checks that the portal wrote the leave


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"cover": ""}, "Please fill this in."),
        ({"from": "yesterday"}, "This is not a date."),
        ({"from": "2026-11-20"}, "Leave cannot start in the past."),
        ({"until": "2026-11-22"}, "The leave must end after it begins"),
    ],
)
def test_what_is_wrong_is_said_and_stays_chosen(world, seat, changed, said):
    answer = seat(world.farah).sends(LEAVE, "12:00", **asked(world, **changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'<option value="{world.bilal.posting.pk}" selected>' in answer.content.decode()
    assert not Leave.objects.exists()


def test_an_officer_of_another_district_is_not_offered(world, seat):
    answer = seat(world.farah).sends(LEAVE, "12:00", **asked(world, cover=world.rashid.posting.pk))
    assert answer.status_code == 422


def test_the_officer_is_back_early(world, seat):
    farah = seat(world.farah)
    farah.sends(LEAVE, "12:00", **asked(world))
    path = f"{LEAVE}{Leave.objects.get().pk}/end/"
    assert seat(world.rashid).sends(path, "13:00").status_code == 404
    assert farah.sends(path, "13:00").status_code == 302
    assert Leave.objects.get().ends_at == clock("13:00")
    assert farah.sends(path, "14:00").status_code == 302
    assert "This leave has already ended." in farah.get(LEAVE, "14:01").content.decode()
