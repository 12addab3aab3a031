"""Text messages from feature phones: an E-tag gets its status, and a yes or no counts once."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen.rules.sms_parsing import SmsMeaning, parse_sms
from citizen.services.sms_nonces import is_sms_nonce, make_sms_nonce
from complaints.models import ContactClaim, Event
from notifications.message_rendering import render_message
from notifications.models import Message
from notifications.recipient_address import Address
from notifications.rules.sms_segments import LONGEST, count_segments
from tests.citizen.keys.cast import proved
from tests.secret_words import set_words
from tests.world import PHONES

TOKEN = "the-gateways-own"
AYESHA = PHONES["ayesha"]


@pytest.fixture
def texts(client, settings):
    """Send a text message and return the reply."""
    settings.SMS_INBOUND_TOKEN = TOKEN

    def text(words: str, *, sender: str = AYESHA) -> str:
        answer = _brought(client, {"from": sender, "text": words, "id": "1"})
        assert answer.status_code == 200
        reply = answer.json()["reply"]
        assert count_segments(reply) <= LONGEST, reply
        return reply

    return text


def _brought(client, body, token: str = TOKEN):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}"}
    return client.post("/sms/inbound", data=body, content_type="application/json", headers=headers)


def _claimed(world, category: str = "financial_crime", **more):
    """Return a complaint on which Bilal claims that he spoke to her."""
    complaint = proved(world.complaint(category, station="gulberg", **more))
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, at="10:00")
    return complaint


def test_an_etag_is_answered_with_where_it_stands(world, texts):
    complaint = world.complaint("financial_crime", station="gulberg")
    assert texts(complaint.etag) == f"{complaint.spaced_etag}: Open. Registered on 23 November 2026."
    assert "زیرِ کارروائی۔ درج ہونے کی تاریخ: 23 نومبر 2026۔" in texts(complaint.spaced_etag, sender="+447400123456")


@pytest.mark.parametrize("category", ["gender_harassment", "bribe_demand", "property_crime"])
def test_the_number_shows_the_same_two_facts_of_every_category(world, texts, category):
    complaint = world.complaint(category, station="gulberg")
    assert texts(complaint.etag) == f"{complaint.spaced_etag}: Open. Registered on 23 November 2026."


@pytest.mark.parametrize(("sender", "number"), [(AYESHA, "1787"), ("+447400123456", "+92 331 7871787")])
@pytest.mark.parametrize("said", ["2612 3456 7893", "haan", "what now"])
def test_the_number_for_help_can_be_dialled_where_the_text_came_from(world, texts, sender, number, said):
    assert number in texts(said, sender=sender)


def test_an_etag_that_nobody_has_is_said_to_be_unknown(world, texts):
    assert "یہ نمبر نہیں ملا۔" in texts("2612 3456 7893")


def test_numbers_that_nobody_has_are_guesses_here_too_and_a_right_one_costs_nothing(world, texts):
    """S14: each SIM could make some 4,300 look-ups a day."""
    complaint = world.complaint("financial_crime", station="gulberg")
    for _ in range(12):
        assert "Open. Registered" in texts(complaint.etag)
    made_up = "2612 3456 7893"
    replies = [texts(made_up, sender="+447400123456") for _ in range(11)]
    assert "یہ نمبر نہیں ملا۔" in replies[0]
    assert "بہت سے غلط نمبر" in replies[-1]


def nonce_of(complaint) -> str:
    """Return the digits in the message that asks whether the officer spoke to her."""
    return make_sms_nonce(complaint.events.filter(kind="record_contact").latest("seq").pk)


def other_than(nonce: str) -> str:
    return f"{(int(nonce) + 1) % 10_000:04d}"


@pytest.mark.parametrize("word", ["yes {}", "Confirm {}", "{} جی ہاں", "haan ji {}"])
def test_a_yes_with_the_question_s_digits_confirms_the_contact_that_was_claimed(world, texts, word):
    complaint = _claimed(world)
    assert "recorded" in texts(word.format(nonce_of(complaint)))
    assert ContactClaim.objects.get(complaint=complaint).answered_at is not None
    assert Event.objects.filter(complaint=complaint, kind="confirm_contact").count() == 1


def test_a_no_denies_it_and_a_repeat_counts_once(world, texts):
    complaint = _claimed(world)
    said = f"nahi {nonce_of(complaint)}"
    assert texts(said) != texts(said)
    assert Event.objects.filter(complaint=complaint, kind="deny_contact").count() == 1


@pytest.mark.parametrize("said", ["haan", "no", "yes {etag}"])
def test_without_the_digits_nothing_counts_and_the_reply_says_what_to_add(world, texts, said):
    """S14: a person who forged Ayesha's number answered for her. An answer to an old question gets a clear reply."""
    complaint = _claimed(world)
    reply = texts(said.format(etag=complaint.spaced_etag))
    assert "Add the 4 digits from our message to your answer" in reply
    assert not Event.objects.filter(complaint=complaint, kind__in=["confirm_contact", "deny_contact"]).exists()


def test_wrong_digits_count_for_nothing_and_ten_of_them_are_enough(world, texts):
    """They share the allowance of guesses with unknown E-tags."""
    complaint = _claimed(world)
    wrong = other_than(nonce_of(complaint))
    replies = [texts(f"yes {wrong}") for _ in range(10)]
    assert all("belong to no open question" in reply for reply in replies)
    assert "بہت سے غلط نمبر" in texts(f"yes {nonce_of(complaint)}")
    assert "بہت سے غلط نمبر" in texts("2612 3456 7893")
    assert not Event.objects.filter(complaint=complaint, kind="confirm_contact").exists()


def test_right_digits_cost_no_guess(world, texts):
    complaint = _claimed(world)
    texts(f"yes {nonce_of(complaint)}")
    replies = [texts("2612 3456 7893") for _ in range(11)]
    assert ["not found" in reply for reply in replies] == [True] * 10 + [False]


def test_another_telephone_answers_nothing(world, texts):
    complaint = _claimed(world)
    texts(f"yes {nonce_of(complaint)}", sender=PHONES["bashir"])
    texts(f"yes {complaint.etag} {nonce_of(complaint)}", sender=PHONES["bashir"])
    assert not Event.objects.filter(complaint=complaint, kind="confirm_contact").exists()


@pytest.mark.parametrize("said", ["yes {nonce}", "yes {etag} {nonce}", "{nonce} yes {bare}"])
def test_of_two_open_questions_the_digits_say_which(world, texts, said):
    first, second = _claimed(world), _claimed(world)
    texts(said.format(etag=second.spaced_etag, bare=second.etag, nonce=nonce_of(second)))
    assert Event.objects.get(kind="confirm_contact").complaint_id == second.pk != first.pk


def test_a_secret_word_keeps_texts_from_answering(world, texts):
    complaint = _claimed(world)
    set_words(complaint.pk, secret_hash="hashed")
    texts(f"yes {nonce_of(complaint)}")
    assert not Event.objects.filter(kind="confirm_contact").exists()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_message_that_asks_has_the_digits_where_texts_can_come_in(world, settings, language):
    settings.SITE_URL, settings.SMS_INBOUND_TOKEN = "https://complaints.example.org", TOKEN
    complaint = _claimed(world)
    context = Message.objects.filter(template="contact_claimed").latest("pk").context

    def asked_in(language: str) -> str:
        return render_message("contact_claimed", context, address=Address(phone=AYESHA, language=language)).text

    asked = asked_in(language)
    assert asked.count(nonce_of(complaint)) == 2
    assert count_segments(asked) <= LONGEST, (len(asked), asked)
    settings.SMS_INBOUND_TOKEN = ""
    assert nonce_of(complaint) not in asked_in(language)


def test_the_digits_follow_the_index_key_and_an_earlier_one_still_counts(world, settings):
    complaint = _claimed(world)
    event = complaint.events.get(kind="record_contact").pk
    before, settings.INDEX_KEYS_BEFORE = make_sms_nonce(event), [settings.INDEX_KEY]
    settings.INDEX_KEY = "another-index-key-of-forty-four-characters=="
    assert is_sms_nonce(event, before)
    assert is_sms_nonce(event, make_sms_nonce(event))


@pytest.mark.parametrize("words", ["hello", "", "yes no", "12345", "کیا حال ہے"])
def test_anything_else_gets_the_helpline_and_the_address(world, texts, words):
    assert "1787" in texts(words)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"from": 5, "text": "x"}', b'{"text": "x"}', b'{"from": ""}', b"5"]
)
def test_a_body_that_says_nothing_is_refused(client, settings, body):
    settings.SMS_INBOUND_TOKEN = TOKEN
    assert _brought(client, body).status_code == 400


def test_only_the_gateway_is_let_in(client, settings):
    body = {"from": AYESHA, "text": "hello"}
    assert _brought(client, body).status_code == 403
    settings.SMS_INBOUND_TOKEN = TOKEN
    assert _brought(client, body, token="another").status_code == 403
    assert _brought(client, body, token="\udcff").status_code == 403


@given(st.text(max_size=200))
def test_no_text_is_an_error(text):
    assert parse_sms(text).meaning in SmsMeaning


def test_digits_of_any_script_are_a_number():
    assert parse_sms("۲۶۴۸ ۱۹۰۷ ۳۵۵۵").etag == parse_sms("2648-1907-3555").etag


@pytest.mark.parametrize(
    ("said", "nonce"),
    [("yes 4821", "4821"), ("ہاں ۴۸۲۱", "4821"), ("no 0042", "0042"), ("yes", ""), ("yes 48213", ""), ("yes 1 2", "")],
)
def test_the_digits_of_an_answer_are_read_in_any_script(said, nonce):
    assert parse_sms(said).nonce == nonce
