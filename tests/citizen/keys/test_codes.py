"""Codes: where they are sent, what they never open, and how a phone number is verified without one."""

import threading

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connections

from citizen.services.my_complaints_access import contact_blind_index, open_from_list
from complaints.models import AccessCode, Complainant
from complaints.services.access_keys import access_codes
from complaints.services.access_keys.access_codes import open_with_code, send_code
from notifications.message_routing import find_routes
from notifications.models import Message
from tests.citizen.keys.cast import SECRET, claimed, set_words
from tests.complaints.test_access import wrong
from tests.world import PHONES, build, clock

AYESHA = PHONES["ayesha"]


def code_of(message: Message) -> str:
    return access_codes.unseal_code(message.context["code_sealed"], recipient=message.recipient)


def last() -> Message:
    return Message.objects.filter(template="access_code").latest("pk")


def verified_at(complaint):
    return Complainant.objects.get(complaint=complaint.pk).phone_verified_at


@pytest.mark.parametrize(
    ("reached_at", "channel", "to"),
    [(AYESHA, "sms", AYESHA), ("ayesha@example.com", "email", "ayesha@example.com")],
)
def test_the_code_goes_to_where_it_was_asked_for(world, settings, reached_at, channel, to):
    """Abroad the Pakistani phone is not at hand: a code requested for the e-mail address goes there."""
    settings.NOTIFICATIONS_TRANSPORTS = dict.fromkeys(["sms", "email"], "notifications.transports.mailbox.send")
    complaint = world.complaint(email="ayesha@example.com")
    assert send_code(etag=complaint.etag, phone_or_email=reached_at, at=clock("10:00"))
    (first, *_) = find_routes(last(), at=clock("10:00"))
    assert (first.channel, first.to) == (channel, to)


def test_a_code_comes_at_any_hour_because_it_was_asked_for(world, settings):
    settings.NOTIFICATIONS_TRANSPORTS = {"sms": "notifications.transports.mailbox.send"}
    complaint = world.complaint()
    Complainant.objects.filter(complaint=complaint.pk).update(safe_from=10, safe_until=11)
    send_code(etag=complaint.etag, phone_or_email=AYESHA, at=clock("23:30"))
    assert find_routes(last(), at=clock("23:30"))


def test_with_a_secret_word_no_code_goes_out_and_one_from_before_opens_nothing(world):
    complaint = world.complaint()
    send_code(etag=complaint.etag, phone_or_email=AYESHA, at=clock("10:00"))
    code = code_of(last())
    set_words(complaint, secret=SECRET)
    assert open_with_code(etag=complaint.etag, code=code, at=clock("10:01")) is None
    assert verified_at(complaint) is None
    assert not send_code(etag=complaint.etag, phone_or_email=AYESHA, at=clock("10:02"))
    assert Message.objects.filter(template="access_code").count() == 1
    assert AccessCode.objects.filter(complaint=complaint).count() == 1


def test_a_code_for_the_list_or_a_printed_key_is_no_code(world):
    complaint = world.complaint()
    row = {"code_hash": access_codes.hash_code(complaint.pk, "123456"), "created_at": clock("10:00")}
    row |= {"expires_at": clock("10:10")}
    AccessCode.objects.create(kind=AccessCode.Kind.PRINTED, complaint=complaint, **row)
    assert open_with_code(etag=complaint.etag, code="123456", at=clock("10:01")) is None


@pytest.mark.slow
def test_five_tries_are_five_however_many_come_at_once(own_database):
    world = build()
    complaint = world.complaint()
    send_code(etag=complaint.etag, phone_or_email=AYESHA, at=clock("10:00"))
    code = code_of(last())

    def tries():
        try:
            assert open_with_code(etag=complaint.etag, code=wrong(code), at=clock("10:01")) is None
        finally:
            connections.close_all()

    hands = [threading.Thread(target=tries) for _ in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert AccessCode.objects.get(complaint=complaint).tries_left == 0
    assert open_with_code(etag=complaint.etag, code=code, at=clock("10:02")) is None


@pytest.mark.slow
def test_a_code_opens_once_however_many_bring_it_at_once(own_database):
    world = build()
    complaint = world.complaint()
    send_code(etag=complaint.etag, phone_or_email=AYESHA, at=clock("10:00"))
    code, opened = code_of(last()), []

    def tries():
        try:
            opened.append(open_with_code(etag=complaint.etag, code=code, at=clock("10:01")))
        finally:
            connections.close_all()

    hands = [threading.Thread(target=tries) for _ in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert [found.complaint for found in opened if found] == [complaint]


@pytest.mark.parametrize("teller", ["ayesha", "salma"])
def test_no_call_proves_a_number_whoever_says_that_there_was_one(world, teller):
    """Somebody else may have entered the number. Only a code that was sent to it and entered proves it."""
    complaint = claimed(world, is_proved=False)
    moment = "10:00" if teller == "ayesha" else "+1d 10:00"
    world.people[teller].does("confirm_contact", complaint, moment, answer="in_person")
    assert verified_at(complaint) is None


def test_a_denied_contact_verifies_nothing(world):
    complaint = claimed(world, is_proved=False)
    world.ayesha.says("someone_else", complaint, "10:00")
    assert verified_at(complaint) is None


# --- somebody who can write to the database ---------------------------------------------------------------------------


def own_index_in(victim, own) -> None:
    """Copy the phone's blind index of one complaint into another one's row."""
    index = Complainant.objects.get(complaint=own.pk).phone_index
    Complainant.objects.filter(complaint=victim.pk).update(phone_index=index)


def test_a_blind_index_that_was_copied_into_the_row_brings_no_code_and_no_list(world):
    hers, own = world.complaint(), world.complaint(by="bashir")
    own_index_in(hers, own)
    assert not send_code(etag=hers.etag, phone_or_email=PHONES["bashir"], at=clock("10:00"))
    index = contact_blind_index(PHONES["bashir"])
    assert open_from_list(reached_index=index, etag=hers.etag, at=clock("10:00")) is None
    assert open_from_list(reached_index=index, etag=own.etag, at=clock("10:00")).pk == own.pk


def test_a_code_opens_in_no_message_to_somebody_else(world):
    """The message with Ayesha's code is addressed to Bashir before it is sent."""
    hers, own = world.complaint(), world.complaint(by="bashir")
    send_code(etag=hers.etag, phone_or_email=AYESHA, at=clock("10:00"))
    Message.objects.filter(pk=last().pk).update(recipient=f"complainant:{own.complainant_id}")
    with pytest.raises(InvalidTag):
        code_of(last())


def test_the_code_of_one_complaint_opens_no_other_one(world):
    hers, own = world.complaint(), world.complaint(by="bashir")
    send_code(etag=own.etag, phone_or_email=PHONES["bashir"], at=clock("10:00"))
    code = code_of(last())
    AccessCode.objects.update(complaint=hers.pk)
    assert open_with_code(etag=hers.etag, code=code, at=clock("10:01")) is None
