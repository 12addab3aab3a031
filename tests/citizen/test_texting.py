"""Text messages from feature phones: an E-tag gets its status, and a yes or no counts once."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen.rules.sms_parsing import SmsMeaning, parse_sms
from complaints.models import ContactClaim, Event
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


@pytest.mark.parametrize("word", ["yes", "Confirm", "جی ہاں", "haan ji"])
def test_a_yes_confirms_the_contact_that_was_claimed(world, texts, word):
    complaint = _claimed(world)
    texts(word)
    assert ContactClaim.objects.get(complaint=complaint).answered_at is not None
    assert Event.objects.filter(complaint=complaint, kind="confirm_contact").count() == 1


def test_a_no_denies_it_and_a_repeat_counts_once(world, texts):
    complaint = _claimed(world)
    assert texts("nahi") != texts("nahi")
    assert Event.objects.filter(complaint=complaint, kind="deny_contact").count() == 1


def test_another_telephone_answers_nothing(world, texts):
    complaint = _claimed(world)
    texts("yes", sender=PHONES["bashir"])
    texts(f"yes {complaint.etag}", sender=PHONES["bashir"])
    assert not Event.objects.filter(complaint=complaint, kind="confirm_contact").exists()


def test_of_two_open_questions_the_number_says_which(world, texts):
    first, second = _claimed(world), _claimed(world)
    texts("yes")
    assert not Event.objects.filter(kind="confirm_contact").exists()
    texts(f"yes {second.spaced_etag}")
    assert Event.objects.get(kind="confirm_contact").complaint_id == second.pk != first.pk


def test_a_secret_word_keeps_texts_from_answering(world, texts):
    complaint = _claimed(world)
    set_words(complaint.pk, secret_hash="hashed")
    texts("yes")
    assert not Event.objects.filter(kind="confirm_contact").exists()


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
