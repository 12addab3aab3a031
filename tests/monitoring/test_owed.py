"""Clocks that are not promised to the complainant: orders, calls, verification, pressure. Same sweep, same ledger."""

import pytest

from citizen.queries.own_complaint import load_own_complaint
from complaints.models import ClockRun, Complaint, Event, Pressure, RunningClock
from complaints.rules.clock import PROMISED, Clock
from complaints.rules.clock_obligations import CELL_PARTIES, OBLIGATIONS, PRESSURE_STEP_KINDS
from complaints.rules.refusals import Refusal
from complaints.services import orders, pressure_tasks
from complaints.workflow.table import CPO_ONLY_KINDS, KINDS
from desk.queries.complaint_details import visible_history, visible_history_length
from desk.queries.queue import office_queue_complaints
from notifications.models import Message
from reviews.models import Flag
from reviews.services.new_flag_details import complete_flags
from sla.models import Breach, Untold
from sla.services.sweeping import SweepCounts, sweep
from tests.complaints.refusing import refusal
from tests.complaints.stages import claimed, detained, marked
from tests.complaints.verifying import found
from tests.world import clock


def swept(at: str) -> SweepCounts:
    return sweep(at=clock(at))


def late(name: str) -> list[tuple]:
    """Return the breaches of a clock: officer, due time, and the officer who was notified."""
    rows = Breach.objects.filter(clock=name).order_by("due_at", "level")
    return [(row.officer.name_en, row.due_at, row.told.officer.name_en if row.told else "") for row in rows]


def told(template: str, person) -> int:
    return Message.objects.filter(template=template, recipient=f"posting:{person.posting.pk}").count()


def ordered(world, complaint, due: str):
    given = {"words": "Visit the shop.", "due_at": clock(due), "by": world.usman.actor, "at": clock("10:30")}
    return orders.give_order(complaint_id=complaint.pk, **given)


def test_the_table_speaks_of_every_clock_and_says_where_its_limit_is_from():
    assert OBLIGATIONS.keys() == set(Clock)
    begun = {clock for kind in KINDS.values() for clock in kind.begins}
    assert all(owed.source for owed in OBLIGATIONS.values())
    assert all(
        OBLIGATIONS[clock].within and clock in begun
        for clock in OBLIGATIONS
        if OBLIGATIONS[clock].answers in CELL_PARTIES
    )
    assert set(PRESSURE_STEP_KINDS.values()) <= CPO_ONLY_KINDS


# --- orders --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_order_is_reminded_of_and_its_delay_is_its_addressees_though_another_has_the_complaint_by_then(world):
    complaint = world.in_inquiry("10:00")
    ordered(world, complaint, "14:30")
    assert swept("13:29") == SweepCounts()
    assert swept("13:30").reminders == 1
    world.farah.does("re_mark", complaint, "14:00", to=world.kamran)
    assert swept("14:31") == SweepCounts(breaches=1, batches=1)
    assert swept("14:32") == SweepCounts()
    assert late("order") == [("Bilal", clock("14:30"), "Dania")]
    assert (told("reminder", world.bilal), told("breached", world.bilal), told("breached", world.dania)) == (1, 1, 1)
    complete_flags(at=clock("14:33"))
    flag = Flag.objects.get()
    assert (flag.review.officer, flag.share) == (world.bilal.officer, 1.0)
    assert not Untold.objects.exists()  # the complainant is not notified
    assert found() == []


@pytest.mark.slow
def test_who_answered_an_order_in_time_is_late_with_nothing_and_the_next_order_has_a_clock_of_its_own(world):
    complaint = world.in_inquiry("10:00")
    ordered(world, complaint, "12:00")
    assert Complaint.objects.unscoped("test").get(pk=complaint.pk).due_at == complaint.due_at
    orders.answer_order(complaint_id=complaint.pk, words="Done.", by=world.bilal.actor, at=clock("11:00"))
    ordered(world, complaint, "13:00")
    swept("13:00")
    assert late("order") == [("Bilal", clock("13:00"), "Dania")]
    assert list(ClockRun.objects.filter(clock=Clock.ORDER).order_by("cycle").values_list("cycle", "why")) == [
        (1, "done"),
        (2, ""),
    ]
    assert found() == []


def test_an_order_ends_with_the_complaint(world):
    complaint = world.in_inquiry("10:00")
    ordered(world, complaint, "+5d 12:00")
    world.ayesha.does("withdraw", complaint, "11:00")
    assert not RunningClock.objects.filter(complaint=complaint).exists()
    assert found() == []


# --- pressure ------------------------------------------------------------------------------------------------------


def test_pressure_is_the_cpos_in_two_hours_and_shows_below_it_in_nothing(world):
    complaint = world.in_inquiry("10:00")
    world.ayesha.does("report_pressure", complaint, "11:00", words="They wait at my door.", silent=True)
    before = load_own_complaint(complaint.pk)
    assert swept("12:30").reminders == 1
    assert swept("13:00").breaches == 1
    assert late("pressure") == [("Imran", clock("13:00"), "")]
    assert (told("reminder", world.nadia), told("breached", world.nadia), told("breached", world.imran)) == (1, 1, 1)
    assert Message.objects.get(template="breached", recipient=f"posting:{world.nadia.posting.pk}").context["path"] == (
        "/desk/pressure/"
    )
    complaint = Complaint.objects.unscoped("test").select_related("head", "office", "place").get(pk=complaint.pk)
    kinds = {one.kind for one in visible_history(complaint, world.usman.actor)}
    assert not any("pressure" in kind for kind in kinds)
    assert visible_history_length(complaint, world.usman.actor) == complaint.head.seq - 3
    assert "pressure_breach" in {one.kind for one in visible_history(complaint, world.nadia.actor)}
    assert not office_queue_complaints(world.usman.actor, at=clock("13:01"), clock="overdue").exists()
    assert [row.clock for row in load_own_complaint(complaint.pk).clocks] == [row.clock for row in before.clocks]
    assert not Untold.objects.exists()
    assert found() == []


@pytest.mark.slow
def test_the_end_of_the_complaint_ends_no_report_of_pressure_but_what_was_done_about_it_does(world):
    complaint = marked(world)
    world.ayesha.does("report_pressure", complaint, "11:00", words="They wait at my door.")
    world.nadia.does("merge", complaint, "11:30", into=world.complaint("financial_crime", "08:00").etag)
    assert [row.clock for row in RunningClock.objects.filter(complaint=complaint)] == [Clock.PRESSURE]
    assert found() == []
    pressure_tasks.close_pressure_task(
        pressure_id=Pressure.objects.get().pk, words="Moved to Multan.", by=world.nadia.actor, at=clock("12:00")
    )
    assert not RunningClock.objects.filter(complaint=complaint).exists()
    assert (swept("14:00").breaches, found()) == (0, [])


# --- urgent acts ---------------------------------------------------------------------------------------------------


def test_what_a_category_asks_for_at_once_is_its_holders_within_its_hours(world):
    complaint = detained(world)
    assert found() == []
    assert swept("10:30").reminders == 1
    swept("11:00")
    assert late("urgent") == [("Dania", clock("11:00"), "Farah")]
    world.dania.does("urgent_act", complaint, "11:20", words="Seen in the lock-up, and taken home.")
    assert refusal(world.dania.does, "urgent_act", complaint, "11:30") is Refusal.NOTHING_URGENT
    swept("+2d 11:00")
    assert (len(late("urgent")), found()) == (1, [])


def test_an_urgent_act_that_nobody_was_given_is_the_cells_and_once_done_no_round_asks_for_it_again(world):
    unmarked = world.complaint("illegal_detention", "09:00")
    swept("11:00")
    assert late("urgent") == [("Usman", clock("11:00"), "Imran")]
    world.imran.does("reject", unmarked, "11:05")
    assert not RunningClock.objects.filter(complaint=unmarked).exists()
    world.ayesha.does("appeal", unmarked, "12:00")
    assert RunningClock.objects.get(complaint=unmarked, clock=Clock.URGENT).due_at == clock("14:00")
    assert found() == []


def test_another_category_asks_for_its_act_from_then_on_or_for_none(world):
    complaint = world.complaint("property_crime", "09:00")
    world.nadia.does("recategorise", complaint, "11:00", category="illegal_detention")
    assert RunningClock.objects.get(complaint=complaint, clock=Clock.URGENT).due_at == clock("13:00")
    world.nadia.does("recategorise", complaint, "11:30", category="property_crime")
    assert not RunningClock.objects.filter(complaint=complaint, clock=Clock.URGENT).exists()
    assert found() == []


# --- calls and verification ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_accepted_report_is_verified_in_two_days_or_the_superior_is_late(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "12:00")
    world.farah.does("accept", complaint, "14:00", words="No crime was found.")
    assert found() == []
    assert swept("+2d 13:59").breaches == 0
    assert swept("+2d 14:00").breaches == 1
    assert late("verify") == [("Farah", clock("+2d 14:00"), "Usman")]
    world.salma.does("verify", complaint, "+2d 15:00", verdict="satisfied")
    assert not RunningClock.objects.filter(complaint=complaint).exists()
    assert found() == []


@pytest.mark.parametrize(
    ("category", "cell", "holder"), [("financial_crime", "usman", "bilal"), ("bribe_demand", "imran", "dania")]
)
def test_a_contact_that_nobody_confirms_is_the_cells_to_ask_about_within_a_day(world, category, cell, holder):
    complaint = world.complaint(category, "09:00")
    world.salma.marks(complaint, to=world.people[holder], at="09:10")
    world.people[holder].records_contact(complaint, "09:30")
    swept("+2d 09:29")
    assert late("call") == []
    swept("+2d 09:30")
    assert [(who, at) for who, at, _ in late("call")] == [(world.people[cell].officer.name_en, clock("+2d 09:30"))]
    assert found() == []


def test_each_call_about_a_contact_gives_the_cell_a_day_for_the_next_one(world):
    complaint = claimed(world)
    world.salma.rings(complaint, "+1d 10:00", "contact")
    assert RunningClock.objects.get(complaint=complaint, clock=Clock.CALL).due_at == clock("+2d 12:00")
    world.ayesha.says("in_person", complaint, "+1d 15:00")
    assert not RunningClock.objects.filter(complaint=complaint, clock=Clock.CALL).exists()
    assert found() == []


def tried(world):
    """Return a complaint that Bilal tried to contact three times, last at 13:30. The contact was due at 17:00."""
    complaint = marked(world)
    for at in ("09:30", "11:30", "13:30"):
        world.bilal.does("try_contact", complaint, at)
    return complaint


@pytest.mark.slow
def test_while_the_cell_owes_the_call_after_three_tries_its_clock_runs_and_the_officers_stands(world):
    complaint = tried(world)
    assert found() == []
    swept("18:00")
    assert late("contact") == []
    assert late("excuse") == [("Usman", clock("17:30"), "Imran")]
    world.salma.rings(complaint, "18:10", "excuse")
    assert complaint.contact == "excused"
    assert (swept("23:00").breaches, late("contact"), found()) == (0, [], [])


def test_whom_the_cell_reaches_after_three_tries_the_officer_still_owes_what_was_left(world):
    complaint = tried(world)
    world.salma.rings(complaint, "14:00", "excuse", "reached")
    assert RunningClock.objects.get(complaint=complaint, clock=Clock.CONTACT).due_at == clock("17:30")
    assert complaint.contact_due_at == clock("17:30")
    assert found() == []
    swept("17:30")
    assert late("contact") == [("Bilal", clock("17:30"), "Dania")]


def test_what_nobody_was_promised_moves_no_date_of_the_complaint_and_stands_in_no_list_of_the_late(world):
    complaint = claimed(world)
    ordered(world, complaint, "11:00")
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    promised = RunningClock.objects.filter(complaint=complaint, clock__in=PROMISED)
    assert complaint.due_at == min(row.due_at for row in promised)
    assert not office_queue_complaints(world.usman.actor, at=clock("12:00"), clock="overdue").exists()
    assert Event.objects.filter(complaint=complaint, kind="order").exists()
