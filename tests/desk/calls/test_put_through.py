"""Connected calls, for complainants whom the holder may not call.

The holder requests one on the complaint page, an operator connects it in the complainant's safe hours, and it counts as
the holder's contact once the complainant confirms it."""

import pytest
import time_machine
from django.db import ProgrammingError

from accounts.models import Leave
from citizen.complaint_page.citizen_timeline import citizen_timeline_entries
from citizen.queries.own_complaint import load_own_complaint
from complaints.models import Call, Connection, ContactClaim, Event, Pressure, RunningClock
from complaints.queries.due_calls import list_due_calls
from complaints.rules.refusals import Refusal
from ledger.service_exceptions import NotPermitted
from notifications.models import Message
from tests.complaints.refusing import refusal
from tests.complaints.verifying import found
from tests.desk.conftest import address, forms, offered
from tests.world import PHONES, clock

SAFE = {"safe_from": 14, "safe_until": 16}
DESK_LINE = "042 9920 1234"


def with_dania(world, category="gender_harassment", **answers):
    """A confidential complaint: the CPO's cell has marked it to Dania, who may not know the complainant."""
    complaint = world.complaint(category, **answers)
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    return complaint


def with_bilal(world, **answers):
    """An ordinary complaint."""
    complaint = world.complaint("financial_crime", **answers)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    return complaint


def asks(person, complaint, at="10:00", **more):
    return person.does("ask_call", complaint, at, words="I am in until six.", telephone=DESK_LINE, **more)


def connects(person, complaint, at, *, minutes=12, **more):
    person.rings(complaint, at, "connect", "reached", answer="connected", minutes=minutes, **more)


def waits(person, at) -> list[tuple]:
    found = [one for one in list_due_calls(person.actor, at=clock(at)) if one.purpose == "connect"]
    return [(one.row["etag"], one.ring_at) for one in found]


# --- requesting ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, Refusal.CALL_DIRECTLY),
        ({"protected": True, "phone": "", "email": "ayesha@example.pk"}, Refusal.NO_NUMBER),
    ],
)
def test_who_may_be_rung_by_the_officer_or_by_nobody_is_not_asked_a_call_for(world, told, reason):
    assert refusal(asks, world.bilal, with_bilal(world, **told)) is reason


@pytest.mark.parametrize("told", [{"protected": True}, SAFE])
def test_the_protected_and_who_chose_hours_are(world, told):
    complaint = with_bilal(world, **told)
    asks(world.bilal, complaint)
    assert refusal(asks, world.bilal, complaint, "10:01") is Refusal.CALL_WAITS
    asked = Connection.objects.get()
    assert (asked.by, asked.to, asked.telephone) == (world.bilal.posting, world.bilal.posting, DESK_LINE)
    assert found() == []


@pytest.mark.parametrize("typed", ["", "ring me", "042-9920-1234-and-more-1"])
def test_without_a_telephone_for_the_officer_nobody_can_put_a_call_through(world, typed):
    refused = refusal(world.dania.does, "ask_call", with_dania(world), "10:00", telephone=typed)
    assert refused is Refusal.TELEPHONE_MISSING


def test_nobody_but_the_holder_asks(world):
    complaint = with_dania(world)
    for name in ("farah", "bilal", "nadia", "salma", "zara", "hina"):
        with pytest.raises(NotPermitted):
            asks(world.people[name], complaint)


def test_the_file_offers_it_where_it_is_needed_and_nowhere_else(world, seat):
    ordinary, guarded = with_bilal(world), with_bilal(world, protected=True)
    bilal = seat(world.bilal)
    assert "ask_call" not in offered(bilal.opens(ordinary, "10:00"))
    page = bilal.opens(guarded, "10:00")
    assert "ask_call" in forms(page)
    assert PHONES["ayesha"] not in page.content.decode()
    assert bilal.posts(guarded, "ask_call", "10:01", telephone=DESK_LINE, words="Until six.").status_code == 302
    page = bilal.opens(guarded, "10:02")
    assert "ask_call" not in forms(page)
    assert "The complaint cell will make it during the complainant&#x27;s hours." in page.content.decode()
    assert "Bilal asked the complaint cell to put a call through to the complainant." in page.content.decode()


def test_what_is_typed_wrong_stays(world, seat):
    guarded = with_bilal(world, protected=True)
    answer = seat(world.bilal).posts(guarded, "ask_call", "10:01", telephone="ring me", words="Until six.")
    assert answer.status_code == 422
    assert "Enter the phone number on which the complaint cell can reach you." in answer.content.decode()
    assert "Until six." in answer.content.decode()


# --- the call list ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_it_stands_on_the_list_of_the_cell_that_may_know_and_of_no_other(world):
    confidential, protected = with_dania(world), with_bilal(world, protected=True)
    asks(world.dania, confidential)
    asks(world.bilal, protected)
    assert waits(world.nadia, "10:30") == [(confidential.etag, clock("10:30"))]
    assert waits(world.salma, "10:30") == [(protected.etag, clock("10:30"))]
    assert waits(world.sana, "10:30") == waits(world.dania, "10:30") == []


@pytest.mark.slow
def test_it_is_made_in_their_hours_and_refused_outside_them(world, seat):
    complaint = with_dania(world, **SAFE)
    asks(world.dania, complaint)
    assert waits(world.nadia, "10:30") == [(complaint.etag, clock("14:00"))]
    assert refusal(connects, world.nadia, complaint, "13:59") is Refusal.NOT_IN_THEIR_HOURS
    nadia = seat(world.nadia)
    page = nadia.get(f"{address(complaint)}call/connect/", "10:30").content.decode()
    assert "Do not call now. You can call from" in page
    assert PHONES["ayesha"] not in page
    assert DESK_LINE not in page
    connects(world.nadia, complaint, "14:20")


def test_a_talk_that_began_in_their_hours_may_end_after_them(world):
    complaint = with_dania(world, **SAFE)
    asks(world.dania, complaint)
    assert refusal(connects, world.nadia, complaint, "16:40", minutes=10) is Refusal.NOT_IN_THEIR_HOURS
    connects(world.nadia, complaint, "16:40", minutes=45)


def test_the_contact_that_is_due_first_is_rung_for_first(world):
    """A conversation can wait a day if no contact is due any more; a contact that is due cannot."""
    told = {"protected": True}
    written, owed = with_bilal(world, **told), with_bilal(world, **told)
    world.bilal.records_contact(written, "09:30")
    asks(world.bilal, written, "09:40")
    asks(world.bilal, owed, "10:00")
    due = {one.row["etag"]: one.due_at for one in list_due_calls(world.salma.actor, at=clock("10:30"))}
    assert due[written.etag] == clock("+1d 09:40")
    assert due[owed.etag] == min(clock("+1d 10:00"), owed.contact_due_at)


@pytest.mark.slow
def test_a_wish_ends_with_the_holder_who_had_it(world):
    complaint = with_bilal(world, protected=True)
    asks(world.bilal, complaint)
    world.dania.does("re_mark", complaint, "10:30", to=world.dania)
    assert waits(world.salma, "11:00") == []
    assert refusal(connects, world.salma, complaint, "11:00") is Refusal.NOT_TO_BE_RUNG
    asks(world.dania, complaint, "11:10")
    assert [one.by.officer.name for one in Connection.objects.waiting()] == ["Dania"]
    assert len(waits(world.salma, "11:20")) == 1


def test_whom_the_duress_word_protects_is_not_rung_and_nobody_below_learns_why(world):
    complaint = with_bilal(world, protected=True)
    asks(world.bilal, complaint)
    Pressure.objects.create(complaint=complaint, reported_at=clock("10:30"), due_at=clock("12:30"), silent=True)
    assert waits(world.salma, "11:00") == []
    assert refusal(connects, world.salma, complaint, "11:00") is Refusal.NOT_TO_BE_RUNG


# --- the result ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_talk_is_the_contact_of_the_officer_who_spoke_and_waits_for_the_complainants_word(world):
    complaint = with_dania(world)
    asks(world.dania, complaint)
    connects(world.nadia, complaint, "10:40")
    assert (complaint.status, complaint.contact) == ("in_inquiry", "claimed")
    claim = ContactClaim.objects.get(complaint=complaint)
    assert (claim.posting, claim.claimed_at) == (world.dania.posting, clock("10:40"))
    assert not RunningClock.objects.filter(complaint=complaint, clock="contact").exists()
    call = Call.objects.get(complaint=complaint)
    assert (call.purpose, call.answer, call.minutes, call.posting) == ("connect", "connected", 12, world.nadia.posting)
    assert Connection.objects.get().call == call
    assert waits(world.nadia, "10:41") == []
    world.ayesha.says("in_person", complaint, "11:00")
    assert (complaint.contact, complaint.contacted_at) == ("confirmed", clock("10:40"))
    assert found() == []


def test_who_denies_it_is_believed_and_the_clock_ran_on(world):
    complaint = with_dania(world)
    asks(world.dania, complaint)
    due = complaint.contact_due_at
    connects(world.nadia, complaint, "10:40")
    world.ayesha.says("nobody", complaint, "11:00")
    assert complaint.contact == "open"
    assert RunningClock.objects.get(complaint=complaint, clock="contact").due_at == due


def test_the_complainant_is_asked_who_spoke_and_told_by_the_ways_that_are_safe(world):
    complaint = with_bilal(world, protected=True)
    asks(world.bilal, complaint)
    connects(world.salma, complaint, "10:40")
    message = Message.objects.get(template="contact_claimed")
    assert message.recipient == f"complainant:{complaint.complainant_id}"
    assert message.context["event"] == complaint.events.get(kind="put_through").pk
    story = [
        entry["sentence"] for entry in citizen_timeline_entries(load_own_complaint(complaint.pk), now=clock("11:00"))
    ]
    assert any("The complaint cell will call you at the times you chose and connect you." in one for one in story)
    assert any("The officer says that they spoke to you: Inspector, Gulberg Circle." in one for one in story)
    assert load_own_complaint(complaint.pk).claim_event.kind == "put_through"


def test_a_call_when_no_contact_is_owed_is_a_talk_and_no_second_contact(world):
    complaint = with_dania(world)
    world.dania.records_contact(complaint, "09:30")
    world.ayesha.says("in_person", complaint, "09:40")
    asks(world.dania, complaint)
    connects(world.nadia, complaint, "10:40")
    assert complaint.contact == "confirmed"
    assert ContactClaim.objects.filter(complaint=complaint).count() == 1
    assert Event.objects.filter(complaint=complaint, kind="call_connected").exists()


@pytest.mark.slow
def test_who_does_not_want_to_speak_need_not(world):
    complaint = with_dania(world)
    asks(world.dania, complaint)
    due = complaint.contact_due_at
    world.nadia.rings(complaint, "10:40", "connect", "reached", answer="declined")
    assert (complaint.contact, complaint.contact_due_at) == ("open", due)
    assert waits(world.nadia, "13:00") == []
    assert Message.objects.get(template="call_not_made").recipient == f"posting:{world.dania.posting.pk}"
    story = [
        entry["sentence"] for entry in citizen_timeline_entries(load_own_complaint(complaint.pk), now=clock("11:00"))
    ]
    assert any("This does not affect your complaint." in one for one in story)


def test_an_officer_who_does_not_answer_is_told_and_rung_again(world):
    complaint = with_dania(world)
    asks(world.dania, complaint)
    world.nadia.rings(complaint, "10:40", "connect", "reached", answer="missed")
    assert waits(world.nadia, "13:00") == [(complaint.etag, clock("13:00"))]
    assert Message.objects.filter(template="call_not_made").exists()


@pytest.mark.slow
def test_who_is_not_reached_in_three_calls_on_two_days_is_rung_no_more(world):
    complaint = with_dania(world)
    asks(world.dania, complaint)
    world.nadia.rings_in_vain(complaint, "connect")
    assert waits(world.nadia, "+2d 14:00") == []
    kinds = list(complaint.events.filter(kind__contains="call").order_by("seq").values_list("kind", flat=True))
    assert kinds == ["ask_call", "connect_call_failed", "connect_call_failed", "call_given_up"]
    assert found() == []


@pytest.mark.parametrize("minutes", [None, 0, 241])
def test_how_long_they_spoke_is_said(world, minutes):
    complaint = with_dania(world)
    asks(world.dania, complaint)
    assert refusal(connects, world.nadia, complaint, "10:40", minutes=minutes) is Refusal.MINUTES_MISSING


def test_two_operators_put_one_call_on_record_once(world):
    complaint = with_dania(world)
    asks(world.dania, complaint)
    connects(world.nadia, complaint, "10:40")
    assert refusal(connects, world.nadia, complaint, "10:41") is Refusal.NOT_TO_BE_RUNG


def test_a_cover_speaks_in_the_call_that_they_asked_for(world):
    complaint = with_bilal(world, protected=True)
    Leave.objects.create(
        posting=world.bilal.posting, cover=world.kamran.posting, set_at=clock("09:00"),
        starts_at=clock("09:30"), ends_at=clock("18:00"),
    )  # fmt: skip
    world.kamran.posting.covers = [world.bilal.posting.pk]
    asks(world.kamran, complaint)
    connects(world.salma, complaint, "10:40")
    assert ContactClaim.objects.get(complaint=complaint).posting == world.kamran.posting


def test_what_was_asked_is_never_changed_nor_ended_twice(world):
    asks(world.dania, with_dania(world))
    with pytest.raises(ProgrammingError, match="Cannot update"):
        Connection.objects.update(asked_at=clock("09:00"))


def test_nor_deleted(world):
    asks(world.dania, with_dania(world))
    with pytest.raises(ProgrammingError, match="permission denied"):
        Connection.objects.all().delete()


# --- the operator's page ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_operator_sees_both_numbers_and_the_holder_none(world, seat):
    complaint = with_dania(world)
    asks(world.dania, complaint)
    nadia, dania = seat(world.nadia), seat(world.dania)
    assert "Put a call through to the officer" in nadia.get("/desk/calls/", "10:30").content.decode()
    page = nadia.get(f"{address(complaint)}call/connect/", "10:30").content.decode()
    for said in (f"tel:{PHONES['ayesha']}", f"tel:{DESK_LINE}", "Dania, SDPO, Gulberg Circle"):
        assert said in page
    assert PHONES["ayesha"] not in dania.opens(complaint, "10:31").content.decode()
    with time_machine.travel(clock("10:40"), tick=False):
        typed = {"seen": complaint.head.seq, "result": "reached:connected", "minutes": "۱۲", "words": "She was calm."}
        assert nadia.client.post(f"{address(complaint)}call/connect/", typed).status_code == 302
    file = dania.opens(complaint, "10:41").content.decode()
    assert "put a call through: the officer and the complainant spoke for 12 min." in file
    assert "She was calm." not in file
    diary = dania.get(f"{address(complaint)}calls/", "10:42").content.decode()
    assert "12 minutes" in diary
    assert PHONES["ayesha"] not in diary


def test_minutes_that_are_missing_are_asked_for_on_the_page(world, seat):
    complaint = with_dania(world)
    asks(world.dania, complaint)
    with time_machine.travel(clock("10:40"), tick=False):
        typed = {"seen": complaint.head.seq, "result": "reached:connected", "words": "She was calm."}
        answer = seat(world.nadia).client.post(f"{address(complaint)}call/connect/", typed)
    assert answer.status_code == 422
    assert "Enter how many minutes they spoke, from 1 to 240." in answer.content.decode()
    assert "She was calm." in answer.content.decode()
