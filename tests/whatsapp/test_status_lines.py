"""Every status shows its report, FIR number, reason and next deadline, as the complainant's page does."""

import re

import pytest

from citizen.complaint_page.complaint_context import complaint_page_context
from citizen.queries import own_complaint
from complaints.models import Complaint, Event, Invitation, StationOrder
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.statuses import Outcome
from tests.complaints.narrowings import approve_twice
from tests.complaints.test_narrowing import against_the_circle, asks
from tests.desk.test_station_orders import against_the_sho, ordered
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_questions import REPORT, opens, resolved, titles
from tests.whatsapp.transcripts import tap_id, words
from tests.world import clock

WHY = "This is a matter for the civil court."


def received(world) -> Complaint:
    return world.complaint("property_crime")


def marked(world) -> Complaint:
    complaint = received(world)
    world.salma.marks(complaint, to=world.dania, at="09:10")
    return complaint


def asked(world) -> Complaint:
    complaint = world.in_inquiry()
    world.bilal.does("ask_citizen", complaint, "11:00", words="When did it happen?")
    return complaint


def reported(world) -> Complaint:
    complaint = world.in_inquiry(category="property_crime", holder="dania")
    world.dania.reports(
        complaint, "12:00", Outcome.FIR_REGISTERED, fir_number="112/26", fir_station="Gulberg", words=REPORT
    )
    return complaint


def accepted(world) -> Complaint:
    complaint = reported(world)
    world.farah.does("accept", complaint, "13:00")
    return complaint


def returned(world) -> Complaint:
    complaint = reported(world)
    world.farah.does("return_report", complaint, "13:00", words="Hear the neighbour too.")
    return complaint


def confirmed(world) -> Complaint:
    complaint = resolved(world)
    world.ayesha.does("close", complaint, "14:30")
    return complaint


def rejected(world) -> Complaint:
    complaint = received(world)
    world.usman.does("reject", complaint, "10:00", words=WHY)
    return complaint


def withdrawn(world) -> Complaint:
    complaint = marked(world)
    world.ayesha.does("withdraw", complaint, "10:00")
    return complaint


STATUSES = {
    received: ("Status: Received", "An officer will contact you by"),
    marked: ("Status: Marked to officer", "An officer will contact you by"),
    asked: ("Information needed from you", "paused until you answer", "When did it happen?"),
    reported: ("Status: Report submitted", "A senior officer will decide on the report by", "FIR: ⁨112/26, Gulberg⁩"),
    accepted: ("Status: Report submitted", "The complaint cell will ask you about the result by", "112/26"),
    returned: ("Status: Under inquiry", "The officer will report by"),
    resolved: ("Status: Resolved", REPORT, "112/26", "tell us by", "Is it solved?"),
    confirmed: ("Status: Closed", REPORT, "112/26", "because you said that it is solved", "change your answer until"),
    rejected: ("Status: Not accepted", f"The reason:\n{WHY}", "appeal, with a reason, until"),
    withdrawn: ("Status: Withdrawn", "You can reopen it, with a reason, until"),
}


@pytest.mark.mostly_slow(keep=4)
@pytest.mark.parametrize("make", STATUSES, ids=lambda make: make.__name__)
def test_a_status_shows_report_fir_reason_and_next_deadline(world, client, make):
    complaint = make(world)
    _, answer = opens(world, client, complaint)
    for part in STATUSES[make]:
        assert part in words(answer), part


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("make", STATUSES, ids=lambda make: make.__name__)
def test_the_page_and_the_chat_promise_the_same_deadline(world, client, make):
    """Both name the same minute, or both name none."""
    complaint = make(world)
    page = complaint_page_context(
        own_complaint.load_own_complaint(complaint.pk), opened_by=OpenedBy.CHAT, at=clock("15:00")
    )
    _, answer = opens(world, client, complaint)
    shown = page["next"]["at"] if page["next"] else None
    if shown:
        local = shown.astimezone(clock("15:00").tzinfo)
        assert f"{local.hour % 12 or 12}:{local.minute:02d}" in words(answer)
    else:
        assert not re.search(r"(contact you|report|decide) by \d", words(answer))


@pytest.mark.slow
def test_an_officers_reason_that_is_not_for_the_complainant_is_not_shown(world, client):
    _, answer = opens(world, client, returned(world))
    assert "neighbour" not in words(answer)


# --- Questions of the police -----------------------------------------------------------------------------------------


@pytest.fixture
def invited(world) -> Complaint:
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    there = {"office": world.bilal.posting.office_id, "appointed_at": clock("+1d 11:00")}
    world.bilal.does("invite", complaint, "10:00", words="To look at the papers.", **there)
    return complaint


@pytest.mark.parametrize(
    ("place", "answer"), [("I will come", "comes"), ("I will not come", "refuses"), ("Another time", "another_time")]
)
def test_an_invitation_is_answered_with_one_tap(world, client, invited, place, answer):
    phone, question = opens(world, client, invited, at="10:30")
    assert "invites you to Gulberg Circle: 11:00 am, Tuesday 24 November" in words(question)
    assert titles(question) == ["I will come", "I will not come", "Another time"]
    done = phone.taps(tap_id([question], place))
    assert "Your answer has gone to the officer" in words(done[0])
    assert Invitation.objects.get().answer == answer
    assert "You are invited to Gulberg Circle" in words(phone.writes(invited.etag)[0])


def test_an_answer_to_an_invitation_comes_too_late_after_the_hour(world, client, invited):
    phone, question = opens(world, client, invited, at="10:30")
    phone.at = clock("+1d 11:01")
    phone.taps(tap_id([question], "I will come"))
    assert Invitation.objects.get().answer == ""


@pytest.mark.parametrize(("place", "consent"), [("I agree", "given"), ("I do not agree", "refused")])
def test_an_order_to_a_station_is_agreed_to_or_not(world, client, place, consent):
    complaint = against_the_sho(world, protected=False)
    order = ordered(world, complaint)
    phone, question = opens(world, client, complaint, at="10:20")
    assert "The station would read only this:" in words(question)
    assert order.offence in words(question)
    phone.taps(tap_id([question], place))
    assert StationOrder.objects.get().consent == consent


def test_a_narrowing_names_whom_and_why_and_can_be_objected_to(world, client):
    complaint = against_the_circle(world)
    request = approve_twice(world, asks(world, complaint), at="10:30")
    phone, question = opens(world, client, complaint, at="11:00")
    assert "Gulberg Circle" in words(question)
    assert "It was another station." in words(question)
    phone.taps(tap_id([question], "I object"))
    request.refresh_from_db()
    assert request.objected_at is not None
    assert Event.objects.filter(complaint=complaint).order_by("-seq").first().kind == "narrowing_objected"


def test_another_phone_answers_nothing(world, client, invited):
    phone, question = opens(world, client, invited, at="10:30")
    phone.number, phone.user_id = "923009998877", "PK.99"
    phone.writes("Salam")
    phone.writes("2")
    phone.taps(tap_id([question], "I will come"))
    assert Invitation.objects.get().answer == ""


def test_the_accused_officers_phone_learns_nothing_and_answers_nothing(world, client):
    """Kamran, the SHO of Gulberg, has the E-tag of the complaint against him, and an old button of its question."""
    complaint = against_the_sho(world, protected=False)
    order = ordered(world, complaint)
    kamran = Phone(number="923008887766", user_id="PK.77", client=client, at=clock("10:20"))
    kamran.writes("Salam")
    kamran.writes("2")
    shown = [*kamran.writes(complaint.etag), *kamran.taps(f"news=may_station_be_ordered:agree:{complaint.etag}")]
    said = "\n".join(words(one) for one in shown)
    assert "Registered on 23 November 2026. Status: open." in said
    for secret in (order.offence, order.place, "Gulberg", "FIR", "contact you"):
        assert secret not in said, secret
    assert StationOrder.objects.get().consent == "asked"
