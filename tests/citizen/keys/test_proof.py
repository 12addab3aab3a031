"""Rights of a number without a proof and of an officer-issued key, on every channel."""

import json

import pytest
import time_machine

from citizen.services.complaint_opening import open_with_key
from citizen.services.sms_nonces import make_sms_nonce
from complaints.models import Complainant, Complaint, Event
from complaints.rules.statuses import Status
from complaints.services.access_keys import printed_keys
from ledger.service_exceptions import NotPermitted
from notifications.models import DeliveredMail, Message
from notifications.services.message_delivery import deliver_due_messages
from tests.citizen.conftest import Visitor, code_sent, path_of, words
from tests.citizen.keys.cast import SECRET, claimed, recovered, resolved, set_words
from tests.citizen.keys.test_one_tap import link
from tests.desk.conftest import seat
from tests.world import PHONES, clock

__all__ = ["seat"]


def now(complaint) -> Complaint:
    return Complaint.objects.unscoped("test").select_related("complainant").get(pk=complaint.pk)


def kinds(complaint) -> list[str]:
    return list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True))


def unproved(complaint):
    Complainant.objects.filter(complaint=complaint).update(phone_verified_at=None)
    return complaint


def filed(world, visitor: Visitor, **told) -> Complaint:
    """Return a complaint filed in this browser, on which an officer's claim waits for the answer."""
    visitor.get("/complain/", "08:59")  # the cookie that identifies the browser is set with the first form
    visitor.files("09:00", **told)
    complaint = Complaint.objects.unscoped("test").latest("pk")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:15")
    return complaint


# --- a number without a proof


@pytest.mark.slow
def test_by_web_the_number_is_proved_by_one_code_and_yes_waits_for_it(world, ayesha):
    complaint = filed(world, ayesha)
    page = ayesha.get(f"/track/{complaint.etag}/mine/", "09:20")
    assert "enter the code that we send there" in words(page)
    assert "Text me a code" in words(page)
    assert 'value="in_person"' not in page.content.decode()
    assert 'value="nobody"' in page.content.decode()
    refused = ayesha.moves(complaint, "confirm_contact", "09:21", answer="in_person")
    assert refused.status_code == 409
    assert "confirm_contact" not in kinds(complaint)
    asked = ayesha.posts(f"/track/{complaint.etag}/code/ask/", "09:22", prove="phone")
    assert path_of(asked) == f"/track/{complaint.etag}/code/"
    ayesha.posts(f"/track/{complaint.etag}/code/", "09:23", code=code_sent())
    page = ayesha.get(f"/track/{complaint.etag}/mine/", "09:24")
    assert 'value="in_person"' in page.content.decode()
    assert "Text me a code" not in words(page)
    assert ayesha.moves(complaint, "confirm_contact", "09:25", answer="in_person").status_code == 302
    assert "confirm_contact" in kinds(complaint)


def test_the_receipt_says_what_holds_until_a_code_was_entered(world, ayesha):
    receipt = ayesha.get(path_of(ayesha.files()))
    assert "Until you enter a code that we send there, nobody can use it to close or withdraw the complaint." in words(
        receipt
    )


def test_by_one_tap_no_counts_and_yes_leads_to_the_code(world, ayesha):
    complaint = unproved(resolved(world))
    page = ayesha.get(link(complaint, "verify", "close"), "+1d 12:00").content.decode()
    assert 'value="solved"' not in page
    assert 'value="not_solved"' in page
    assert 'value="partly"' in page
    answer = ayesha.posts(link(complaint, "verify", "close"), "+1d 12:01", answer="solved")
    assert answer.status_code == 409
    assert now(complaint).status == Status.RESOLVED
    ayesha.posts(link(complaint, "verify", "close"), "+1d 12:02", answer="not_solved")
    assert now(complaint).status == Status.MARKED


@pytest.mark.parametrize("text", ["yes", "haan"])
def test_by_sms_yes_says_what_to_do_and_no_counts(world, client, settings, text):
    settings.SMS_INBOUND_TOKEN = "the-gateways-own"
    complaint = claimed(world, is_proved=False)

    def texts(words: str) -> str:
        body = json.dumps({"from": PHONES["ayesha"], "text": words, "id": "1"})
        headers = {"Authorization": "Bearer the-gateways-own"}
        with time_machine.travel(clock("10:00"), tick=False):
            answer = client.post("/sms/inbound", data=body, content_type="application/json", headers=headers)
        return answer.json()["reply"]

    nonce = make_sms_nonce(complaint.events.get(kind="record_contact").pk)
    assert "First open your complaint with a code sent to this number" in texts(f"{text} {nonce}")
    assert "confirm_contact" not in kinds(complaint)
    assert "recorded" in texts(f"no {nonce}")
    assert "deny_contact" in kinds(complaint)


# --- a mistyped number


@pytest.mark.slow
def test_the_owner_puts_a_mistyped_number_right_although_the_stranger_was_first(world, ayesha, bashir):
    """The stranger got the E-tag by SMS and entered a code. His page and his link end with the correction."""
    complaint = filed(world, ayesha, phone="0321 4445566")
    stranger = Visitor()
    page = stranger.opens(complaint, "09:20", reached_at="0321 4445566")
    assert page.status_code == 200
    old = link(complaint, "record_contact", "answer_contact")
    assert stranger.get(old, "09:21").status_code == 200
    fixed = ayesha.posts(
        f"/track/{complaint.etag}/more/contact/", "09:22", phone="0300 1112233", language="en", channel=""
    )
    assert fixed.status_code == 302
    assert now(complaint).complainant.phone == PHONES["ayesha"]
    assert path_of(stranger.get(f"/track/{complaint.etag}/mine/", "09:23")) == f"/track/{complaint.etag}/"
    assert stranger.get(old, "09:24").status_code == 404
    assert ayesha.opens(complaint, "09:25").status_code == 200


def test_once_the_owners_device_has_proved_it_nobody_changes_it(world, ayesha):
    complaint = filed(world, ayesha)
    ayesha.opens(complaint, "09:20")
    assert now(complaint).complainant.phone_is_of_filing
    page = ayesha.get(f"/track/{complaint.etag}/more/contact/", "09:21").content.decode()
    assert 'name="phone"' not in page


@pytest.mark.slow
def test_of_a_protected_complainant_a_strangers_number_shows_no_name(world, ayesha):
    complaint = filed(world, ayesha, protected="on", phone="0321 4445566")
    person = Complainant.objects.get(complaint=complaint)
    person.email = "ayesha@example.org"
    person.save(update_fields=["email"])
    assert ayesha.get(f"/track/{complaint.etag}/more/you/", "09:16").status_code == 200
    stranger = Visitor()
    stranger.opens(complaint, "09:20", reached_at="0321 4445566")
    hidden = stranger.get(f"/track/{complaint.etag}/more/you/", "09:21")
    assert path_of(hidden) == f"/track/{complaint.etag}/more/"
    assert "Your name is protected" in words(stranger.get(f"/track/{complaint.etag}/more/", "09:21"))
    contact = stranger.get(f"/track/{complaint.etag}/more/contact/", "09:22").content.decode()
    assert "ayesha@example.org" not in contact
    ayesha.opens(
        complaint, "09:25", reached_at="0321 4445566"
    )  # the number was right, because the browser that filed has proved it
    elsewhere = Visitor()
    elsewhere.opens(complaint, "09:30", reached_at="0321 4445566")
    assert elsewhere.get(f"/track/{complaint.etag}/more/you/", "09:31").status_code == 200


# --- an officer-issued key


@pytest.mark.slow
def test_nadia_alone_does_not_speak_as_the_citizen(world):
    """S9: she verified, issued a key, opened the public page and closed the complaint as `citizen`."""
    complaint = resolved(world)
    with pytest.raises(NotPermitted):
        printed_keys.issue_approved_key(complaint, by=world.nadia.actor, at=clock("+1d 12:00"))
    printed_keys.request_printed_key(
        complaint, by=world.nadia.actor, at=clock("+1d 12:00"), words="She came in person."
    )
    for alone in (world.nadia, world.salma, world.imran):
        with pytest.raises(NotPermitted):
            printed_keys.approve_printed_key(complaint, by=alone.actor, at=clock("+1d 12:01"))
    printed_keys.approve_printed_key(complaint, by=world.zara.actor, at=clock("+1d 12:02"))
    key = printed_keys.issue_approved_key(complaint, by=world.nadia.actor, at=clock("+1d 12:03"))
    told = Message.objects.filter(template="key_issued", recipient=f"complainant:{complaint.complainant_id}")
    assert {one.context["via"] for one in told} == {"whatsapp", "sms", "email"}
    browser = Visitor()
    browser.posts(f"/track/{complaint.etag}/key/", "+1d 12:05", key=key)
    page = browser.get(f"/track/{complaint.etag}/mine/", "+1d 12:06")
    assert "with a code that an officer issued, or with a phone number, e-mail address" in words(page)
    assert browser.moves(complaint, "close", "+1d 12:07").status_code == 409
    assert now(complaint).status == Status.RESOLVED


@pytest.mark.slow
def test_what_is_set_with_such_a_key_is_no_better_than_the_key(world):
    """A new phone with its code, or a new secret word, does not lift the limits."""
    complaint = resolved(world, phone="", secret_digest="")
    key = recovered(world, complaint, at="+1d 12:00")
    browser = Visitor()
    browser.posts(f"/track/{complaint.etag}/key/", "+1d 12:01", key=key)
    more = f"/track/{complaint.etag}/more"
    browser.posts(f"{more}/contact/", "+1d 12:02", phone="0300 1112233", language="en", channel="")
    other = Visitor()
    other.opens(complaint, "+1d 12:10")
    assert now(complaint).complainant.phone_verified_at is not None
    assert other.moves(complaint, "close", "+1d 12:11").status_code == 409
    other.posts(f"{more}/word/", "+1d 12:12", word="a brown river")
    third = Visitor()
    third.posts(f"/track/{complaint.etag}/key/", "+1d 12:13", key="a brown river")
    assert third.moves(complaint, "close", "+1d 12:14").status_code == 409
    assert now(complaint).status == Status.RESOLVED


@pytest.mark.slow
def test_a_phone_that_was_proved_before_approves_what_was_set_with_the_key(world):
    complaint = resolved(world)
    set_words(complaint)
    key = recovered(world, complaint, at="+1d 12:00")
    browser = Visitor()
    browser.posts(f"/track/{complaint.etag}/key/", "+1d 12:01", key=key)
    browser.posts(f"/track/{complaint.etag}/more/word/", "+1d 12:02", word="a brown river")
    assert "Text me a code" in words(browser.get(f"/track/{complaint.etag}/mine/", "+1d 12:03"))
    browser.posts(f"/track/{complaint.etag}/code/ask/", "+1d 12:04", prove="phone")
    browser.posts(f"/track/{complaint.etag}/code/", "+1d 12:05", code=code_sent())
    assert browser.moves(complaint, "close", "+1d 12:06").status_code == 302
    assert now(complaint).status == Status.CLOSED


@pytest.mark.slow
def test_the_key_does_not_put_another_number_in_a_proved_ones_place(world):
    complaint = resolved(world)
    set_words(complaint)
    key = recovered(world, complaint, at="+1d 12:00")
    browser = Visitor()
    browser.posts(f"/track/{complaint.etag}/key/", "+1d 12:01", key=key)
    page = browser.get(f"/track/{complaint.etag}/more/contact/", "+1d 12:02").content.decode()
    assert 'name="phone"' not in page


@pytest.mark.slow
def test_every_act_with_the_key_is_marked_for_citizen_desk_and_auditor(world, seat):
    complaint = resolved(world)
    set_words(complaint)
    browser, key = Visitor(), recovered(world, complaint, at="+1d 12:00")
    browser.posts(f"/track/{complaint.etag}/key/", "+1d 12:01", key=key)
    browser.moves(complaint, "add", "+1d 12:02", **{"add-words": "One more thing."})
    browser.posts(f"/track/{complaint.etag}/more/when/", "+1d 12:03", about="in the evening")
    marked = [
        one.kind
        for one in Event.objects.filter(complaint=complaint).order_by("seq")
        if json.loads(one.body)["facts"].get("officers_key")
    ]
    assert marked[:1] == ["add"]
    said = "With a code or contact details from an officer."
    assert said in words(browser.get(f"/track/{complaint.etag}/mine/", "+1d 12:04"))
    for who in (world.salma, world.asad):
        assert said in words(seat(who).opens(complaint, "+1d 12:05"))


FIRST_KEY = "The officer at the counter printed your first code, without a second officer."


@pytest.mark.slow
def test_a_walk_ins_first_code_needs_no_second_officer_but_has_the_same_limits(world):
    """Anybody with the key, also the operator, opens the complaint and proves a phone: still nothing more."""
    complaint = resolved(world, phone="")
    key = printed_keys.issue_first_key(complaint, by=world.salma.actor, at=clock("+1d 12:00"))
    browser = Visitor()
    browser.posts(f"/track/{complaint.etag}/key/", "+1d 12:01", key=key)
    assert FIRST_KEY in words(browser.get(f"/track/{complaint.etag}/mine/", "+1d 12:01"))
    assert browser.moves(complaint, "close", "+1d 12:02").status_code == 409
    contact = {"phone": "0300 1112233", "language": "en", "channel": ""}
    browser.posts(f"/track/{complaint.etag}/more/contact/", "+1d 12:03", **contact)
    browser.opens(complaint, "+1d 12:04")
    assert now(complaint).complainant.phone_verified_at is not None
    assert browser.moves(complaint, "close", "+1d 12:05").status_code == 409
    assert now(complaint).status == Status.RESOLVED
    assert browser.moves(complaint, "object", "+1d 12:06", answer="not_solved").status_code == 302
    last = Event.objects.filter(complaint=complaint, kind="object").latest("seq")
    assert json.loads(last.body)["facts"]["officers_key"] is True


@pytest.mark.slow
@pytest.mark.parametrize("wants_messages", [False, True])
def test_with_a_secret_word_a_key_is_announced_only_where_messages_are_allowed(world, settings, wants_messages):
    settings.NOTIFICATIONS_TRANSPORTS = dict.fromkeys(["sms", "email"], "notifications.transports.mailbox.send")
    complaint = resolved(world, email="ayesha@example.org")
    set_words(complaint)
    Complainant.objects.filter(complaint=complaint).update(messages_wanted=wants_messages)
    recovered(world, complaint, at="+1d 12:00")
    deliver_due_messages(at=clock("+1d 12:05"), limit=1000)
    told = DeliveredMail.objects.filter(address__in=[PHONES["ayesha"], "ayesha@example.org"])
    announced = told.filter(text__contains="code").values_list("address", flat=True).distinct()
    assert set(announced) == ({PHONES["ayesha"], "ayesha@example.org"} if wants_messages else set())


def test_the_secret_word_that_was_set_when_filing_does_everything(world):
    complaint = claimed(world, is_proved=False)
    set_words(complaint)
    assert open_with_key(etag=complaint.etag, typed=SECRET, at=clock("10:00"))
    browser = Visitor()
    browser.posts(f"/track/{complaint.etag}/key/", "10:01", key=SECRET)
    assert browser.moves(complaint, "confirm_contact", "10:02", answer="in_person").status_code == 302
