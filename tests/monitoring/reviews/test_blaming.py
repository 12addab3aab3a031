"""The officers that are flagged for a delay, by the custody ledger after the sweep."""

import pytest

from accounts.services.leave_arrangement import arrange_leave
from accounts.services.postings import end_posting, transfer_officer
from complaints.models import RunningClock
from complaints.services import orders
from complaints.services.exclusion.officer_naming import name_officer
from reviews.models import Dossier, Flag
from reviews.services.new_flag_details import complete_flags
from sla.models import Breach
from tests.monitoring.reviews.lives import flag_all, late_complaint
from tests.world import clock


def flags() -> dict[str, float]:
    """Return the share of each flagged officer, by name."""
    rows = Flag.objects.values_list("review__officer__name_en", "share")
    return {name.lower(): round(share, 3) for name, share in rows}


def test_the_holders_share_excludes_the_minutes_of_the_cell(world):
    late_complaint(world)
    assert flags() == {"bilal": 0.958}  # 7:40 of 8 hours; the cell had the rest
    assert Flag.objects.get().breach.officer == world.bilal.officer


def test_a_hand_over_just_before_the_deadline_does_not_move_the_share(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    world.dania.does("re_mark", complaint, "16:55", to=world.kamran)
    flag_all("17:01")
    assert flags() == {"kamran": 0.01, "bilal": 0.948}
    assert Breach.objects.get(level=0, clock="contact").flags.count() == 2


def test_the_cells_time_counts_for_the_head_besides_the_holder(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="14:00")
    flag_all("17:01")
    assert flags() == {"bilal": 0.375, "usman": 0.625}


def test_a_breach_before_marking_counts_only_for_the_head_of_the_cell(world):
    world.complaint("financial_crime", "09:00")
    flag_all("17:01")
    assert flags() == {"usman": 1.0}


def test_a_vacant_post_counts_for_the_next_head_and_a_transfer_for_each_head(world):
    world.complaint("financial_crime", "09:00", district="multan")
    end_posting(posting=world.rashid.posting, by=None, at=clock("13:00"))
    flag_all("17:01")
    assert flags() == {"imran": 0.5, "rashid": 0.5}


def test_leave_counts_for_the_cover(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    span = {"starts_at": clock("12:00"), "ends_at": clock("16:00")}
    arrange_leave(posting=world.bilal.posting, cover=world.kamran.posting, by=None, at=clock("10:00"), **span)
    flag_all("17:01")
    assert flags() == {"bilal": 0.458, "kamran": 0.5}


def test_an_overdue_order_counts_for_its_addressee(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    orders.give_order(
        complaint_id=complaint.pk, words="Ring her.", due_at=clock("10:00"), by=world.dania.actor, at=clock("09:20")
    )
    world.dania.does("re_mark", complaint, "10:30", to=world.kamran)
    flag_all("17:01")
    assert flags()["bilal"] > 0.9  # the holder was waiting for Bilal
    assert flags()["kamran"] == 0.0


def test_a_late_decision_counts_for_the_superior_not_the_author(world):
    complaint = world.in_inquiry(at="10:00")
    world.bilal.reports(complaint, "12:00")
    flag_all("+2d 12:00")
    assert flags() == {"farah": 1.0}


def test_a_pause_counts_for_nobody(world):
    complaint = world.in_inquiry(at="10:00")
    world.bilal.asks(complaint, "11:00")
    world.ayesha.answers(complaint, "23:00")
    world.dania.does("re_mark", complaint, "23:30", to=world.kamran)
    due = RunningClock.objects.get(complaint=complaint, clock="report").due_at
    flag_all(due)
    assert due == clock("+5d 21:00")  # 120 hours from 09:00, and the 12 of the pause
    assert flags() == {"kamran": round(117.5 / 120, 3)}  # Bilal's 2:20 are less than a quarter; the pause is left out


def test_an_officer_whom_the_complaint_names_is_never_flagged_for_it(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    name_officer(
        complaint_id=complaint.pk,
        officer_id=world.bilal.officer.pk,
        why="She says so.",
        by=world.salma.actor,
        at=clock("15:00"),
    )
    flag_all("17:01")
    assert "bilal" not in flags()
    assert len(flags()) >= 1


def test_running_the_job_twice_changes_nothing(world):
    late_complaint(world)
    before = flags()
    assert complete_flags(at=clock("18:00")) == 0
    assert flags() == before
    assert Dossier.objects.count() == Flag.objects.count() == 1


@pytest.mark.parametrize("share", [0.99, 0.0])
def test_the_share_is_a_setting(world, settings, share):
    settings.REVIEW_SHARE = share
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="13:00")
    flag_all("17:01")
    assert set(flags()) == ({"bilal"} if share else {"bilal", "usman"})


def test_an_officer_is_flagged_even_after_the_posting_ended(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    transfer_officer(posting=world.bilal.posting, to=world.office("multan"), by=None, at=clock("16:30"))
    flag_all("17:01")
    assert flags()["bilal"] == 0.896  # until 16:30
