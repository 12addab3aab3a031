"""Eid is missing in the calendar: everybody runs late on a day on which nobody works, and nobody is blamed for it."""

from datetime import timedelta

import pytest

from complaints.models import Event
from monitoring.models import Breach, Flag, Hold, Review
from monitoring.queries import holds
from monitoring.services import holding
from tests.complaints.test_calendars import MONDAY, calendar, closes, filed  # noqa: F401
from tests.desk.conftest import seat  # noqa: F401
from tests.world import clock

TUESDAY = MONDAY + timedelta(days=1)
PAGE = "/desk/held/"
WHY = "Tuesday was Eid; the calendar did not know it."


@pytest.fixture
def eid(world, calendar, settings):  # noqa: F811
    """Twelve who are due on Tuesday at ten, and one at three in the afternoon; reminded on Monday."""
    settings.SWEEP_LIMITS = (10, 5, 0.3)
    for _ in range(12):
        filed(world)
    late = world.complaint("financial_crime", "15:00")
    world.salma.marks(late, to=world.bilal, at="15:20")
    assert holding.sweep(at=clock("16:59")).reminders == 12
    return late


def test_what_a_missing_holiday_would_flag_is_held_shown_and_discarded_and_only_what_was_due_is_flagged(
    world,
    calendar,  # noqa: F811
    eid,
    seat,  # noqa: F811
):
    assert holding.sweep(at=clock("+1d 10:01")).breaches == 0
    zara = seat(world.zara)
    page = zara.get(PAGE, "+1d 10:30").content.decode()
    assert "12 clocks had run out at once" in page
    assert "Lahore" in page
    (row,) = holds.effect(at=clock("+1d 10:30"))
    assert (row["breaches"], row["officers"]) == (12, 1)

    closes(calendar, TUESDAY, at="+1d 11:00")  # mended: what was still ahead moves, what has passed stays passed
    assert eid.running_clocks.get(clock="contact").due_at == clock("+2d 15:00")
    assert zara.sends(PAGE, "+1d 11:10", reason="", decision="discarded").status_code == 422
    assert zara.sends(PAGE, "+1d 11:11", reason=WHY, decision="discarded").status_code == 302
    assert holding.sweep(at=clock("+1d 11:12")).set_aside == 12

    for at in ("+1d 15:00", "+1d 23:00", "+2d 09:59"):
        assert holding.sweep(at=clock(at)).breaches == 0
    assert not Breach.objects.exists()
    assert not Review.objects.exists()
    assert Event.objects.filter(kind="set_aside").values("complaint").distinct().count() == 12

    assert holding.sweep(at=clock("+2d 15:00")).breaches == 1
    flag = Flag.objects.get()
    assert (flag.breach.complaint, flag.breach.due_at) == (eid, clock("+2d 15:00"))
    assert Hold.objects.get().reason == WHY
