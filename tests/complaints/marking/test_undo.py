"""A marking can be undone for a minute by the officer who marked, as long as nobody has acted on it."""

from datetime import timedelta

import pytest

from complaints.models import ClockRun, Complaint, Custody, Event, Reading, RunningClock
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.rules.thresholds import UNDO_MARKING_WITHIN
from complaints.services.exclusion.officer_naming import name_officer
from desk.services.marking_undo import undo_markings
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from tests.complaints.verifying import found
from tests.world import clock

MARKED_AT = clock("09:10")
SOON = MARKED_AT + timedelta(seconds=50)
MESSAGES_GO = MARKED_AT + timedelta(seconds=90)


def marked(world, **answers) -> Complaint:
    complaint = world.complaint("financial_crime", "09:00", **answers)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    return complaint


def undo(person, complaint, at=SOON):
    return person.does("undo_mark", complaint, at, words="")


def refusal(person, complaint, at=SOON) -> Refusal:
    with pytest.raises(Refused) as refused:
        undo(person, complaint, at)
    return refused.value.reason


def clocks(complaint) -> tuple:
    running = RunningClock.objects.filter(complaint=complaint).order_by("clock")
    runs = ClockRun.objects.filter(complaint=complaint).order_by("pk")
    return list(running.values("clock", "due_at", "started_at", "next_step_at")), list(runs.values())


def test_the_complaint_is_back_at_its_cell_and_the_history_has_both_events(world):
    untouched = clocks(complaint := world.complaint("financial_crime", "09:00"))
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    undo(world.salma, complaint)
    assert (complaint.status, complaint.holder_id) == (Status.RECEIVED, None)
    assert complaint.office == world.office("lahore")
    assert list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True)) == [
        "registered", "mark", "undo_mark",
    ]  # fmt: skip
    assert clocks(complaint) == untouched
    assert found() == []


def test_nobody_hears_of_an_undone_marking(world):
    complaint = marked(world)
    about = Message.objects.filter(template__in=["marked", "marked_to_you"])
    assert {message.not_before for message in about} == {MESSAGES_GO}
    assert not Message.objects.due(at=MARKED_AT + UNDO_MARKING_WITHIN).filter(pk__in=about).exists()
    undo(world.salma, complaint)
    assert not about.all().exists()


def test_a_marking_that_stands_is_announced_when_it_can_no_longer_be_undone(world):
    marked(world)
    due = Message.objects.due(at=MESSAGES_GO)
    assert set(due.values_list("template", flat=True)) >= {"marked", "marked_to_you"}


@pytest.mark.parametrize("told", [{"claimed_until": MESSAGES_GO + timedelta(minutes=5)}, {"sent_at": MESSAGES_GO}])
def test_a_marking_of_which_somebody_has_been_told_is_not_undone(world, told):
    """An undo of many markings that begins within the minute can come to the last ones after their messages go."""
    complaint = marked(world)
    about = Message.objects.filter(template__in=["marked", "marked_to_you"])
    Message.objects.filter(template="marked").update(**told)
    result = undo_markings([Event.objects.get(complaint=complaint, kind="mark").pk], by=world.salma.actor, at=SOON)
    assert (result.undone, dict(result.refused)) == (0, {Refusal.TOO_LATE_TO_UNDO: 1})
    complaint.refresh_from_db()
    assert (complaint.status, complaint.holder_id) == (Status.MARKED, world.bilal.posting.pk)
    assert about.count() == 2


def test_the_minute_ends(world):
    complaint = marked(world)
    assert refusal(world.salma, complaint, MARKED_AT + timedelta(minutes=1)) is Refusal.TOO_LATE_TO_UNDO


def test_nobody_undoes_the_marking_of_somebody_else(world):
    complaint = marked(world)
    assert refusal(world.usman, complaint) is Refusal.NOT_YOUR_MARKING
    assert refusal(world.dania, complaint) is Refusal.NOT_YOUR_MARKING
    with pytest.raises(NotPermitted):
        undo(world.bilal, complaint)


def test_what_the_officer_has_opened_stays_marked(world):
    complaint = marked(world)
    Reading.objects.create(
        complaint=complaint, posting=world.bilal.posting, office=world.bilal.posting.office, at=clock("09:10")
    )
    assert refusal(world.salma, complaint) is Refusal.CHANGED_SINCE_MARKING


def test_what_a_bystander_has_opened_can_be_undone(world):
    complaint = marked(world)
    Reading.objects.create(
        complaint=complaint, posting=world.asad.posting, office=world.asad.posting.office, at=clock("09:10")
    )
    undo(world.salma, complaint)
    assert complaint.status == Status.RECEIVED


def test_what_somebody_has_acted_on_stays_marked(world):
    complaint = marked(world)
    world.ayesha.does("add", complaint, MARKED_AT + timedelta(seconds=20))
    assert refusal(world.salma, complaint) is Refusal.CHANGED_SINCE_MARKING


def test_nothing_is_undone_twice(world):
    complaint = marked(world)
    undo(world.salma, complaint)
    with pytest.raises(NotPermitted):
        undo(world.salma, complaint)


def test_a_reassignment_goes_back_to_the_former_holder_in_the_former_status(world):
    complaint = world.in_inquiry("10:00")
    before = clocks(complaint)
    world.dania.does("re_mark", complaint, "11:00", to=world.dania)
    undo(world.dania, complaint, clock("11:00") + timedelta(seconds=30))
    assert (complaint.status, complaint.holder_id) == (Status.IN_INQUIRY, world.bilal.posting.pk)
    assert clocks(complaint) == before
    assert Custody.objects.get(complaint=complaint, ended_at=None).posting_id == world.bilal.posting.pk
    assert found() == []


def test_a_reassignment_that_ended_a_pause_is_not_undone(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.asks(complaint, "11:00")
    world.dania.does("re_mark", complaint, "12:00", to=world.dania)
    assert refusal(world.dania, complaint, "12:00") is Refusal.UNDO_WOULD_CHANGE_CLOCKS


def test_nothing_goes_back_to_somebody_who_was_named_meanwhile(world):
    """Bilal had it; Dania takes it; within the minute Bilal is named. The naming is an event, so nothing is undone."""
    complaint = world.in_inquiry("10:00")
    world.dania.does("re_mark", complaint, "11:00", to=world.dania)
    name_officer(
        complaint_id=complaint.pk, officer_id=world.bilal.officer.pk, why="So they say.", by=world.nadia.actor,
        at=clock("11:00"),
    )  # fmt: skip
    assert refusal(world.dania, complaint, "11:00") is Refusal.CHANGED_SINCE_MARKING
    assert complaint.holder_id == world.dania.posting.pk


def test_nothing_goes_back_to_a_posting_that_has_ended(world):
    complaint = world.in_inquiry("10:00")
    world.dania.does("re_mark", complaint, "11:00", to=world.dania)
    posting = world.bilal.posting
    posting.ends_at = clock("11:00")
    posting.save(update_fields=["ends_at"])
    assert refusal(world.dania, complaint, clock("11:00") + timedelta(seconds=5)) is Refusal.CANNOT_GO_BACK
