"""The course of one complaint, from registration to closure."""

from complaints.models import Custody, Event, RunningClock
from complaints.rules.statuses import Ending, Status
from tests.world import clock


def test_a_complaint_goes_from_the_citizen_to_the_officer_and_back(world):
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    assert complaint.contact_due_at == clock("17:00")

    world.salma.marks(complaint, to=world.bilal, at="09:20")
    world.bilal.records_contact(complaint, "10:00")
    world.ayesha.says("in_person", complaint, "12:00")
    assert complaint.contacted_at == clock("10:00")

    world.bilal.asks(complaint, "13:00")
    assert complaint.status == Status.AWAITING_CITIZEN
    world.ayesha.answers(complaint, "15:00")
    assert complaint.report_due_at == clock("+5d 11:00")

    world.bilal.reports(complaint, "+1d 09:00")
    world.salma.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    assert complaint.status == Status.REPORTED
    world.farah.does("accept", complaint, "+1d 11:00")
    assert complaint.status == Status.RESOLVED
    assert not RunningClock.objects.filter(complaint=complaint).exists()

    world.ayesha.does("close", complaint, "+2d 09:00")
    assert (complaint.status, complaint.ending) == (Status.CLOSED, Ending.CONFIRMED)
    assert [e.kind for e in Event.objects.filter(complaint=complaint).order_by("seq")] == [
        "registered",
        "mark",
        "record_contact",
        "confirm_contact",
        "ask_citizen",
        "resume",
        "submit_report",
        "verify",
        "accept",
        "close",
    ]
    held = Custody.objects.filter(complaint=complaint).order_by("started_at")
    assert [(c.office.code, c.posting_id) for c in held] == [
        ("lahore", None),
        ("gulberg_circle", world.bilal.posting.pk),
    ]


def test_a_denied_contact_runs_as_if_it_had_never_been_claimed(world):
    complaint = world.complaint("bribe_demand", "09:00")
    world.salma.marks(complaint, to=world.dania, at="09:20")
    world.dania.records_contact(complaint, "16:30")
    assert not RunningClock.objects.filter(complaint=complaint, clock="contact").exists()
    world.ayesha.says("nobody", complaint, "20:00")
    assert RunningClock.objects.get(complaint=complaint, clock="contact").due_at == clock("17:00")
