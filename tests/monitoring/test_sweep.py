"""The records of a sweep, the officers they are against, and the officers who are notified."""

from datetime import timedelta

import pytest

from accounts.models import Office, Officer, Posting
from accounts.queries.office_heads import responsible_head_posting
from accounts.rules.office_rows import OfficeListRow
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave
from accounts.services.office_import import import_offices
from accounts.services.postings import end_posting
from complaints.models import Event, RunningClock
from complaints.services.exclusion.officer_naming import name_officer
from notifications.models import Message
from reviews.models import Flag, Review
from sla.models import Breach, Notice
from sla.services.sweeping import SweepCounts, sweep
from tests.world import DAY, Person, clock

HISTORY = ("reminder", "breach", "escalation")


def swept(at: str) -> SweepCounts:
    return sweep(at=clock(at))


def kinds(complaint) -> list[str]:
    """Return the events that the sweep added to a complaint's history, in order."""
    return list(
        Event.objects.filter(complaint=complaint, kind__in=HISTORY).order_by("seq").values_list("kind", flat=True)
    )


def messages(template: str) -> dict[str, int]:
    """Return the recipients of a template, and the number of complaints in each message."""
    rows = Message.objects.filter(template=template).values_list("recipient", "context")
    return {recipient: context["count"] for recipient, context in rows}


def to(*people: Person) -> set[str]:
    return {f"posting:{person.posting.pk}" for person in people}


@pytest.fixture
def multan(world):
    """Staff a district without divisions: Tariq (SDPO), Waqas (Inspector), and Yasmin (RPO) above Rashid."""
    row = OfficeListRow(2, "multan_cantt", "circle", "multan", "Multan Cantt Circle", "ملتان کینٹ سرکل", "SDPO")
    assert not import_offices(rows=[row], by=None, at=DAY).errors
    people = {
        "tariq": (Rank.DSP, "multan_cantt", Role.SUPERVISOR, True),
        "waqas": (Rank.IP, "multan_cantt", Role.INQUIRY_OFFICER, False),
        "yasmin": (Rank.DIG, "region_multan", Role.SUPERVISOR, True),
    }
    for name, (rank, office, role, is_head) in people.items():
        officer = Officer.objects.create_user(f"{name}@police.example", name_en=name.title(), rank=rank)
        posting = Posting.objects.create(
            officer=officer,
            office=Office.objects.get(code=office),
            role=role,
            is_head=is_head,
            starts_at=DAY - timedelta(days=365),
        )
        world.people[name] = Person(name, posting)
    return world


def in_multan(world, **answers):
    """Return a complaint of Multan that Waqas has from 09:20. Its contact is due at 17:00."""
    complaint = world.complaint("financial_crime", "09:00", district="multan", **answers)
    world.sana.marks(complaint, to=world.waqas, at="09:20")
    return complaint


def test_the_holder_is_reminded_at_three_quarters_of_the_limit_and_not_before(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    assert swept("14:59") == SweepCounts()
    assert swept("15:00") == SweepCounts(reminders=1, batches=1)
    assert swept("15:01") == SweepCounts()
    assert kinds(complaint) == ["reminder"]
    assert messages("reminder").keys() == to(world.bilal)
    assert not Breach.objects.exists()


def test_a_clock_that_ran_out_is_recorded_once_and_held_against_the_holder(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    swept("15:00")
    assert swept("17:02") == SweepCounts(breaches=1, batches=1)
    assert swept("17:03") == SweepCounts()

    breach = Breach.objects.get()
    assert (breach.due_at, breach.noticed_at) == (clock("17:00"), clock("17:02"))
    assert (breach.officer, breach.posting, breach.office.code) == (
        world.bilal.officer,
        world.bilal.posting,
        "gulberg_circle",
    )
    assert breach.flags.get().review == Review.objects.get(officer=world.bilal.officer)
    assert messages("breached").keys() == to(world.bilal, world.dania)
    complaint.refresh_from_db()
    assert complaint.holder == world.bilal.posting


def test_while_the_holder_is_on_leave_it_is_held_against_their_cover(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    holder, cover = world.bilal.posting, world.kamran.posting
    span = {"starts_at": clock("12:00"), "ends_at": clock("+1d 12:00")}
    arrange_leave(posting=holder, cover=cover, by=None, at=clock("10:00"), **span)
    swept("17:02")
    breach = Breach.objects.get()
    assert (breach.posting, breach.officer) == (cover, world.kamran.officer)
    assert Review.objects.get().officer == world.kamran.officer
    assert messages("breached").keys() == to(world.kamran, world.dania)
    complaint.refresh_from_db()
    assert complaint.holder == holder


def test_who_acted_for_a_head_but_is_below_a_named_officer_is_told_nothing_by_a_late_sweep(world):
    complaint = world.complaint("threats", "09:00")
    named = {
        "officer_id": world.farah.officer.pk,
        "why": "So it is said.",
        "by": world.salma.actor,
        "at": clock("11:00"),
    }
    name_officer(complaint_id=complaint.pk, **named)
    leave = {"starts_at": clock("12:00"), "ends_at": clock("+3d 12:00"), "by": None, "at": clock("11:30")}
    arrange_leave(posting=world.usman.posting, cover=world.dania.posting, **leave)
    swept("+8d 10:00")
    addressed = Message.objects.filter(recipient__in=to(world.dania)).values_list("context", flat=True)
    assert not any(complaint.spaced_etag in context.get("etags", ()) for context in addressed)
    assert not Breach.objects.filter(posting=world.dania.posting).exists()
    assert Breach.objects.exists()


def test_a_complaint_that_moves_on_in_time_is_never_flagged(world):
    complaint = world.in_inquiry(at="10:00")
    assert not RunningClock.objects.filter(complaint=complaint, clock="contact").exists()
    swept("18:00")
    assert not Breach.objects.exists()


def test_what_stays_overdue_climbs_to_district_region_and_cpo_a_day_apart(multan):
    complaint = in_multan(multan)
    RunningClock.objects.filter(complaint=complaint, clock="report").update(next_step_at=None)
    swept("17:00")
    told = []
    for day in (1, 2, 3):
        assert swept(f"+{day}d 16:59") == SweepCounts()
        assert swept(f"+{day}d 17:00") == SweepCounts(escalations=1, batches=1)
        told.append(Breach.objects.get(level=day).told)
    assert told == [multan.rashid.posting, multan.yasmin.posting, multan.imran.posting]
    assert messages("breached").keys() == to(multan.waqas, multan.tariq)
    assert messages("escalated").keys() == to(multan.rashid, multan.yasmin, multan.imran)
    assert kinds(complaint) == ["reminder", "breach", "escalation", "escalation", "escalation"]
    assert RunningClock.objects.get(complaint=complaint, clock="contact").next_step_at is None
    assert Flag.objects.count() == 1
    complaint.refresh_from_db()
    assert complaint.holder == multan.waqas.posting


def test_who_heads_both_district_and_region_is_told_once_on_the_way_up(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    RunningClock.objects.filter(complaint=complaint, clock="report").update(next_step_at=None)
    swept("+2d 17:00")
    told = [breach.told.officer for breach in Breach.objects.filter(level__gt=0).order_by("level")]
    assert told == [world.usman.officer, world.imran.officer]


def test_a_vacant_post_is_passed_over_to_the_nearest_head_above(multan):
    end_posting(posting=multan.rashid.posting, by=None, at=clock("08:00"))
    complaint = in_multan(multan)
    RunningClock.objects.filter(complaint=complaint, clock="report").update(next_step_at=None)
    swept("+1d 17:00")
    assert Breach.objects.get(level=1).told == multan.yasmin.posting


def test_a_breach_before_marking_is_held_against_the_head_of_the_cells_office(world):
    world.complaint("financial_crime", "09:00")
    swept("17:00")
    breach = Breach.objects.get()
    assert breach.posting == responsible_head_posting(world.office("lahore"), at=clock("17:00"))
    assert breach.flags.get().review.officer == world.usman.officer
    assert messages("breached").keys() == to(world.usman, world.imran)


def test_a_breach_before_marking_goes_up_where_the_cells_office_has_no_head(multan):
    end_posting(posting=multan.rashid.posting, by=None, at=clock("08:00"))
    multan.complaint("financial_crime", "09:00", district="multan")
    swept("17:00")
    assert Breach.objects.get().officer == multan.yasmin.officer


def test_a_late_decision_is_the_superiors_and_never_the_reporting_officers(world):
    complaint = world.in_inquiry(at="10:00")
    world.bilal.reports(complaint, "12:00")
    swept("+2d 12:00")
    breach = Breach.objects.get()
    assert (breach.clock, breach.officer, breach.due_at) == ("decision", world.farah.officer, clock("+2d 12:00"))
    assert messages("breached").keys() == to(world.farah, world.usman)


def test_a_question_to_the_citizen_moves_reminder_and_breach_by_the_time_it_stood(world):
    complaint = world.in_inquiry(at="10:00")
    limit = RunningClock.objects.get(complaint=complaint).limit
    world.bilal.asks(complaint, "11:00")
    assert sweep(at=clock("09:00") + limit) == SweepCounts()
    complaint.refresh_from_db()
    world.ayesha.answers(complaint, "23:00")
    shifted = clock("09:00") + limit + timedelta(hours=12)
    assert sweep(at=shifted - timedelta(minutes=1)).breaches == 0
    assert sweep(at=shifted).breaches == 1
    assert Breach.objects.get().due_at == shifted


def test_a_denied_contacts_breach_is_dated_when_it_was_due(world):
    complaint = world.complaint("bribe_demand", "09:00")
    world.salma.marks(complaint, to=world.dania, at="09:20")
    world.dania.records_contact(complaint, "16:30")
    assert swept("19:00").breaches == 0
    world.ayesha.says("nobody", complaint, "20:00")
    swept("20:01")
    breach = Breach.objects.get(clock="contact", level=0)
    assert (breach.due_at, breach.noticed_at) == (clock("17:00"), clock("20:01"))


def test_after_hours_without_a_beat_the_missed_steps_are_taken_in_order(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    RunningClock.objects.filter(complaint=complaint, clock="report").update(next_step_at=clock("+1d 10:00"))
    assert swept("+1d 20:00") == SweepCounts(reminders=2, breaches=1, escalations=1, batches=4)
    facts = Event.objects.filter(complaint=complaint, kind__in=HISTORY).order_by("seq")
    due = [event.body.partition('"due":"')[2][:16] for event in facts]
    assert due == sorted(due)
    assert kinds(complaint) == ["reminder", "breach", "reminder", "escalation"]
    assert [b.due_at for b in Breach.objects.order_by("level")] == [clock("17:00"), clock("+1d 17:00")]


def test_a_reminder_that_comes_after_the_deadline_is_not_sent_beside_the_breach(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    swept("21:00")
    assert kinds(complaint) == ["reminder", "breach"]
    assert messages("reminder") == {}
    assert messages("breached").keys() == to(world.bilal, world.dania)


def test_two_late_complaints_of_one_officer_join_one_review_and_one_message(world):
    for by in ("ayesha", "bashir"):
        complaint = world.complaint("financial_crime", "09:00", by=by)
        world.salma.marks(complaint, to=world.bilal, at="09:20")
    swept("17:00")
    review = Review.objects.get()
    assert (review.officer, review.opened_at, review.flags.count()) == (world.bilal.officer, clock("17:00"), 2)
    assert messages("breached") == dict.fromkeys(to(world.bilal, world.dania), 2)
    assert not Notice.objects.exists()


def test_a_closed_review_is_not_joined_and_the_next_breach_opens_another(world):
    past = dict.fromkeys(("opened_at", "called_at", "decided_at", "closed_at"), clock("08:00"))
    closed = Review.objects.create(officer=world.bilal.officer, status="closed", decision="warning", **past)
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    swept("17:00")
    assert Flag.objects.get().review != closed
    assert Review.objects.filter(officer=world.bilal.officer).count() == 2


def test_more_than_a_batch_is_swept_in_several_transactions_and_told_as_one(world):
    for _ in range(5):
        complaint = world.complaint("financial_crime", "09:00")
        world.salma.marks(complaint, to=world.bilal, at="09:20")
    swept("15:00")
    assert sweep(at=clock("17:00"), batch=2) == SweepCounts(breaches=5, batches=3)
    assert messages("breached") == dict.fromkeys(to(world.bilal, world.dania), 5)


def test_the_clock_of_a_complaint_that_ended_is_not_swept(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.usman.does("reject", complaint, "10:00")
    assert swept("+3d 09:00") == SweepCounts()


def test_where_a_whole_office_is_vacant_the_head_above_it_answers_and_has_the_review(world):
    """By the rule of custody, the nearest head above has a complaint without a holder (docs/decisions/0026)."""
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    for gone in (world.dania, world.bilal, world.kamran, world.farah):
        end_posting(posting=gone.posting, by=None, at=clock("10:00"))
    complaint.refresh_from_db()
    assert complaint.holder.officer == world.usman.officer
    RunningClock.objects.filter(complaint=complaint, clock="report").update(next_step_at=None)
    swept("17:00")
    assert Breach.objects.get().officer == world.usman.officer
    assert Review.objects.get().officer == world.usman.officer


def test_a_breach_in_a_line_without_anybody_stands_against_the_office_and_opens_no_review(world):
    """No officer could have acted, so none has to explain. The history and the figures keep the delay."""
    complaint = world.complaint("financial_crime", "09:00")
    Posting.objects.update(ends_at=clock("16:00"))
    swept("17:00")
    breach = Breach.objects.get()
    assert (breach.officer, breach.told, breach.office.code, kinds(complaint)[-1]) == (None, None, "lahore", "breach")
    assert not Review.objects.exists()
