"""The messages about each event and their recipients: every move of the table, and the events of the clocks."""

import pytest

from accounts.services.postings import end_posting
from complaints.models import Complainant, Event
from complaints.rules.clock_obligations import DUTY_STEP_KINDS, PRESSURE_STEP_KINDS, STEP_KINDS
from complaints.services import event_messages
from complaints.services.moves import lock_complaint
from complaints.workflow.declaration import MessageChoice, NoMessage, message_templates_of
from complaints.workflow.table import KINDS as TABLE
from complaints.workflow.table import MOVES, NEWS_KINDS, NOT_READ_ALOUD, kind_names_where
from demo.message_samples import TO_CITIZENS, TO_MAIL_SENDERS, TO_OFFICERS
from notifications.models import Message
from sla.services.citizen_notices import notify_citizens
from sla.services.sweeping import sweep
from tests.complaints.stages import (
    against_the_station,
    answered_an_invitation,
    asked,
    asked_after,
    at_partner,
    call_asked,
    claimed,
    closed,
    closed_conduct,
    conduct,
    detained,
    excused,
    held,
    invited,
    left,
    linked_with_another_one,
    marked,
    merged_into_an_earlier_one,
    naming_the_head,
    put_through,
    received,
    reported,
    resolved,
    rung_in_vain,
    tortured,
    tried,
    unlinked,
    unmarked_again,
    unmerged,
    verified,
    wishing_to_withdraw,
    with_latif,
    withdrawn,
)
from tests.world import clock
from whatsapp.rules.notice_alerts import ALERT_MESSAGE, FOUND_MESSAGE, WITHDRAWN_MESSAGE

OTHERS = {
    "registered",
    "posting_ended",
    "told",
    "stood_before",
    "taken_in",
    "taken_out",
    "evidence_added",
    "key_printed",
} | {
    "first_key_printed",
    *("evidence_withdrawn", "key_asked", "key_approved", "key_recovered"),
    *(
        "contact_call_failed",
        "verify_call_failed",
        "excuse_call_reached",
        "excuse_call_later",
        "news_read",
        "sample_answered",
    ),
    *("officer_named", "hearing_agreed", "hearing_answered"),
    *("settled", "name_confirmed", "name_lapsed", "exclusion_ended"),
    *("narrowing_asked", "narrowing_approved", "narrowing_announced", "narrowing_objected", "narrowing_refused"),
    *("partner_status", "imported", "letter_scanned"),
    *("sealed_from_police", "outside_sent", "outside_not_sent", "outside_fetched", "outside_added"),
    "identity_given",
    *("station_consent_asked", "station_consent_given", "station_consent_refused"),
    *("station_ordered", "station_order_done"),
    *("handed_over", "order", "order_done", "escalation_answered", "unopened", "anonymised"),
    *("call_connected", "connect_call_failed", "call_given_up", "call_declined", "call_missed"),
}
BY_THE_SWEEP = {*STEP_KINDS, *DUTY_STEP_KINDS.values(), *PRESSURE_STEP_KINDS.values(), "calendar_changed"}


def test_the_cell_reads_every_message_aloud_to_those_who_cannot_read_or_there_is_a_reason():
    with_message = kind_names_where(lambda kind: bool(message_templates_of(kind.to_citizen)))
    assert with_message == NEWS_KINDS | NOT_READ_ALOUD.keys()
    assert not NEWS_KINDS & NOT_READ_ALOUD.keys()
    assert all(NOT_READ_ALOUD.values())


# --- each move, the message to the complainant, and the message to the holder ------------------------------------

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
        "recategorise",  # It leaves the station that it is against.
        lambda w: w.salma.does("recategorise", with_latif(w), "10:00", category="bribe_demand"),
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
    ("pass_by", lambda w: w.system.does("pass_by", naming_the_head(w), "10:00"), "forwarded", None),
    ("keep_away", lambda w: w.system.does("keep_away", against_the_station(w), "10:00"), "passed_on", "marked_to_you"),
    (
        "pass_up_unsettled",
        lambda w: w.system.does("pass_up_unsettled", received(w, "misbehaviour"), "13:00", to=w.usman),
        "marked",
        "marked_to_you",
    ),
    ("close_imported", lambda w: w.system.does("close_imported", received(w), "13:00"), None, None),
    ("close_sealed", lambda w: w.system.does("close_sealed", received(w), "13:00"), None, None),
    ("leave_unsettled", lambda w: w.system.does("leave_unsettled", marked(w), "13:00"), None, None),
    ("begin", lambda w: w.bilal.does("begin", excused(w), "14:10"), None, None),
    ("record_contact", claimed, "contact_claimed", None),
    ("invite", invited, "invited", None),
    ("answer_invitation", answered_an_invitation, None, "invitation_answered"),
    ("ask_call", call_asked, None, None),
    ("put_through", put_through, "contact_claimed", None),
    ("confirm_contact", lambda w: w.ayesha.says("in_person", claimed(w), "10:00"), None, None),
    ("deny_contact", lambda w: w.ayesha.says("nobody", claimed(w), "10:00"), None, "contact_denied"),
    (
        "leave_unconfirmed",
        lambda w: w.system.does("leave_unconfirmed", rung_in_vain(w), "+3d 09:30"),
        "contact_unconfirmed",
        None,
    ),
    ("try_contact", lambda w: tried(w, 1), "contact_tried", None),
    ("urgent_act", lambda w: w.dania.does("urgent_act", detained(w), "10:00"), None, None),
    ("refer_outside", lambda w: w.nadia.does("refer_outside", tortured(w), "10:00"), None, None),
    ("excuse_contact", lambda w: excused(w), "contact_excused", None),
    ("ask_citizen", asked, "question", None),
    ("resume", lambda w: w.ayesha.answers(asked(w), "12:00"), None, "citizen_answered"),
    ("resume", lambda w: w.salma.does("resume", asked(w), "12:00"), None, "citizen_answered"),
    ("resume", lambda w: w.bilal.does("resume", asked(w), "12:00"), "question_withdrawn", None),
    ("resume", lambda w: w.system.does("resume", asked(w), "+4d 12:00"), "question_unanswered", "pause_ended"),
    ("hear", lambda w: w.dania.does("hear", conduct(w), "11:00"), "heard", None),
    ("tell_citizen", lambda w: w.bilal.does("tell_citizen", w.in_inquiry("10:00"), "11:00"), "message", None),
    ("add", lambda w: w.ayesha.does("add", w.in_inquiry("10:00"), "11:00"), None, "citizen_added"),
    ("add", lambda w: w.ayesha.does("add", received(w), "11:00"), None, None),  # There is no holder yet.
    ("submit_report", reported, "reported", None),
    (
        "return_report",
        lambda w: w.farah.does("return_report", reported(w), "12:00"),
        "report_sent_back",
        "report_returned",
    ),
    ("accept", lambda w: w.farah.does("accept", reported(w), "12:00"), None, None),  # One of the two approvals.
    ("accept", lambda w: w.farah.does("accept", verified(w), "13:00"), "resolved", None),
    ("verify", lambda w: verified(w), None, None),
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
    ("all_well", lambda w: w.ayesha.does("all_well", asked_after(w), "+31d 10:00"), None, None),
    ("note", lambda w: w.bilal.does("note", w.in_inquiry("10:00"), "11:00"), None, None),
    ("merge", merged_into_an_earlier_one, "merged", None),
    ("link", linked_with_another_one, None, None),
    ("undo_mark", unmarked_again, None, None),
    ("unmerge", unmerged, "unmerged", None),
    ("unlink", unlinked, None, None),
    ("hold", held, None, None),
    ("lift_hold", lambda w: w.zara.does("lift_hold", held(w), "15:00"), None, None),
    ("refer_partner", at_partner, None, None),
    ("recall_partner", lambda w: w.zara.does("recall_partner", at_partner(w), "15:00"), None, None),
]


def told_of(event: Event) -> dict[str, str]:
    """Return the messages about an event: {"complainant" or "posting": template}."""
    rows = Message.objects.filter(context__event=event.pk)
    return {row.recipient.partition(":")[0]: row.template for row in rows}


def expected(to_citizen: str | None, to_holder: str | None) -> dict[str, str]:
    return {who: what for who, what in (("complainant", to_citizen), ("posting", to_holder)) if what}


@pytest.mark.mostly_slow(keep=15)
@pytest.mark.parametrize(("move", "make", "to_citizen", "to_holder"), MADE)
def test_each_move_tells_whom_it_concerns(world, move, make, to_citizen, to_holder):
    make(world)
    event = Event.objects.filter(kind__in=MOVES).latest("pk")
    assert event.kind == move
    assert told_of(event) == expected(to_citizen, to_holder)


def test_no_move_is_forgotten():
    assert {move for move, *_ in MADE} == set(MOVES)


def test_every_event_has_its_message_or_the_reason_why_it_has_none():
    assert set(TABLE) == set(MOVES) | OTHERS | BY_THE_SWEEP
    assert all(kind.to_citizen for kind in TABLE.values())
    depends = {name for name, kind in TABLE.items() if isinstance(kind.to_citizen, MessageChoice)}
    silent = {move for move, _, to_citizen, _ in MADE if to_citizen is None} - depends
    assert silent == {name for name, move in MOVES.items() if isinstance(move.to_citizen, NoMessage)}


def test_every_message_is_a_sample_of_the_style_guide(settings):
    """The style guide shows every SMS and e-mail, and no other template is never sent: alerts go by WhatsApp alone."""
    chat_only = {ALERT_MESSAGE, FOUND_MESSAGE, WITHDRAWN_MESSAGE}
    samples = {sample.template for sample in (*TO_CITIZENS, *TO_OFFICERS, *TO_MAIL_SENDERS)}
    folder = settings.BASE_DIR / "templates" / "notifications" / "messages"
    assert samples | chat_only == {file.name.partition(".")[0] for file in folder.glob("*.txt")}


# --- events that are no moves ------------------------------------------------------------------------------------


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
    assert notify_citizens(at=clock("+9d 12:00")) == 0
    assert told.count() == before


# --- number of statements ----------------------------------------------------------------------------------------


def test_telling_is_one_statement_and_none_where_nobody_is_told(world, django_assert_num_queries):
    of_mark = Event.objects.get(complaint=marked(world), kind="mark")
    _, complaint = lock_complaint(of_mark.complaint_id)  # As every writer locks it.
    Message.objects.all().delete()
    with django_assert_num_queries(1):
        event_messages.write_event_messages(of_mark, complaint, at=clock("09:10"))
    of_mark.kind = "begin"
    with django_assert_num_queries(0):
        event_messages.write_event_messages(of_mark, complaint, at=clock("09:10"))


def test_nothing_personal_stands_in_the_outbox(world):
    closed(world)
    person = Complainant.objects.get()
    for row in Message.objects.all():
        said = str(row.context) + row.recipient
        for hidden in (person.name, person.phone, person.phone[-7:], "shop"):
            assert hidden not in said
