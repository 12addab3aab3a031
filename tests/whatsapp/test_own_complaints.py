"""The chat opens its own complaints, and without a number it announces no call."""

import itertools
import re

import pytest

from citizen.services.complaint_opening import open_with_key
from complaints.models import CategoryProposal, Complaint
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.complainant.anonymity_and_consent import MAY_BE_ANONYMOUS
from complaints.rules.statuses import Channel
from complaints.services.access_keys import access_codes, printed_keys
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from complaints.services.registration import register_complaint, start_draft
from notifications.models import Message
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.transcripts import words
from tests.world import clock
from whatsapp.complainant_address import complainant_chat_address
from whatsapp.models import Chat, OwnComplaint
from whatsapp.services import chat_owners
from whatsapp.services.effects import own_complaint_access

SENDERS = {"a number": "923001112233", "a username alone": ""}
CRIME = ("1", "2", "Multan", "They broke the lock.", "no")
HARASSMENT = ("5", "1", "no", "Multan", "He follows me.", "no", "no")
NUMBERS = {"this number": "", "another mobile": "0321 4445566", "no telephone": "No telephone"}
SUBMITS = {"yes": "Submit with updates", "no": "Submit, no updates"}
WAYS = [
    *((CRIME, number, news) for number in NUMBERS for news in ("yes", "no")),
    *((HARASSMENT, "", news) for news in ("yes", "no")),
]


def writes(phone: Phone, *texts: str) -> str:
    """Return the text of the reply to the last message."""
    for text in texts:
        answers = phone.writes(text)
    return "\n".join(words(answer) for answer in answers)


def newest() -> Complaint:
    return Complaint.objects.unscoped("test").select_related("complainant").latest("pk")


def news_chat(complainant_id: int) -> str | None:
    """Return the chat to which the complainant's news goes; None for none."""
    return complainant_chat_address(complainant_id, clock("12:00")).whatsapp or None


def lodged(phone: Phone, way, contact: str, news: str) -> tuple[Complaint, str]:
    """File a complaint by chat with that contact. Return it and its receipt."""
    number = NUMBERS.get(contact, contact)
    changes = ("Change or add", "Telephone", number) if number else ()
    receipt = writes(phone, "Salam", "2", *way, *changes, SUBMITS[news])
    return newest(), receipt


SENTENCES = {
    "theft": ("My motorcycle was stolen in Multan last night", "yes", "no"),
    "bribe": ("The SHO in Multan asks me for a bribe of 5,000", "Go on here", "Nobody"),
    "harassment": ("A man from the next office follows me every day", "Go on here", "Multan", "no", "yes"),
    "other": ("Nobody answers at that office since many weeks", "I don't know", "Multan", "no"),
}
CONTACTS_ON_REVIEW = {
    "as assumed": (),
    "another mobile": ("Change or add", "Telephone", "0321 4445566"),
    "no telephone": ("Change or add", "Telephone", "No telephone"),
    "name and place": ("Change or add", "Name", "Ayesha", "Change or add", "Landmark", "the main market"),
}
SHORT_CHOICES = list(
    itertools.product(SENDERS, SENTENCES, CONTACTS_ON_REVIEW, ("Submit with updates", "Submit, no updates"))
)


@pytest.mark.mostly_slow(keep=6)
@pytest.mark.parametrize(("sender", "sentence", "contact", "submit"), SHORT_CHOICES)
def test_a_complaint_that_began_with_a_sentence_opens_for_the_chat_that_filed_it(
    world, client, sender, sentence, contact, submit
):
    """Every sender, way and contact: the owner opens it, and news comes only after consent."""
    phone = Phone(number=SENDERS[sender], client=client)
    receipt = writes(phone, *SENTENCES[sentence], *CONTACTS_ON_REVIEW[contact], submit)
    assert "E-tag number" in receipt
    complaint = newest()
    may_be_called = bool(complaint.complainant.phone) and not complaint.identity_is_protected
    assert ("will contact you by" in receipt) == may_be_called
    own = OwnComplaint.objects.get(complaint=complaint)
    assert own.wants_news == complaint.complainant.messages_wanted == (submit == "Submit with updates")
    if contact == "no telephone" or (sentence == "harassment" and contact == "as assumed" and not own.wants_news):
        assert not complaint.complainant.phone
    assert "Status: Received" in writes(phone, complaint.etag)
    assert "Added to your complaint" in writes(phone, "Add something", "One more thing.")


def test_what_was_proposed_is_recorded_beside_what_was_chosen(world, client):
    phone = Phone(client=client)
    writes(phone, "The SHO in Multan asks me for a bribe of 5,000", "Something else", "slackness", "Go on here")
    writes(phone, "Nobody", "Submit, no updates")
    proposal = CategoryProposal.objects.get(complaint=newest())
    assert (proposal.proposed[0], proposal.chosen) == ("bribe_demand", "slackness")


CHOICES = [
    (sender, *way)
    for sender, way in itertools.product(SENDERS, WAYS)
    if (sender, way[1]) != ("a username alone", "this number")
]


@pytest.mark.mostly_slow(keep=4)
@pytest.mark.parametrize(("sender", "way", "contact", "news"), CHOICES)
def test_the_chat_that_filed_a_complaint_opens_it_and_announces_no_call_without_a_number(
    world, client, sender, way, contact, news
):
    phone = Phone(number=SENDERS[sender], client=client)
    complaint, receipt = lodged(phone, way, contact, news)
    may_be_called = bool(complaint.complainant.phone) and not complaint.identity_is_protected
    assert ("will contact you by" in receipt) == may_be_called
    assert ("on the page of your complaint by" in receipt) != may_be_called
    shown = writes(phone, complaint.etag)
    assert "Status: Received" in shown
    assert ("will contact you by" in shown) == may_be_called
    assert "Added to your complaint" in writes(phone, "Add something", "One more thing.")


CONTACTS = {
    "phone": {"phone": "+923001112233"},
    "e-mail": {"email": "ayesha@example.com"},
    "phone and e-mail": {"phone": "+923001112233", "email": "ayesha@example.com"},
    "phone and secret word": {"phone": "+923001112233", "secret_hash": "nargis-7"},
    "secret word alone": {"secret_hash": "nargis-7"},
    "anonymous": {"anonymous": True, "secret_hash": "nargis-7"},
}
CATEGORIES = ("property_crime", "bribe_demand", "gender_harassment", "suggestion")


WEB = [
    (category, contact)
    for category, contact in itertools.product(CATEGORIES, CONTACTS)
    if contact != "anonymous" or category in MAY_BE_ANONYMOUS
]


@pytest.mark.mostly_slow(keep=5)
@pytest.mark.parametrize(("category", "contact"), WEB)
def test_a_complaint_filed_on_the_web_opens_on_the_web_and_by_chat(world, client, category, contact):
    told = dict(CONTACTS[contact])
    if word := told.pop("secret_hash", ""):
        told["secret_digest"] = digest_secret_word(word)
    answers = {"category": category, "district": "multan", "text": "It happened again.", "language": "en", **told}
    draft = start_draft(channel=Channel.WEB, answers=answers, at=clock("09:00"))
    complaint = register_complaint(draft_id=draft.pk, channel=Channel.WEB, by=Citizen(), at=clock("09:00"))
    stranger = Phone(number="447700900123", user_id="GB.1", client=client)
    assert "cannot open" in writes(stranger, "Salam", "2", complaint.etag)
    if word:
        assert open_with_key(etag=complaint.etag, typed=word, at=clock("09:01"))
        for typed in (word, "nargis-8"):
            assert "Only codes work in this chat." in writes(stranger, typed)
        return
    for reached_at in (told.get("phone"), told.get("email")):
        if reached_at:
            code = code_sent_to(stranger, reached_at)
            assert access_codes.open_with_code(etag=complaint.etag, code=code, at=stranger.at)
            code = code_sent_to(stranger, reached_at)
            assert "Status" in writes(stranger, code)
            writes(stranger, "0", complaint.etag)
    if told.get("phone"):
        own = Phone(client=client, at=stranger.at, seen=stranger.seen)
        assert "Status" in writes(own, "Salam", "2", complaint.etag)


def code_sent_to(phone: Phone, reached_at: str) -> str:
    """Return the code that was sent after the chat got this number or address."""
    before = Message.objects.filter(template="access_code").count()
    assert "a code of six digits" in writes(phone, reached_at)
    message = Message.objects.filter(template="access_code").latest("pk")
    assert Message.objects.filter(template="access_code").count() == before + 1
    return unsealed(message)


def unsealed(message: Message) -> str:
    return access_codes.unseal_code(message.context["code_sealed"], recipient=message.recipient)


def test_a_printed_code_opens_a_complaint_for_the_whole_dialog(world, client):
    complaint = world.complaint(phone="", by="ayesha")
    key = printed_keys.issue_first_key(complaint, by=world.salma.actor, at=clock("09:00"))
    phone = Phone(number="", user_id="PK.7", client=client)
    assert "Status" in writes(phone, "Salam", "2", complaint.etag, key)
    assert "Added to your complaint" in writes(phone, "Add something", "The lock was new.")


def test_a_number_or_address_that_is_not_in_the_complaint_gets_no_code_and_the_same_answer(world, client):
    complaint = world.complaint()
    phone = Phone(number="447700900123", user_id="GB.1", client=client)
    writes(phone, "Salam", "2", complaint.etag)
    said = []
    for contact in ("0300 1112233", "0321 9998877"):
        said.append(re.sub(r"/c/\S+", "link", writes(phone, contact)))
        writes(phone, "0", complaint.etag)
    assert said[0] == said[1]
    assert Message.objects.filter(template="access_code").count() == 1


# --- A number that may have changed hands -------------------------------------------------------------------


@pytest.mark.slow
def test_a_new_account_on_a_known_number_opens_and_lists_nothing_until_a_key_was_given(world, client):
    first = Phone(user_id="PK.1", client=client)
    complaint, _ = lodged(first, CRIME, "this number", "yes")
    second = Phone(user_id="PK.2", client=client, at=first.at, seen=first.seen)
    assert "Nothing is listed" in writes(second, "Salam", "2", "2", "3")
    assert "cannot open" in writes(second, complaint.etag)
    writes(second, "0300 1112233")
    code = unsealed(Message.objects.filter(template="access_code").latest("pk"))
    assert "Status" in writes(second, code)
    assert "Status" in writes(second, "0", complaint.etag)
    assert complaint.spaced_etag in writes(second, "0", "2", "3")


def test_the_account_that_lodged_it_keeps_its_complaint_when_the_number_is_given_away(world, client):
    first = Phone(user_id="PK.1", client=client)
    complaint, _ = lodged(first, CRIME, "this number", "yes")
    second = Phone(user_id="PK.2", client=client, at=first.at, seen=first.seen)
    writes(second, "Salam")
    first.number, first.at, first.seen = "923339998877", second.at, second.seen
    assert "Status" in writes(first, complaint.etag)


@pytest.mark.slow
def test_a_change_of_number_moves_the_chat_only_after_a_key(world, client):
    old = Phone(user_id="", client=client)
    complaint, _ = lodged(old, CRIME, "another mobile", "yes")
    old.sends({"type": "system", "system": {"type": "user_changed_number", "wa_id": "923339998877"}})
    new = Phone(number="923339998877", user_id="", client=client, at=old.at, seen=old.seen)
    assert "cannot open" in writes(new, "Salam", "2", complaint.etag)
    writes(new, "0321 4445566")
    code = unsealed(Message.objects.filter(template="access_code").latest("pk"))
    writes(new, code, "0")
    assert "Status" in writes(new, complaint.etag)
    assert OwnComplaint.objects.get().chat == chat_owners.find_chat_by_phone(phone="+923339998877")


# --- Consent to news, complaint by complaint ----------------------------------------------------------------


@pytest.mark.slow
def test_no_to_news_of_the_second_complaint_brings_none_of_it(world, client):
    phone = Phone(client=client)
    first, _ = lodged(phone, CRIME, "this number", "yes")
    writes(phone, "0", *CRIME, SUBMITS["no"])
    assert {own.complaint_id: own.wants_news for own in OwnComplaint.objects.all()} == {
        first.pk: True, newest().pk: False,
    }  # fmt: skip


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("said", ["STOP", "unsubscribe", "band karo", "بند کریں", "Stop."])
def test_stop_ends_the_news_of_every_complaint_at_once(world, client, said):
    phone = Phone(client=client)
    lodged(phone, CRIME, "this number", "yes")
    assert "no more updates" in writes(phone, said).lower()
    person = newest().complainant_id
    assert news_chat(person) is None
    assert not Chat.objects.get().welcome
    assert "updates" in writes(phone, "updates").lower()
    assert news_chat(person) == f"chat:{Chat.objects.get().pk}"


def test_a_complaint_of_a_district_that_is_not_known_waits_at_the_central_police_office(world, client):
    phone = Phone(client=client)
    writes(phone, "Salam", "2", "1", "2", "pata nahi", "They broke the lock.", "no")
    assert "E-tag number" in writes(phone, "Submit, no updates")
    complaint = newest()
    assert (complaint.place.code, complaint.office.code) == ("punjab", "punjab")
    assert "Status: Received" in writes(phone, complaint.etag)
    world.nadia.does("forward", complaint, "10:00", to_id=world.office("lahore").pk)
    assert complaint.office.code == "lahore"


# --- somebody who can write to the database -----------------------------------------------------------------


def test_a_complaint_that_was_written_into_the_list_of_a_chat_stays_closed(world, client):
    """He writes from his own phone, and to the database: a row, and the blind index of her number."""
    hers = world.complaint(phone="+923219998877")
    phone = Phone(client=client)
    lodged(phone, CRIME, "this number", "yes")
    chat = Chat.objects.get()
    OwnComplaint.objects.bulk_create([OwnComplaint(chat=chat, complaint=hers)])
    Chat.objects.update(phone_index=hers.complainant.phone_index)
    chat.refresh_from_db()
    assert own_complaint_access.find_way_of_opening(chat, hers, "") is None
    assert hers.etag not in str(
        own_complaint_access.list_shareable_complaints(chat, {}, state=chat.state, at=clock("10:00"))
    )
    assert own_complaint_access.find_way_of_opening(chat, newest(), "") is OpenedBy.CHAT
