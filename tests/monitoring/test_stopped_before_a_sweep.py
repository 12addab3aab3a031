"""Clocks that expired and were stopped before a sweep: recorded as if the sweep had seen them run (0025)."""

import pytest

from complaints.models import ClockRun, Event, RunningClock
from complaints.services import orders, pressure_tasks
from notifications.models import Message
from reviews.models import Flag, Review
from reviews.queries.public_delay import load_public_delay
from reviews.services.new_flag_details import complete_flags
from sla.models import Breach, Hold, Untold
from sla.queries import held_sweeps
from sla.services import circuit_breaker
from sla.services.citizen_notices import notify_citizens
from sla.services.sweeping import SweepCounts, sweep
from tests.complaints.stages import claimed, detained, marked, reported, tried
from tests.complaints.verifying import found
from tests.world import clock

WHY = "The beat was out from four to ten; the officers were not."


def swept(at: str) -> SweepCounts:
    return sweep(at=clock(at))


def breaches(name: str = "contact") -> list[tuple]:
    """Return the breaches of a clock: level, due time, responsible officer."""
    rows = Breach.objects.filter(clock=name).select_related("officer").order_by("due_at", "level")
    return [(row.level, row.due_at, row.officer.name_en) for row in rows]


def told(template: str) -> dict[str, tuple]:
    """Return the messages of a template: recipient, number of complaints, link."""
    rows = Message.objects.filter(template=template).values_list("recipient", "context")
    return {recipient: (context["count"], context["path"]) for recipient, context in rows}


def address(person) -> str:
    return f"posting:{person.posting.pk}"


def contacted_late(world, at="18:00"):
    """Return a complaint that Bilal contacted after 17:00, when it was due. No sweep has run since 16:00."""
    complaint = marked(world)
    swept("16:00")
    world.bilal.records_contact(complaint, at)
    return complaint


def test_who_answers_late_during_an_outage_of_six_hours_is_late_all_the_same(world):
    complaint = contacted_late(world)
    assert not Breach.objects.exists()
    assert swept("22:00") == SweepCounts(breaches=1, batches=1)
    breach = Breach.objects.get()
    assert (breach.due_at, breach.noticed_at, breach.officer) == (clock("17:00"), clock("22:00"), world.bilal.officer)
    assert Flag.objects.get().review == Review.objects.get(officer=world.bilal.officer)
    assert told("breached") == dict.fromkeys(map(address, (world.bilal, world.dania)), (1, "/desk/office/"))
    assert list(complaint.events.order_by("seq").values_list("kind", flat=True))[-2:] == ["record_contact", "breach"]
    assert swept("22:01") == swept("+1d 17:00") == SweepCounts()
    complete_flags(at=clock("22:02"))
    assert Flag.objects.get().share > 0.9
    assert found() == []


def test_the_complainant_reads_and_hears_of_it_once(world):
    complaint = contacted_late(world)
    swept("22:00")
    limit = load_public_delay(complaint)
    assert (limit.due_at, limit.notified_posting, limit.reviewed) == (clock("17:00"), world.dania.posting, True)
    assert notify_citizens(at=clock("22:01")) == 1
    assert Message.objects.filter(template="late").count() == 1
    complaint.refresh_from_db()
    assert complaint.contact_ran_out


def test_it_is_held_against_whoever_had_it_when_it_was_due_not_against_whoever_answered(world):
    complaint = marked(world)
    world.farah.does("re_mark", complaint, "17:30", to=world.dania)
    world.dania.records_contact(complaint, "18:00")
    swept("22:00")
    assert breaches() == [(0, clock("17:00"), "Bilal")]


def test_the_steps_that_were_due_before_it_stopped_are_taken_in_order_and_no_later_one(world):
    complaint = contacted_late(world, at="+2d 18:00")
    swept("+5d 08:00")
    dues = (clock("17:00"), clock("+1d 17:00"), clock("+2d 17:00"))
    assert breaches() == [(level, due_at, "Bilal") for level, due_at in enumerate(dues)]
    assert not ClockRun.objects.exclude(unswept_at=None).exists()
    assert ClockRun.objects.get(clock="contact").step == 4
    assert Breach.objects.get(clock="contact", level=2).told == world.imran.posting
    told = complaint.events.filter(kind__in=["breach", "escalation"]).order_by("seq").values_list("kind", flat=True)
    assert list(told) == ["breach", "escalation", "escalation"]
    assert found() == []


def test_nobody_hears_that_what_has_stopped_is_still_late(world):
    RunningClock.objects.filter(complaint=contacted_late(world, at="+2d 18:00")).delete()  # the report's
    swept("+3d 09:00")
    assert told("escalated") == {}
    assert told("breached").keys() == set(map(address, (world.bilal, world.dania, world.usman, world.imran)))
    assert list(Untold.objects.values_list("breach__level", flat=True)) == [0]


def test_who_was_in_time_is_late_with_nothing_be_it_at_the_last_moment(world):
    for at in ("16:59", "17:00"):
        world.bilal.records_contact(marked(world), at)
    assert not ClockRun.objects.exclude(unswept_at=None).exists()
    assert swept("22:00") == SweepCounts()


# --- every clock, stopped late -------------------------------------------------------------------------------------


def answers_an_order(world):
    complaint = world.in_inquiry("10:00")
    given = {"words": "Visit the shop.", "due_at": clock("14:30"), "by": world.usman.actor, "at": clock("10:30")}
    orders.give_order(complaint_id=complaint.pk, **given)
    world.farah.does("re_mark", complaint, "14:00", to=world.dania)
    orders.answer_order(complaint_id=complaint.pk, words="Done.", by=world.dania.actor, at=clock("15:00"))


def settles_pressure(world):
    complaint = world.in_inquiry("10:00")
    world.ayesha.does("report_pressure", complaint, "11:00", words="They wait at my door.", silent=True)
    told = {"words": "Moved to Multan.", "by": world.nadia.actor, "at": clock("13:30")}
    pressure_tasks.close_pressure_task(pressure_id=complaint.pressures.get().pk, **told)


def accepted(world):
    complaint = reported(world)
    world.farah.does("accept", complaint, "12:00", words="No crime was found.")
    return complaint


LATE = {
    "contact": (lambda world: contacted_late(world), (clock("17:00"), "Bilal")),
    "report": (
        lambda world: world.bilal.reports(world.in_inquiry("10:00"), "+5d 10:00"),
        (clock("+5d 09:00"), "Bilal"),
    ),
    "decision": (
        lambda world: world.farah.does("accept", reported(world), "+2d 12:00"),
        (clock("+2d 11:00"), "Farah"),
    ),
    "verify": (
        lambda world: world.salma.does("verify", accepted(world), "+2d 13:00", verdict="satisfied"),
        (clock("+2d 12:00"), "Farah"),
    ),
    "call": (
        lambda world: world.salma.rings(claimed(world), "+2d 10:00", "contact"),
        (clock("+2d 09:30"), "Usman"),
    ),
    "excuse": (
        lambda world: world.salma.rings(tried(world, 3), "18:00", "excuse"),
        (clock("17:30"), "Usman"),
    ),
    "order": (answers_an_order, (clock("14:30"), "Bilal")),
    "pressure": (settles_pressure, (clock("13:00"), "Imran")),
    "urgent": (
        lambda world: world.dania.does("urgent_act", detained(world), "11:20", words="Seen in the lock-up."),
        (clock("11:00"), "Dania"),
    ),
}


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("name", LATE)
def test_of_every_clock_what_was_done_late_is_found_dated_when_it_was_due(world, name):
    happens, (due_at, whose) = LATE[name]
    happens(world)
    swept("+5d 10:01")
    assert breaches(name)[0] == (0, due_at, whose)
    assert Flag.objects.filter(breach__clock=name, breach__due_at=due_at).count() == 1
    assert found() == []


def test_the_end_of_a_complaint_hides_no_delay(world):
    complaint = marked(world)
    world.ayesha.does("withdraw", complaint, "18:00")
    swept("22:00")
    assert breaches() == [(0, clock("17:00"), "Bilal")]
    assert Flag.objects.count() == 1
    assert found() == []


# --- clocks that go on afterwards ----------------------------------------------------------------------------------


def test_a_report_clock_that_a_question_stopped_too_late_is_late_once_and_climbs_from_where_it_goes_on(world):
    complaint = world.in_inquiry("10:00")
    limit = RunningClock.objects.get(complaint=complaint).due_at
    world.bilal.asks(complaint, clock("+5d 12:00"))
    world.ayesha.answers(complaint, "+5d 20:00")
    assert limit == clock("+5d 09:00")
    running = RunningClock.objects.get(complaint=complaint)
    assert (running.due_at, running.next_step_at) == (clock("+5d 17:00"), clock("+6d 17:00"))
    assert swept("+6d 16:59").breaches == 1
    assert breaches("report") == [(0, limit, "Bilal")]
    assert swept("+6d 17:00").escalations == 1
    assert breaches("report")[1:] == [(1, clock("+6d 17:00"), "Bilal")]
    assert found() == []


@pytest.mark.slow
def test_a_pause_that_nobody_ended_and_then_the_complaints_end_hide_no_delay(world):
    """The pause may last thirty hours, until Tuesday at 17:00; 118 of 120 hours are left."""
    complaint = world.in_inquiry("10:00")
    world.bilal.asks(complaint, "11:00")
    world.ayesha.does("withdraw", complaint, "+6d 16:00")
    swept("+6d 17:00")
    assert breaches("report") == [(0, clock("+6d 15:00"), "Bilal")]
    assert found() == []


def test_a_contact_that_was_said_too_late_and_denied_is_late_once(world):
    complaint = contacted_late(world)
    world.ayesha.says("nobody", complaint, "20:00")
    assert swept("22:00").breaches == 1
    assert breaches() == [(0, clock("17:00"), "Bilal")]
    assert (swept("+1d 16:59").escalations, swept("+1d 17:00").escalations) == (0, 1)
    assert found() == []


@pytest.mark.slow
@pytest.mark.parametrize("sweeps", [(), ("+5d 10:30",)])
def test_a_late_report_that_is_returned_was_late_whether_a_sweep_came_in_between_or_not(world, sweeps):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "+5d 10:00")
    for at in sweeps:
        swept(at)
    world.farah.does("return_report", complaint, "+5d 11:00")
    swept("+5d 12:00")
    assert breaches("report") == [(0, clock("+5d 09:00"), "Bilal")]
    running = RunningClock.objects.get(complaint=complaint)
    assert (running.due_at, running.step) == (clock("+6d 11:00"), 2)
    assert found() == []


# --- the breaker ---------------------------------------------------------------------------------------------------


@pytest.fixture
def flood(world, settings):
    """Create eleven late contacts while no sweep ran: more than the circuit breaker accepts at once."""
    settings.SWEEP_LIMITS = (10, 5, 0.5)
    for _ in range(11):
        contacted = marked(world)
        world.bilal.records_contact(contacted, "18:00")
    return world


def decided(world, decision, at="21:00"):
    return circuit_breaker.decide_hold(decision=decision, reason=WHY, by=world.zara.actor, at=clock(at))


def test_a_flood_of_what_has_stopped_is_held_shown_and_released(flood):
    assert circuit_breaker.sweep_except_held_batches(at=clock("20:00")).breaches == 0
    assert Hold.objects.get().due == 11
    (row,) = held_sweeps.preview_release_by_district(Hold.objects.get(), at=clock("20:00"))
    assert (row["office_en"], row["breaches"], row["escalations"], row["officers"]) == ("Lahore", 11, 0, 1)
    decided(flood, Hold.Decision.RELEASED)
    assert circuit_breaker.sweep_except_held_batches(at=clock("21:01")).breaches == 11
    assert set(Breach.objects.values_list("due_at", flat=True)) == {clock("17:00")}


def test_what_is_discarded_stays_in_the_history_against_nobody(flood):
    circuit_breaker.sweep_except_held_batches(at=clock("20:00"))
    decided(flood, Hold.Decision.DISCARDED)
    assert circuit_breaker.sweep_except_held_batches(at=clock("21:01")).set_aside == 11
    assert (circuit_breaker.sweep_except_held_batches(at=clock("22:00")), Breach.objects.count()) == (SweepCounts(), 0)
    assert Event.objects.filter(kind="set_aside").count() == 11


def test_who_acts_while_it_is_held_or_after_the_decision_is_judged_by_the_decision_too(flood, settings):
    """One complainant is contacted while the batch is held, one between the decision and the sweep that applies it."""
    first, second = marked(flood), marked(flood)
    circuit_breaker.sweep_except_held_batches(at=clock("20:00"))
    flood.bilal.records_contact(first, "20:30")
    decided(flood, Hold.Decision.DISCARDED)
    flood.bilal.records_contact(second, "21:00")
    assert circuit_breaker.sweep_except_held_batches(at=clock("21:01")).set_aside == 13
    assert (circuit_breaker.sweep_except_held_batches(at=clock("22:00")), Breach.objects.count()) == (SweepCounts(), 0)
