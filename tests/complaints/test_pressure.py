"""Reports of pressure: the task of the CPO, and the moves that it blocks."""

import pytest
from django.db import IntegrityError, transaction

from complaints.models import Event, Pressure
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Outcome, Status
from complaints.services import pressure_tasks
from complaints.services.routing import marking_candidates
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from tests.complaints.refusing import refusal
from tests.complaints.verifying import found
from tests.world import clock
from web.text_cleaning import UnreadableText


def reported(world, complaint, at="11:00", **details) -> Pressure:
    world.ayesha.does("report_pressure", complaint, at, words="They wait at my door.", **details)
    return Pressure.objects.latest("pk")


@pytest.mark.slow
def test_the_cpo_has_two_hours_from_the_report(world):
    complaint = world.in_inquiry("10:00")
    task = reported(world, complaint)
    assert (task.complaint, task.reported_at, task.due_at) == (complaint, clock("11:00"), clock("13:00"))
    assert (task.silent, task.settled_at) == (False, None)
    assert found() == []


@pytest.mark.parametrize(
    ("first", "then", "silent"), [(True, True, True), (True, False, False), (False, True, False), (False, False, False)]
)
def test_a_report_joins_the_open_one_which_is_silent_while_all_of_them_are(world, first, then, silent):
    complaint = world.in_inquiry("10:00")
    task = reported(world, complaint, "11:00", silent=first)
    told = Message.objects.filter(template="pressure").count()
    assert reported(world, complaint, "12:59", silent=then) == task
    assert Pressure.objects.get().silent is silent
    assert (Pressure.objects.get().due_at, Message.objects.filter(template="pressure").count()) == (task.due_at, told)
    reported(world, complaint, "13:00", silent=then)  # The two hours are over, and no officer has acted.
    reported(world, complaint, "13:01", silent=then)
    assert (Pressure.objects.count(), Message.objects.filter(template="pressure").count()) == (1, 2 * told)
    assert refusal(world.ayesha.does, "withdraw", complaint, "+7d 13:00") is Refusal.CELL_AFTER_A_CALL


def test_after_it_is_settled_the_next_report_is_a_task_of_its_own(world):
    complaint = world.in_inquiry("10:00")
    task = reported(world, complaint)
    pressure_tasks.close_pressure_task(
        pressure_id=task.pk, words="Rung at work.", by=world.nadia.actor, at=clock("11:30")
    )
    assert reported(world, complaint, "12:00") != task


def test_the_central_office_and_its_operators_are_told_and_nobody_else(world):
    complaint = world.in_inquiry("10:00")
    before = set(Message.objects.values_list("pk", flat=True))
    reported(world, complaint)
    told = Message.objects.exclude(pk__in=before)
    central, nadia = f"office:{world.office('punjab').pk}", f"posting:{world.nadia.posting.pk}"
    assert {(message.recipient, message.template) for message in told} == {(central, "pressure"), (nadia, "pressure")}
    assert not any("door" in str(message.context) for message in told)


def test_the_history_says_whether_it_came_in_silence(world):
    complaint = world.in_inquiry("10:00")
    for silent in (False, True):
        reported(world, complaint, silent=silent)
        assert ('"silent":"True"' in Event.objects.filter(complaint=complaint).latest("seq").body) is silent


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.REJECTED, Status.WITHDRAWN, Status.CLOSED])
def test_it_can_be_reported_wherever_a_complaint_stands(world, status):
    complaint = world.complaint("threats")
    type(complaint).objects.unscoped("test").filter(pk=complaint.pk).update(
        status=status, closed_at=clock("10:00"), ending="confirmed"
    )
    complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
    reported(world, complaint)
    assert (complaint.status, Pressure.objects.count()) == (status, 1)


# --- moves that are blocked for seven days -----------------------------------------------------------------------

SEVEN_DAYS = "+7d 11:00"


def test_the_complainants_own_withdrawal_waits_and_says_only_that_the_cell_rings_first(world):
    complaint = world.in_inquiry("10:00")
    reported(world, complaint)
    assert refusal(world.ayesha.does, "withdraw", complaint, "+7d 10:59") is Refusal.CELL_AFTER_A_CALL
    world.ayesha.does("withdraw", complaint, SEVEN_DAYS)
    assert complaint.status == Status.WITHDRAWN


def test_whoever_is_made_to_ask_for_it_is_rung_and_the_cell_waits_as_well(world):
    complaint = world.in_inquiry("10:00")
    reported(world, complaint)
    world.ayesha.does("ask_to_withdraw", complaint, "12:00")
    assert refusal(world.salma.does, "withdraw", complaint, "+3d 12:00") is Refusal.CPO_CELL_ONLY
    assert refusal(world.nadia.does, "withdraw", complaint, "+3d 12:00") is Refusal.UNDER_PRESSURE
    world.nadia.does("withdraw", complaint, SEVEN_DAYS)
    assert complaint.status == Status.WITHDRAWN


def test_the_confirmation_waits_and_the_objection_does_not(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "10:10")
    world.salma.does("verify", complaint, "10:20", verdict="satisfied")
    world.farah.does("accept", complaint, "10:30")
    reported(world, complaint)
    assert refusal(world.ayesha.does, "close", complaint, "12:00") is Refusal.UNDER_PRESSURE
    world.ayesha.does("object", complaint, "12:00")
    assert complaint.status == Status.MARKED


def test_a_report_that_they_are_reconciled_is_taken_and_then_waits_at_the_cpo(world):
    complaint = world.in_inquiry("10:00")
    reported(world, complaint)
    world.bilal.reports(complaint, "12:00", Outcome.RECONCILED)
    world.farah.does("accept", complaint, "13:00")
    assert refusal(world.salma.does, "verify", complaint, "13:10", verdict="satisfied") is Refusal.CPO_CELL_ONLY
    assert refusal(world.nadia.does, "verify", complaint, "13:10", verdict="satisfied") is Refusal.UNDER_PRESSURE
    world.nadia.does("verify", complaint, SEVEN_DAYS, verdict="satisfied")
    assert complaint.status == Status.RESOLVED


def test_every_other_outcome_goes_its_way(world):
    complaint = world.in_inquiry("10:00")
    reported(world, complaint)
    world.bilal.reports(complaint, "12:00")
    world.salma.does("verify", complaint, "12:30", verdict="not")
    world.farah.does("accept", complaint, "13:00")
    assert complaint.status == Status.RESOLVED


# --- closing the task --------------------------------------------------------------------------------------------


def test_it_is_settled_once_in_words_by_somebody(world):
    task = reported(world, world.in_inquiry("10:00"))
    settled = pressure_tasks.close_pressure_task(
        pressure_id=task.pk, words=" Rung at work. ", by=world.nadia.actor, at=clock("11:30")
    )
    assert (settled.done, settled.settled_by_id) == ("Rung at work.", world.nadia.posting.pk)
    with pytest.raises(Refused) as again:
        pressure_tasks.close_pressure_task(pressure_id=task.pk, words="Me too.", by=world.zara.actor, at=clock("11:31"))
    assert again.value.reason is Refusal.ALREADY_DONE


@pytest.mark.parametrize(("words", "reason"), [("  ", Refusal.WORDS_MISSING), ("x" * 10_001, Refusal.WORDS_TOO_LONG)])
def test_without_words_or_with_a_book_of_them_it_stays_open(world, words, reason):
    task = reported(world, world.in_inquiry("10:00"))
    with pytest.raises(Refused) as refused:
        pressure_tasks.close_pressure_task(pressure_id=task.pk, words=words, by=world.nadia.actor, at=clock("11:30"))
    assert refused.value.reason is reason
    with pytest.raises(UnreadableText):
        pressure_tasks.close_pressure_task(pressure_id=task.pk, words="a\x00", by=world.nadia.actor, at=clock("11:30"))
    task.refresh_from_db()
    assert task.settled_at is None


def test_the_database_itself_knows_of_no_settlement_without_a_name_and_words(world):
    task = reported(world, world.in_inquiry("10:00"))
    for columns in ({"settled_by": world.nadia.posting}, {"done": "Something."}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pressure.objects.filter(pk=task.pk).update(settled_at=clock("12:00"), **columns)


def test_what_is_settled_still_holds_things_up_until_the_seven_days_are_over(world):
    complaint = world.in_inquiry("10:00")
    task = reported(world, complaint)
    pressure_tasks.close_pressure_task(
        pressure_id=task.pk, words="Rung at work.", by=world.nadia.actor, at=clock("11:30")
    )
    assert refusal(world.ayesha.does, "withdraw", complaint, "+7d 10:59") is Refusal.CELL_AFTER_A_CALL
    world.ayesha.does("withdraw", complaint, SEVEN_DAYS)
    assert complaint.status == Status.WITHDRAWN


# --- out of the district -----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nadia", "zara"])
def test_the_cpo_may_take_it_away_from_district_and_region_while_somebody_is_pressed(world, name):
    complaint, who = world.in_inquiry("10:00"), world.people[name]
    with pytest.raises(NotPermitted):
        who.does("re_mark", complaint, "10:30", to=world.rashid)
    task = reported(world, complaint)
    assert (
        refusal(who.does, "re_mark", complaint, "11:05", to=world.farah) is Refusal.NOT_ADDRESSABLE
    )  # She would read it.
    offered = {
        posting.officer.name_en
        for posting in marking_candidates(complaint, by=who.actor, at=clock("11:05"), is_remarking=True)
    }
    assert offered == {"Rashid", "Imran"}
    who.does("re_mark", complaint, "11:10", to=world.rashid)
    assert (complaint.holder, complaint.district.code) == (world.rashid.posting, "multan")
    pressure_tasks.close_pressure_task(
        pressure_id=task.pk, words="It is in Multan now.", by=who.actor, at=clock("11:30")
    )
    with pytest.raises(NotPermitted):
        who.does("re_mark", complaint, "+7d 11:01", to=world.bilal)
    assert found() == []


def test_nobody_else_may_for_that(world):
    complaint = world.in_inquiry("10:00")
    reported(world, complaint)
    for who in (world.salma, world.asad, world.sana):
        with pytest.raises(NotPermitted):
            who.does("re_mark", complaint, "11:10", to=world.rashid)
    with pytest.raises(Refused) as refused:
        world.farah.does("re_mark", complaint, "11:10", to=world.rashid)
    assert refused.value.reason is Refusal.OUTSIDE_THE_OFFICE


def test_a_complaint_that_stays_unsettled_may_be_taken_out_after_the_seven_days_too(world):
    complaint = world.in_inquiry("10:00")
    reported(world, complaint)
    world.nadia.does("re_mark", complaint, "+9d 11:00", to=world.rashid)
