"""Sending: the result for each row, with a real gateway and a real mail server."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications.models import Message
from notifications.rules import retry_delays
from notifications.services import DeliveryCounts, NewMessage, deliver_due_messages, enqueue, enqueue_many
from tests.notifications import people

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def tell(recipient="citizen:1", words="hello", template="plain", **context):
    return enqueue(recipient=recipient, template=template, context={"words": words, **context}, at=NOW)


def reason(message):
    message.refresh_from_db()
    assert message.given_up_at == NOW
    return message.last_error


def test_ayesha_has_a_telephone_and_gets_an_sms(gateway):
    message = tell(words="شکایت درج ہو گئی")
    assert deliver_due_messages(at=NOW) == DeliveryCounts(sent=1)
    assert gateway.bodies == [{"to": people.AYESHA.phone, "text": "شکایت درج ہو گئی", "id": str(message.pk)}]
    message.refresh_from_db()
    assert (message.sent_at, message.channel, message.claimed_until, message.attempts) == (NOW, "sms", None, 1)
    assert deliver_due_messages(at=NOW + timedelta(days=1)) == DeliveryCounts()


def test_bilal_has_only_an_address_and_gets_an_e_mail(post):
    tell("citizen:2", template="greeting")
    assert deliver_due_messages(at=NOW) == DeliveryCounts(sent=1)
    assert post.letters[0]["To"] == people.BILAL.email


def test_chanda_prefers_e_mail(gateway, post):
    tell("citizen:3")
    assert deliver_due_messages(at=NOW) == DeliveryCounts(sent=1)
    assert (len(post.letters), gateway.bodies) == (1, [])


def test_danish_asked_for_quiet_and_gets_only_what_he_asks_for(gateway):
    unasked = tell("citizen:4", words="news")
    tell("citizen:4", words="your code", asked_for=True)
    assert deliver_due_messages(at=NOW) == DeliveryCounts(sent=1, given_up=1)
    assert gateway.texts == ["your code"]
    assert reason(unasked) == "asked not to be written to"


def test_esha_gets_neutral_words_even_where_nobody_wrote_them(gateway):
    tell("citizen:5", words="your complaint against the SHO")
    tell("citizen:5", words="482913", template="code")
    deliver_due_messages(at=NOW)
    shared, written = gateway.texts
    assert "SHO" not in shared
    assert "https://portal.example" in shared
    assert written == "Code 482913"


@pytest.mark.parametrize(
    ("recipient", "because"),
    [
        ("citizen:6", "no telephone number and no e-mail address"),
        ("citizen:404", "there is nobody behind the reference"),
        ("martian:1", "nobody knows recipients of the kind martian"),
    ],
)
def test_where_nobody_can_be_told_the_row_says_why(recipient, because):
    message = tell(recipient)
    assert deliver_due_messages(at=NOW) == DeliveryCounts(given_up=1)
    assert reason(message) == because
    assert message in Message.objects.given_up()


def test_a_poisonous_row_does_not_stop_its_neighbours(gateway):
    tell(words="before")
    poison = [tell(template="broken"), tell(template="never_written"), tell("broken:1")]
    tell(words="after")
    assert deliver_due_messages(at=NOW) == DeliveryCounts(sent=2, retrying=3)
    assert gateway.texts == ["before", "after"]
    for message in poison:
        message.refresh_from_db()
        assert message.not_before == NOW + timedelta(minutes=1)
    assert poison[2].last_error == "ZeroDivisionError"  # and not its text, which contains a name


def test_a_number_that_the_gateway_refuses_is_given_up(gateway):
    gateway.status = 400
    message = tell()
    assert deliver_due_messages(at=NOW) == DeliveryCounts(given_up=1)
    assert reason(message) == "SMS gateway: 400"


@pytest.mark.parametrize("status", [500, 503, 302, 401, 429])
def test_what_is_not_this_messages_fault_is_tried_again(gateway, status):
    gateway.status = status
    message = tell()
    assert deliver_due_messages(at=NOW) == DeliveryCounts(retrying=1)
    message.refresh_from_db()
    assert message.last_error == f"SMS gateway: {status}"
    gateway.status = 200
    assert deliver_due_messages(at=NOW + timedelta(seconds=59)) == DeliveryCounts()
    assert deliver_due_messages(at=NOW + timedelta(seconds=60)) == DeliveryCounts(sent=1)
    assert len(gateway.requests) == 2


@pytest.mark.slow
def test_after_a_day_of_trying_the_message_is_given_up_and_seen(gateway):
    gateway.close()
    message = tell()
    at, tries = NOW, 0
    while not Message.objects.given_up().exists():
        deliver_due_messages(at=at)
        message.refresh_from_db()
        at, tries = message.not_before, tries + 1
    assert tries == retry_delays.MAX_ATTEMPTS
    assert timedelta(hours=23) < message.given_up_at - NOW <= timedelta(hours=24)
    assert message.last_error == "SMS gateway not reached: ConnectError"
    gateway.open()


@pytest.mark.slow
def test_the_gateway_goes_down_and_everything_is_sent_once_when_it_returns(gateway):
    enqueue_many([NewMessage(f"crowd:{n}", "plain", {"words": f"number {n}"}) for n in range(1, 21)], at=NOW)
    gateway.close()
    down = deliver_due_messages(at=NOW)
    assert down == DeliveryCounts(retrying=retry_delays.DOWN_AFTER, put_back=20 - retry_delays.DOWN_AFTER)
    assert Message.objects.waiting().count() == 20
    assert Message.objects.filter(attempts=0).count() == 17  # an outage does not count as an attempt
    gateway.open()
    assert deliver_due_messages(at=NOW + timedelta(minutes=1)) == DeliveryCounts(sent=20)
    assert gateway.texts == [f"number {n}" for n in range(1, 21)]
    assert deliver_due_messages(at=NOW + timedelta(days=1)) == DeliveryCounts()


def test_a_dead_gateway_does_not_hold_up_the_letters(gateway, post):
    gateway.close()
    for _ in range(10):
        tell("citizen:1")
        tell("citizen:2")
    assert deliver_due_messages(at=NOW) == DeliveryCounts(sent=10, retrying=3, put_back=7)
    assert len(post.letters) == 10
    gateway.open()


def test_a_small_round_takes_the_longest_due_first(gateway):
    for minutes, words in ((0, "second"), (-5, "first"), (1, "not yet")):
        enqueue(recipient="citizen:1", template="plain", context={"words": words}, at=NOW + timedelta(minutes=minutes))
    deliver_due_messages(at=NOW, limit=1)
    assert gateway.texts == ["first"]
    deliver_due_messages(at=NOW, limit=5)
    assert gateway.texts == ["first", "second"]


def test_a_row_whose_workers_all_die_is_given_up():
    message = tell()
    Message.objects.update(attempts=retry_delays.MAX_ATTEMPTS, claimed_until=NOW - timedelta(seconds=1))
    assert deliver_due_messages(at=NOW) == DeliveryCounts(given_up=1)
    assert reason(message) == "every worker that took it was lost"
