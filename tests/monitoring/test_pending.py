"""Pending rows: whatever happens to complaints and clocks, they equal a recount."""

from datetime import timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command

from complaints.models import Complaint, RunningClock
from monitoring.models import Pending
from monitoring.tallies import pending_rebuild
from monitoring.tallies.tally_verification import find_differences
from sla.services.sweeping import sweep
from tests.monitoring.test_board_figures import shaken
from tests.monitoring.week import NOW


@pytest.fixture
def busy(db, week):
    with week.lent() as world:
        yield world


def wrong() -> list:
    return dict(find_differences())["open complaints"]


def test_every_open_complaint_has_its_row_and_nothing_else_has_one(busy):
    open_ones = set(Complaint.objects.unscoped("test").open().values_list("pk", flat=True))
    assert set(Pending.objects.values_list("complaint", flat=True)) == open_ones
    assert len(open_ones) > 30
    assert wrong() == []


@pytest.mark.slow
def test_they_follow_whatever_is_done_to_complaints_and_clocks(busy):
    shaken(busy, Random(7))
    closed = Complaint.objects.unscoped("test").get(status="closed")
    busy.ayesha.does("appeal", closed, "+3d 09:00", words="Nothing was done.")
    assert Pending.objects.filter(complaint=closed.pk).exists()
    RunningClock.objects.filter(complaint=closed).update(due_at=NOW)
    RunningClock.objects.filter(complaint=closed).first().delete()
    moved = Complaint.objects.unscoped("test").filter(status="received")
    multan = busy.office("multan")
    moved.update(office=multan, district=multan, region=multan.parent, contacted_at=NOW)
    assert Pending.objects.filter(district=multan.pk).count() >= moved.count() > 5
    assert wrong() == []


def test_a_row_goes_with_its_complaint(busy):
    received = Complaint.objects.unscoped("test").filter(status="received").first()
    Complaint.objects.unscoped("test").filter(pk=received.pk).update(
        status="closed", ending="confirmed", closed_at=NOW, holder=None
    )
    assert not Pending.objects.filter(complaint=received.pk).exists()


def test_the_steps_of_a_sweep_change_none(busy):
    before = dict(Pending.objects.values_list("complaint", "due_at"))
    sweep(at=NOW + timedelta(days=2))
    assert RunningClock.objects.filter(step__gt=0).exists()
    assert dict(Pending.objects.values_list("complaint", "due_at")) == before
    assert wrong() == []


@pytest.mark.slow
def test_a_row_that_is_wrong_is_named_and_written_anew(busy, capsys):
    some = list(Pending.objects.order_by("complaint").values_list("complaint", flat=True)[:3])
    Pending.objects.filter(complaint=some[0]).delete()
    Pending.objects.filter(complaint=some[1]).update(report_stood=1, due_at=NOW)
    closed = Complaint.objects.unscoped("test").filter(status="closed").first()
    Pending.objects.filter(complaint=some[2]).update(complaint=closed.pk)
    with pytest.raises(CommandError, match="4 differences"):
        call_command("verify_tallies")
    told = capsys.readouterr().err
    assert all(f"complaint {pk}: row is" in told for pk in (*some, closed.pk))
    pending_rebuild.rebuild_pending_rows()
    assert wrong() == []
