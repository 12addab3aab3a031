"""Who is told of each event, by which message: every move of the table made for real, and what the clock does."""

import pytest

from accounts.services.postings import end_posting
from complaints.models import Complainant, Event
from complaints.rules.moves import MOVES
from complaints.services import announcements
from complaints.services.moves import lock
from config.message_samples import TO_CITIZENS, TO_OFFICERS
from monitoring.services.citizens import tell_citizens
from monitoring.services.sweeping import sweep
from notifications.models import Message
from tests.world import clock

OTHERS = {"registered", "posting_ended", "told", "stood_before", "evidence_added", "key_printed"}
BY_THE_SWEEP = {"reminder", "breach", "escalation"}


# --- how a complaint comes to where a move can be made -----------------------------------------------------------


def received(world, category="financial_crime", **answers):
    return world.complaint(category, "09:00", **answers)


def marked(world, **answers):
    complaint = received(world, **answers)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    return complaint


def claimed(world):
    complaint = marked(world)
    world.bilal.records_contact(complaint, "09:30")
    return complaint


def asked(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.asks(complaint, "11:00")
    return complaint


def reported(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    return complaint


def resolved(world):
    complaint = reported(world)
    world.farah.does("accept", complaint, "12:00")
    world.salma.does("verify", complaint, "13:00", verdict="satisfied")
    return complaint


def closed(world):
    complaint = resolved(world)
    world.ayesha.does("close", complaint, "14:00")
    return complaint


def conduct(world):
    """In inquiry with Dania, about the police."""
    complaint = received(world, "bribe_demand", station="gulberg")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    world.dania.records_contact(complaint, "09:30")
    world.ayesha.says("in_person", complaint, "10:00")
    return complaint


def wishing_to_withdraw(world, category="financial_crime"):
    complaint = received(world, category)
    world.ayesha.does("ask_to_withdraw", complaint, "10:00")
    return complaint


def withdrawn(world):
    complaint = received(world)
    world.ayesha.does("withdraw", complaint, "10:00")
    return complaint


def tried(world, times):
    complaint = marked(world)
    for at in ("09:30", "11:30", "13:30")[:times]:
        world.bilal.does("try_contact", complaint, at)
    return complaint


def against_the_station(world):
    """Latif of Gulberg station has it; then its complainant says that it is against that station."""
    complaint = received(world, station="gulberg")
    world.salma.marks(complaint, to=world.latif, at="09:10")
    type(complaint).objects.for_service().filter(pk=complaint.pk).update(about_police=True)
    return complaint


def closed_conduct(world):
    complaint = conduct(world)
    world.dania.reports(complaint, "11:00")
    world.farah.does("accept", complaint, "12:00")
    world.nadia.does("verify", complaint, "13:00", verdict="satisfied")
    world.ayesha.does("close", complaint, "14:00")
    return complaint


def merged_into_an_earlier_one(world):
    earlier, complaint = received(world), world.complaint("financial_crime", "09:05")
    world.salma.does("merge", complaint, "09:10", into=earlier.etag)


def linked_with_another_one(world):
    other, complaint = received(world, by="bashir"), world.complaint("financial_crime", "09:05")
    world.salma.does("link", complaint, "09:10", **{"with": other.etag})


def left(world):
    """Of torture and the like: the inquiry goes on."""
    complaint = wishing_to_withdraw(world, "custodial_torture")
    world.nadia.does("withdraw", complaint, "+2d 10:00")
    return complaint


# --- each move, the message to the complainant, and the one to whoever has it ------------------------------------

MADE = [
    ("mark", marked, "marked", "marked_to_you"),
    ("auto_mark", lambda w: w.system.does("auto_mark", received(w), "11:00", to=w.dania), "marked", "marked_to_you"),
    (
        "forward",
        lambda w: w.salma.does("forward", received(w), "10:00", to_id=w.office("multan").pk),
        "forwarded",
        None,
    ),
    (
        "recategorise",
        lambda w: w.nadia.does("recategorise", received(w), "10:00", category="land_grab"),
        "recategorised",
        None,
    ),
    (
        "recategorise",  # away from the station that it turns out to be against
        lambda w: w.salma.does("recategorise", _with_latif(w), "10:00", category="bribe_demand"),
        "recategorised",
        "marked_to_you",
    ),
    (
        "recategorise",
        lambda w: w.nadia.does("recategorise", received(w), "10:00", category="suggestion"),
        "closed_as_feedback",
        None,
    ),
    (
        "close_as_feedback",
        lambda w: w.salma.does("close_as_feedback", received(w, "suggestion"), "10:00"),
        "feedback_closed",
        None,
    ),
    (
        "re_mark",
        lambda w: w.dania.does("re_mark", w.in_inquiry("10:00"), "11:00", to=w.dania),
        "passed_on",
        "marked_to_you",
    ),
    ("keep_away", lambda w: w.system.does("keep_away", against_the_station(w), "10:00"), "passed_on", "marked_to_you"),
    ("begin", lambda w: w.bilal.does("begin", _excused(w), "14:10"), None, None),
    ("record_contact", claimed, "contact_claimed", None),
    ("confirm_contact", lambda w: w.ayesha.says("in_person", claimed(w), "10:00"), None, None),
    ("deny_contact", lambda w: w.ayesha.says("nobody", claimed(w), "10:00"), None, "contact_denied"),
    (
        "leave_unconfirmed",
        lambda w: w.salma.does("leave_unconfirmed", claimed(w), "+3d 09:30"),
        "contact_unconfirmed",
        None,
    ),
    ("try_contact", lambda w: tried(w, 1), "contact_tried", None),
    ("excuse_contact", lambda w: _excused(w), "contact_excused", None),
    ("ask_citizen", asked, "question", None),
    ("resume", lambda w: w.ayesha.answers(asked(w), "12:00"), None, "citizen_answered"),
    ("resume", lambda w: w.salma.does("resume", asked(w), "12:00"), None, "citizen_answered"),
    ("resume", lambda w: w.bilal.does("resume", asked(w), "12:00"), "question_withdrawn", None),
    ("resume", lambda w: w.system.does("resume", asked(w), "+4d 12:00"), "question_unanswered", "pause_ended"),
    ("hear", lambda w: w.dania.does("hear", conduct(w), "11:00"), "heard", None),
    ("tell_citizen", lambda w: w.bilal.does("tell_citizen", w.in_inquiry("10:00"), "11:00"), "message", None),
    ("add", lambda w: w.ayesha.does("add", w.in_inquiry("10:00"), "11:00"), None, "citizen_added"),
    ("add", lambda w: w.ayesha.does("add", received(w), "11:00"), None, None),  # nobody has it yet
    ("submit_report", reported, "reported", None),
    (
        "return_report",
        lambda w: w.farah.does("return_report", reported(w), "12:00"),
        "report_sent_back",
        "report_returned",
    ),
    ("accept", lambda w: w.farah.does("accept", reported(w), "12:00"), None, None),  # one of the two keys
    ("accept", lambda w: w.farah.does("accept", _verified(w), "13:00"), "resolved", None),
    ("verify", lambda w: _verified(w), None, None),
    ("verify", resolved, "resolved", None),
    ("close", closed, "closed", None),
    ("close", lambda w: w.system.does("close", resolved(w), "+8d 13:00"), "closed_unanswered", None),
    ("object", lambda w: w.ayesha.does("object", resolved(w), "14:00"), "objection_marked", "objection_to_you"),
    ("appeal", lambda w: w.ayesha.does("appeal", closed(w), "15:00"), "objection_marked", "objection_to_you"),
    ("reject", lambda w: w.usman.does("reject", received(w), "10:00"), "rejected", None),
    ("ask_to_withdraw", wishing_to_withdraw, "withdrawal_asked", None),
    ("keep", lambda w: w.ayesha.does("keep", wishing_to_withdraw(w), "11:00"), "kept", None),
    ("withdraw", withdrawn, "withdrawn", None),
    ("withdraw", left, "left_inquiry", None),
    ("reinstate", lambda w: w.ayesha.does("reinstate", withdrawn(w), "+1d 10:00"), "reinstated", "marked_to_you"),
    ("report_pressure", lambda w: w.ayesha.does("report_pressure", marked(w), "10:00"), None, None),
    ("ask_after", lambda w: w.system.does("ask_after", closed_conduct(w), "+31d 09:00"), "aftercare", None),
    ("all_well", lambda w: w.ayesha.does("all_well", _asked_after(w), "+31d 10:00"), None, None),
    ("merge", merged_into_an_earlier_one, "merged", None),
    ("link", linked_with_another_one, None, None),
]


def _with_latif(world):
    complaint = received(world, station="gulberg")
    world.salma.marks(complaint, to=world.latif, at="09:10")
    return complaint


def _excused(world):
    complaint = tried(world, 3)
    world.salma.does("excuse_contact", complaint, "14:00")
    return complaint


def _verified(world):
    complaint = reported(world)
    world.salma.does("verify", complaint, "12:00", verdict="satisfied")
    return complaint


def _asked_after(world):
    complaint = closed_conduct(world)
    world.system.does("ask_after", complaint, "+31d 09:00")
    return complaint


def told_of(event: Event) -> dict[str, str]:
    """Who was told of an event, and by which message: {"complainant" or "posting": template}."""
    rows = Message.objects.filter(context__event=event.pk)
    return {row.recipient.partition(":")[0]: row.template for row in rows}


def expected(to_citizen: str | None, to_holder: str | None) -> dict[str, str]:
    return {who: what for who, what in (("complainant", to_citizen), ("posting", to_holder)) if what}


@pytest.mark.parametrize(("move", "make", "to_citizen", "to_holder"), MADE)
def test_each_move_tells_whom_it_concerns(world, move, make, to_citizen, to_holder):
    make(world)
    event = Event.objects.filter(kind__in=MOVES).latest("pk")
    assert event.kind == move
    assert told_of(event) == expected(to_citizen, to_holder)


def test_no_move_is_forgotten():
    assert {move for move, *_ in MADE} == set(MOVES)


def test_every_event_has_its_message_or_the_reason_why_it_has_none():
    known = [announcements.TO_CITIZEN, announcements.IT_DEPENDS, announcements.NOT_TO_CITIZEN]
    assert set().union(*known) == set(MOVES) | OTHERS | BY_THE_SWEEP
    assert sum(map(len, known)) == len(set().union(*known))
    silent = {move for move, _, to_citizen, _ in MADE if to_citizen is None} - set(announcements.IT_DEPENDS)
    assert silent == set(announcements.NOT_TO_CITIZEN) & set(MOVES)


def test_every_message_is_a_sample_of_the_style_guide(settings):
    """So it is shown there, and counted in the tests; and no template is left that nobody sends."""
    samples = {sample.template for sample in (*TO_CITIZENS, *TO_OFFICERS)}
    folder = settings.BASE_DIR / "templates" / "notifications" / "messages"
    assert samples == {file.name.partition(".")[0] for file in folder.glob("*.txt")}


# --- what is no move ---------------------------------------------------------------------------------------------


def test_the_first_message_is_the_number(world):
    complaint = received(world)
    assert told_of(Event.objects.get(complaint=complaint)) == {"complainant": "registered"}


def test_when_an_officer_leaves_the_complainant_hears_who_has_it_and_so_does_the_head(world):
    complaint = marked(world)
    end_posting(posting=world.bilal.posting, by=None, at=clock("12:00"))
    event = Event.objects.get(complaint=complaint, kind="posting_ended")
    assert told_of(event) == {"complainant": "passed_on", "posting": "marked_to_you"}


def test_who_left_an_inquiry_is_told_nothing_more_of_it(world):
    complaint = left(world)
    told = Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}")
    before = told.count()
    world.nadia.marks(complaint, to=world.dania, at="+2d 11:00")
    sweep(at=clock("+9d 12:00"))
    assert tell_citizens(at=clock("+9d 12:00")) == 0
    assert told.count() == before


# --- delays, by the sweep ----------------------------------------------------------------------------------------


def delays(complaint) -> list[tuple[str, str, bool]]:
    """What the complainant was told of delays: message, clock, and whether it says that somebody above knows."""
    rows = Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}", template__contains="late")
    return [(row.template, row.context["clock"], row.context["told"]) for row in rows.order_by("pk")]


def test_a_delay_is_told_once_and_so_is_each_step_that_it_climbs(world):
    complaint = marked(world)
    for at in ("16:00", "17:00", "17:01", "+1d 17:00", "+1d 17:05"):
        sweep(at=clock(at))
        tell_citizens(at=clock(at))
    assert delays(complaint) == [("late", "contact", True), ("still_late", "contact", True)]


def test_a_reminder_is_the_officer_s_alone(world):
    marked(world)
    assert sweep(at=clock("15:00")).reminders == 1
    assert tell_citizens(at=clock("15:00")) == 0


def test_after_an_outage_one_message_says_how_it_stands(world):
    complaint = marked(world)
    assert sweep(at=clock("+2d 18:00")).escalations == 2
    assert tell_citizens(at=clock("+2d 18:00")) == 1
    assert delays(complaint) == [("still_late", "contact", True)]


def test_delays_are_told_in_batches_one_statement_to_take_and_one_to_tell(world, django_assert_num_queries):
    for _ in range(5):
        marked(world)
    sweep(at=clock("17:00"))
    with django_assert_num_queries(4 * 2 + 3):  # two full batches and the rest, savepoints included: none is left
        assert tell_citizens(at=clock("17:00"), batch=4) == 5
    assert tell_citizens(at=clock("17:00")) == 0


def test_what_is_urgent_is_told_at_night_and_what_is_not_waits(world):
    urgent, other = received(world, "illegal_detention"), marked(world)
    sweep(at=clock("+1d 02:00"))
    tell_citizens(at=clock("+1d 02:00"))
    told = Message.objects.filter(template__in=("late", "still_late")).values_list("recipient", "context__unhurried")
    assert dict(told) == {f"complainant:{urgent.complainant_id}": False, f"complainant:{other.complainant_id}": True}


# --- what it costs -----------------------------------------------------------------------------------------------


def test_telling_is_one_statement_and_none_where_nobody_is_told(world, django_assert_num_queries):
    of_mark = Event.objects.get(complaint=marked(world), kind="mark")
    _, complaint = lock(of_mark.complaint_id)  # as every writer has it
    Message.objects.all().delete()
    with django_assert_num_queries(1):
        announcements.announce(of_mark, complaint, at=clock("09:10"))
    of_mark.kind = "begin"
    with django_assert_num_queries(0):
        announcements.announce(of_mark, complaint, at=clock("09:10"))


def test_nothing_personal_stands_in_the_outbox(world):
    closed(world)
    person = Complainant.objects.get()
    for row in Message.objects.all():
        said = str(row.context) + row.recipient
        for hidden in (person.name, person.phone, person.phone[-7:], "shop"):
            assert hidden not in said
