"""The circuit breaker: abnormally many breaches are held and shown, and a monitor releases or discards them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from complaints.models import Event, RunningClock
from complaints.services import orders
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from reviews.models import Flag, Review
from sla.models import Breach, Hold, Swept
from sla.queries import held_sweeps
from sla.rules import breaker_limits
from sla.rules.breaker_limits import Batch, BreakerLimits
from sla.services import circuit_breaker
from sla.services.sweeping import SweepCounts
from tests.desk.conftest import seat  # noqa: F401
from tests.monitoring import crowd
from tests.world import clock

HELD = Hold.Decision
PAGE = "/desk/held/"
WHY = "The portal was down from eleven to five; nobody could work in it."


@pytest.fixture(autouse=True)
def ten_at_once(settings):
    settings.SWEEP_LIMITS = (10, 5, 0.5)


@pytest.fixture
def outage(world):
    """Create thirty complaints whose contact was due while the portal was down."""
    crowd.overdue(world, 30, holders=crowd.inquiry_officers(world, 3))
    return world


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__in=["breach", "set_aside"]).values_list("kind", flat=True).distinct())


def decided(world, decision, at="18:00", reason=WHY, by="zara"):
    return circuit_breaker.decide_hold(decision=decision, reason=reason, by=world.people[by].actor, at=clock(at))


def test_an_outage_of_six_hours_is_held_and_nobody_is_flagged(outage):
    assert circuit_breaker.sweep_except_held_batches(at=clock("17:30")) == SweepCounts()
    assert circuit_breaker.sweep_except_held_batches(at=clock("17:31")) == SweepCounts()
    hold = Hold.objects.get()
    assert (hold.due, hold.open_now, hold.usual, hold.decision) == (30, 30, None, "")
    assert not Breach.objects.exists()
    assert not Review.objects.exists()


def test_the_monitors_are_told_once_and_nobody_else(outage):
    circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    circuit_breaker.sweep_except_held_batches(at=clock("17:31"))
    told = Message.objects.filter(template="sweep_held")
    assert [message.recipient for message in told] == [f"posting:{outage.zara.posting.pk}"]
    assert told[0].context["count"] == 30


def test_what_is_not_of_the_batch_is_recorded_all_the_while_and_nobody_pressed_or_detained_waits(outage):
    """Besides the batch: a due order, a due call, a report of pressure, and an urgent action within two hours."""
    world = outage
    told = {"words": "See her today.", "due_at": clock("16:30")}
    orders.give_order(complaint_id=world.in_inquiry().pk, **told, by=world.farah.actor, at=clock("11:00"))
    world.ayesha.does("report_pressure", world.in_inquiry(), "15:00")
    world.complaint("illegal_detention", "14:00")
    done = circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    assert set(Breach.objects.values_list("clock", flat=True)) == {"order", "pressure", "urgent"}
    assert (done.breaches, Hold.objects.get().batches) == (3, ["promised"])
    assert Flag.objects.count() == 3
    assert list(Swept.objects.values_list("batch", "breaches")) == [("inside", 1)]


@pytest.mark.slow
def test_a_mass_of_orders_is_held_without_what_was_promised_until_that_is_too_much_as_well(world):
    crowd.overdue(world, 30, holders=crowd.inquiry_officers(world, 3))
    RunningClock.objects.update(clock="order")
    late = world.complaint("financial_crime", "09:00")
    world.salma.marks(late, to=world.bilal, at="09:20")
    assert circuit_breaker.sweep_except_held_batches(at=clock("17:30")).breaches == 1
    assert Breach.objects.get().complaint == late
    hold = Hold.objects.get()
    assert (hold.batches, hold.due, hold.open_now) == (["inside"], 30, 30)
    for complaint in [world.complaint("financial_crime", "12:00") for _ in range(11)]:
        world.salma.marks(complaint, to=world.bilal, at="12:20")
    RunningClock.objects.filter(clock="report").delete()
    assert circuit_breaker.sweep_except_held_batches(at=clock("20:00")).breaches == 0
    assert Hold.objects.get().batches == ["inside", "promised"]
    decided(world, HELD.DISCARDED, at="20:10")
    assert circuit_breaker.sweep_except_held_batches(at=clock("20:11")).set_aside == 41


def test_reminders_go_out_all_the_while(outage):
    circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    complaint = outage.complaint("financial_crime", "12:00")
    outage.salma.marks(complaint, to=outage.bilal, at="12:20")
    assert circuit_breaker.sweep_except_held_batches(at=clock("18:00")) == SweepCounts(reminders=1, batches=1)
    assert Event.objects.filter(complaint=complaint, kind="reminder").exists()


def test_what_is_released_is_dated_when_it_was_due_and_happens_once(outage):
    circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    decided(outage, HELD.RELEASED)
    assert circuit_breaker.sweep_except_held_batches(at=clock("18:01")).breaches == 30
    assert circuit_breaker.sweep_except_held_batches(at=clock("18:02")) == SweepCounts()
    assert Breach.objects.count() == Flag.objects.count() == 30
    assert max(Breach.objects.values_list("due_at", flat=True)) <= clock("17:00")
    assert set(Breach.objects.values_list("noticed_at", flat=True)) == {clock("18:01")}
    assert Hold.objects.get().done_at == clock("18:01")
    assert Swept.objects.get().breaches == 30


def test_what_is_discarded_is_in_the_history_and_held_against_nobody(outage):
    circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    decided(outage, HELD.DISCARDED)
    assert circuit_breaker.sweep_except_held_batches(at=clock("18:01")) == SweepCounts(batches=1, set_aside=30)
    assert circuit_breaker.sweep_except_held_batches(at=clock("18:02")) == SweepCounts()
    assert kinds() == ["set_aside"]
    assert not Breach.objects.exists()
    assert not Review.objects.exists()
    assert not Swept.objects.exists()


def test_what_is_discarded_and_stays_late_climbs_as_ever(outage):
    circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    decided(outage, HELD.DISCARDED)
    circuit_breaker.sweep_except_held_batches(at=clock("18:01"))
    assert circuit_breaker.sweep_except_held_batches(at=clock("+1d 17:00")).escalations == 30
    assert set(Breach.objects.values_list("level", flat=True)) == {1}
    assert not Review.objects.exists()


def test_what_runs_out_after_the_decision_is_not_discarded_with_it(outage):
    later = outage.complaint("financial_crime", "10:00")
    outage.salma.marks(later, to=outage.bilal, at="10:20")  # its contact is due at 18:00
    circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    decided(outage, HELD.DISCARDED, at="17:45")
    circuit_breaker.sweep_except_held_batches(at=clock("17:46"))
    assert circuit_breaker.sweep_except_held_batches(at=clock("18:00")).breaches == 1
    assert Breach.objects.get().complaint == later


@pytest.mark.slow
def test_a_new_flood_after_a_decision_is_held_anew(outage, settings):
    settings.SWEEP_LIMITS = (10, 5, 0.2)
    circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    decided(outage, HELD.DISCARDED)
    circuit_breaker.sweep_except_held_batches(at=clock("18:01"))
    for complaint in [outage.complaint("financial_crime", "12:00") for _ in range(31)]:
        outage.salma.marks(complaint, to=outage.bilal, at="12:20")
    assert circuit_breaker.sweep_except_held_batches(at=clock("20:00")).breaches == 0
    assert Hold.objects.filter(done_at=None).get().due == 31


def test_a_usual_number_is_never_held(world):
    crowd.overdue(world, 9, holders=crowd.inquiry_officers(world, 3))
    assert circuit_breaker.sweep_except_held_batches(at=clock("17:30")).breaches == 9
    assert not Hold.objects.exists()


@pytest.mark.parametrize(("each_day", "held"), [(0, True), (5, True), (6, False), (200, False)])
def test_the_usual_is_what_ran_out_in_this_hour_of_other_days(outage, settings, each_day, held):
    settings.SWEEP_LIMITS = (10, 5, 2)
    for day in range(1, 29):
        at = clock("17:10") - timedelta(days=day)
        Swept.objects.create(at=at, breaches=each_day)
        Swept.objects.create(at=at - timedelta(hours=3), breaches=9_000)  # another hour of the day
        Swept.objects.create(at=at, batch=Batch.INSIDE, breaches=9_000)  # another batch
    circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    assert Hold.objects.exists() is held
    assert not held or Hold.objects.get().usual == each_day


def test_only_a_monitor_decides_with_a_reason_and_only_where_something_is_held(outage):
    with pytest.raises(NotPermitted):
        decided(outage, HELD.RELEASED)
    circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    for other in ("imran", "asad", "omar", "usman", "nadia"):
        with pytest.raises(NotPermitted):
            decided(outage, HELD.RELEASED, by=other)
    for reason in ("", "  ", "x" * 20_000):
        with pytest.raises(Refused):
            decided(outage, HELD.RELEASED, reason=reason)
    decided(outage, HELD.RELEASED)
    with pytest.raises(NotPermitted):
        decided(outage, HELD.DISCARDED)


@pytest.mark.parametrize(
    "change",
    [
        {"due": 1},
        {"reason": "Another."},
        {"decision": HELD.DISCARDED},
        {"posting": None},
        {"opened_at": None},
        {"batches": ["inside", "promised"]},
    ],
)
def test_a_decision_is_never_changed(outage, change):
    circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    decided(outage, HELD.RELEASED)
    with pytest.raises(DatabaseError), transaction.atomic():
        Hold.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Hold.objects.all()._raw_delete("default")


def test_the_page_shows_what_it_would_do_by_district_and_takes_the_decision(outage, seat):  # noqa: F811
    zara = seat(outage.zara)
    assert "No delays are held" in zara.get(PAGE, "17:00").content.decode()
    circuit_breaker.sweep_except_held_batches(at=clock("17:30"))
    (row,) = held_sweeps.preview_release_by_district(Hold.objects.get(), at=clock("17:30"))
    assert (row["office_en"], row["breaches"], row["escalations"], row["officers"]) == ("Lahore", 30, 0, 3)
    page = zara.get(PAGE, "17:40").content.decode()
    assert "30 deadlines passed at once" in page
    assert "Lahore" in page
    refused = zara.sends(PAGE, "17:41", reason="Because.")
    assert (refused.status_code, "Because." in refused.content.decode()) == (422, True)
    assert zara.sends(PAGE, "17:42", reason=WHY, decision="released").status_code == 302
    assert WHY in zara.get(PAGE, "17:43").content.decode()
    assert circuit_breaker.sweep_except_held_batches(at=clock("17:44")).breaches == 30


@given(due=st.integers(0, 10**6), usual=st.none() | st.floats(0, 10**5), open_now=st.integers(0, 10**7))
def test_more_is_never_more_normal_and_a_few_are_never_held(due, usual, open_now):
    limits = BreakerLimits(floor=200, times_usual=5, share=0.05)
    found = breaker_limits.is_abnormally_many(due, usual=usual, open_now=open_now, limits=limits)
    assert not found or due > 200
    assert not found or breaker_limits.is_abnormally_many(due + 1, usual=usual, open_now=open_now, limits=limits)
    assert found == (due > 200 and (due > 0.05 * open_now or (usual is not None and due > 5 * usual)))


def test_one_outage_does_not_make_the_next_one_usual():
    assert breaker_limits.usual_number_of_expiries([3] * 27 + [50_000]) == 3
    assert breaker_limits.usual_number_of_expiries([3] * 6) is None
