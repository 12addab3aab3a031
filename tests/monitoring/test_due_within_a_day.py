"""The board's count of complaints due within a day equals the list behind its link."""

from datetime import timedelta
from random import Random

import pytest

from accounts.actors import Actor
from complaints.models import Complaint, RunningClock
from desk.queries.complaint_filters import filter_complaints
from monitoring.queries.board import load_board
from tests.monitoring.test_board_figures import shaken
from tests.world import clock


@pytest.fixture
def busy(db, week):
    with week.lent() as world:
        yield world


@pytest.mark.mostly_slow
@pytest.mark.parametrize("minute", ["00", "01", "30", "59"])
@pytest.mark.parametrize("name", ["zara", "usman"])
def test_what_is_due_within_a_day_is_what_its_link_lists_at_any_minute(busy, minute, name):
    random = Random(f"{name} {minute}")
    shaken(busy, random)
    for one in RunningClock.objects.promised().order_by("pk"):
        moment = clock("+5d 09:00") + timedelta(minutes=random.randrange(-200, 1800), microseconds=random.randrange(2))
        RunningClock.objects.filter(pk=one.pk).update(due_at=moment)
    on_the_hour = RunningClock.objects.promised().order_by("pk")[:4]
    for one, hours in zip(on_the_hour, (9, 10, 33, 34), strict=True):
        RunningClock.objects.filter(complaint=one.complaint_id).update(
            due_at=clock("+5d 00:00") + timedelta(hours=hours)
        )
    actor, at = Actor.of(busy.people[name].posting), clock(f"+5d 09:{minute}")
    for complaint in Complaint.objects.unscoped("test").open():
        dues = [one.due_at for one in complaint.running_clocks.promised()]
        Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(due_at=min(dues, default=complaint.due_at))
    listed = filter_complaints(Complaint.objects.visible_to(actor, at=at), at=at, clock="day").count()
    assert load_board(actor, at=at).day.number == listed > 3
