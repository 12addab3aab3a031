"""A missing or wrong holiday: no officer is blamed, and no deadline becomes earlier than announced."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models.staff_act import StaffAct, StaffActKind
from complaints.models import Event, Holiday
from notifications.models import Message
from reviews.models import Flag, Review
from sla.models import Breach, Hold
from sla.queries import held_sweeps
from sla.services import circuit_breaker
from tests.complaints.calendars import MONDAY, closes, dues, filed, nothing_is_wrong
from tests.complaints.conftest import calendar  # noqa: F401
from tests.desk.conftest import seat  # noqa: F401
from tests.world import clock

TUESDAY = MONDAY + timedelta(days=1)
PAGE = "/desk/held/"
WHY = "Tuesday was Eid; the calendar did not know it."


@pytest.fixture
def eid(world, calendar, settings):  # noqa: F811
    """File twelve complaints due on Tuesday at ten and one at three in the afternoon; reminders were sent on Monday."""
    settings.SWEEP_LIMITS = (10, 5, 0.3)
    for _ in range(12):
        filed(world)
    late = world.complaint("financial_crime", "15:00")
    world.salma.marks(late, to=world.bilal, at="15:20")
    assert circuit_breaker.sweep_except_held_batches(at=clock("16:59")).reminders == 12
    return late


@pytest.mark.slow
def test_what_a_missing_holiday_would_flag_is_held_shown_and_discarded_and_only_what_was_due_is_flagged(
    world,
    calendar,  # noqa: F811
    eid,
    seat,  # noqa: F811
):
    assert circuit_breaker.sweep_except_held_batches(at=clock("+1d 10:01")).breaches == 0
    zara = seat(world.zara)
    page = zara.get(PAGE, "+1d 10:30").content.decode()
    assert "12 deadlines passed at once" in page
    assert "Lahore" in page
    (row,) = held_sweeps.preview_release_by_district(Hold.objects.get(), at=clock("+1d 10:30"))
    assert (row["breaches"], row["officers"]) == (12, 1)

    closes(calendar, TUESDAY, at="+1d 11:00")  # corrected: future deadlines move, past ones stay
    assert eid.running_clocks.get(clock="contact").due_at == clock("+2d 15:00")
    assert zara.sends(PAGE, "+1d 11:10", reason="", decision="discarded").status_code == 422
    assert zara.sends(PAGE, "+1d 11:11", reason=WHY, decision="discarded").status_code == 302
    assert circuit_breaker.sweep_except_held_batches(at=clock("+1d 11:12")).set_aside == 12

    for at in ("+1d 15:00", "+1d 23:00", "+2d 09:59"):
        assert circuit_breaker.sweep_except_held_batches(at=clock(at)).breaches == 0
    assert not Breach.objects.exists()
    assert not Review.objects.exists()
    assert Event.objects.filter(kind="set_aside").values("complaint").distinct().count() == 12

    assert circuit_breaker.sweep_except_held_batches(at=clock("+2d 15:00")).breaches == 1
    flag = Flag.objects.get()
    assert (flag.breach.complaint, flag.breach.due_at) == (eid, clock("+2d 15:00"))
    assert Hold.objects.get().reason == WHY


# --- an administrator enters it, and takes it back -----------------------------------------------------------------

ADD = "/desk/admin/complaints/holiday/add/"


def told(complaint) -> list[str]:
    return list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True))


def decides(omar, at: str, decision: str):
    page = reverse("admin:complaints_holiday_change", args=[Holiday.objects.get(day=TUESDAY).pk])
    assert (
        "1 open complaint follows this calendar. No deadline already given becomes earlier."
        in omar.get(page, at).content.decode()
    )
    assert omar.sends(page, at, decision=decision).status_code == 302


@pytest.mark.slow
def test_a_holiday_entered_by_mistake_and_taken_back_moves_nothing_earlier_and_says_so_in_each_history(
    world,
    calendar,  # noqa: F811
    seat,  # noqa: F811
):
    complaint, omar, bilal = filed(world), seat(world.omar), seat(world.bilal)
    assert dues(complaint) == {"contact": "24 10:00", "report": "01 10:00"}
    typed = {"calendar": calendar.pk, "day": TUESDAY.isoformat(), "name_en": "Eid", "provisional": "on"}
    assert omar.sends(ADD, "11:00", **typed).status_code == 302
    assert omar.sends(ADD, "11:05", **typed).status_code == 200  # that day is in the calendar already
    assert dues(complaint) == {"contact": "25 10:00", "report": "02 10:00"}
    assert told(complaint)[-2:] == ["calendar_changed", "calendar_changed"]
    assert (
        bilal.opens(complaint, "11:10").content.decode().count("The working-day calendar changed, so the deadline (")
        == 2
    )

    decides(omar, "12:00", "is_none")
    assert dues(complaint) == {"contact": "25 10:00", "report": "02 10:00"}, "Before the change:"
    assert dues(later := filed(world, "12:30")) == {"contact": "24 12:30", "report": "01 12:30"}
    assert len(told(complaint)) == len(told(later)) + 2
    assert circuit_breaker.sweep_except_held_batches(at=clock("+1d 12:30")).breaches == 1
    assert Breach.objects.get().complaint == later
    assert circuit_breaker.sweep_except_held_batches(at=clock("+2d 09:59")).breaches == 0
    assert circuit_breaker.sweep_except_held_batches(at=clock("+2d 10:00")).breaches == 1
    assert nothing_is_wrong()
    acts = StaffAct.objects.filter(kind=StaffActKind.CALENDAR).order_by("pk").values_list("words", flat=True)
    assert [words.split(": ")[1] for words in acts] == [f"+ {TUESDAY} (2)", f"– {TUESDAY} (0)"]
    heard = Message.objects.filter(recipient=f"posting:{world.asad.posting.pk}", created_at__gte=clock("11:00"))
    assert heard.count() == 2


def test_a_moon_that_is_sighted_after_all_moves_what_was_filed_while_nobody_believed_in_it(world, calendar, seat):  # noqa: F811
    closes(calendar, TUESDAY, at="09:30")
    complaint, omar = filed(world), seat(world.omar)
    decides(omar, "10:40", "is_none")
    doubted = filed(world, "11:00")
    assert dues(doubted)["contact"] == "24 11:00"
    decides_again = reverse("admin:complaints_holiday_change", args=[Holiday.objects.get(day=TUESDAY).pk])
    assert omar.sends(decides_again, "12:00", decision="is").status_code == 302
    assert dues(doubted)["contact"] == "25 11:00"
    assert dues(complaint) == {"contact": "25 10:00", "report": "02 10:00"}
    holiday = Holiday.objects.get(day=TUESDAY)
    assert (holiday.provisional, holiday.is_off) == (False, False)
    assert nothing_is_wrong()
