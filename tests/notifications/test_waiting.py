"""Messages that wait for chosen hours, or because no channel is available. None is lost or overtaken."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications.services import DeliveryCounts, deliver_due_messages, enqueue
from tests.notifications import people

NOON = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # in Karachi
SIX = NOON + timedelta(hours=6)
LATE = NOON + timedelta(hours=11)
SEVEN = NOON + timedelta(hours=19)

pytestmark = pytest.mark.django_db


def tell(number, words="hello", at=NOON, template="plain", **context):
    return enqueue(recipient=f"citizen:{number}", template=template, context={"words": words, **context}, at=at)


def row(message):
    message.refresh_from_db()
    return message


# --- hours ----------------------------------------------------------------------------------------------------------


def test_gulnaz_reads_it_at_six_in_the_evening_and_waiting_is_no_try(gateway):
    message = tell(7)
    assert deliver_due_messages(at=NOON) == DeliveryCounts(put_back=1)
    assert (row(message).not_before, row(message).attempts) == (SIX, 0)
    assert message.last_error == "waits for the hours they chose"
    assert deliver_due_messages(at=SIX - timedelta(seconds=1)) == DeliveryCounts()
    assert deliver_due_messages(at=SIX) == DeliveryCounts(sent=1)
    assert (row(message).held, message.last_error, message.attempts) == (False, "", 1)


def test_what_she_asks_for_herself_comes_at_once(gateway):
    tell(7, "news")
    deliver_due_messages(at=NOON)
    tell(7, "your code", at=NOON, asked_for=True)
    assert deliver_due_messages(at=NOON) == DeliveryCounts(sent=1)
    assert gateway.texts == ["your code"]


def test_her_messages_come_in_the_order_in_which_they_were_written(gateway):
    for hour in range(5):
        tell(7, f"{hour}", at=NOON + timedelta(hours=hour))
        deliver_due_messages(at=NOON + timedelta(hours=hour))
    tell(7, "evening", at=SIX)
    for minute in range(3):
        deliver_due_messages(at=SIX + timedelta(minutes=minute), limit=2)
    deliver_due_messages(at=SIX + timedelta(minutes=3))
    assert gateway.texts == ["0", "1", "2", "3", "4", "evening"]


def test_when_she_chooses_other_hours_what_waits_is_not_overtaken(gateway, monkeypatch):
    tell(7, "first")
    deliver_due_messages(at=NOON)
    monkeypatch.setitem(people.CITIZENS, 7, people.JAVED)
    tell(7, "second")
    assert deliver_due_messages(at=NOON) == DeliveryCounts()
    assert [deliver_due_messages(at=SIX + timedelta(seconds=n)).sent for n in range(2)] == [1, 1]
    assert gateway.texts == ["first", "second"]


def test_others_are_not_held_up_by_who_waits(gateway):
    tell(7, "in the evening")
    tell(1, "now")
    assert deliver_due_messages(at=NOON) == DeliveryCounts(sent=1, put_back=1)
    assert gateway.texts == ["now"]


def test_after_her_hours_a_failed_try_waits_for_the_next_evening(gateway):
    gateway.status = 503
    message = tell(7, at=SIX + timedelta(hours=1, minutes=59, seconds=30))
    last_minute = SIX + timedelta(hours=1, minutes=59, seconds=30)
    assert deliver_due_messages(at=last_minute) == DeliveryCounts(retrying=1)
    assert deliver_due_messages(at=last_minute + timedelta(minutes=1)) == DeliveryCounts(put_back=1)
    assert (row(message).not_before, message.attempts) == (SIX + timedelta(days=1), 1)


def test_who_chose_no_hours_sleeps_at_night_unless_there_is_hurry(gateway):
    tell(10, "an officer has just written", at=LATE)
    tell(10, "the limit has passed", at=LATE, unhurried=True)
    assert deliver_due_messages(at=LATE) == DeliveryCounts(sent=1, put_back=1)
    assert deliver_due_messages(at=SEVEN) == DeliveryCounts(sent=1)
    assert gateway.texts == ["an officer has just written", "the limit has passed"]


# --- no SMS gateway --------------------------------------------------------------------------------------------------


def test_without_a_gateway_hamid_reads_it_as_an_e_mail(settings, post):
    settings.SMS_URL = ""
    message = tell(8)
    assert deliver_due_messages(at=NOON) == DeliveryCounts(sent=1)
    assert post.letters[0]["To"] == people.HAMID.email
    assert row(message).channel == "email"


@pytest.mark.parametrize("url", ["", "http://gateway.example/sms"])
def test_without_an_e_mail_the_row_says_what_is_missing_and_is_never_given_up(settings, gateway, url):
    working, settings.SMS_URL = settings.SMS_URL, url
    message = tell(1, "first")
    for day in range(5):
        assert deliver_due_messages(at=NOON + timedelta(days=day)) == DeliveryCounts(put_back=1)
    assert "SMS_URL" in row(message).last_error
    assert (message.attempts, message.given_up_at) == (0, None)
    tell(1, "second", at=NOON + timedelta(days=4))
    settings.SMS_URL = working
    for minutes in (60, 61):
        assert deliver_due_messages(at=NOON + timedelta(days=4, minutes=minutes)) == DeliveryCounts(sent=1)
    assert gateway.texts == ["first", "second"]


def test_an_hour_passes_before_it_is_looked_at_again(settings):
    settings.SMS_URL = ""
    message = tell(1)
    deliver_due_messages(at=NOON)
    assert row(message).not_before == NOON + timedelta(hours=1)


def test_iram_chose_sms_and_is_written_to_in_no_other_way(settings, post):
    """Other people may read her e-mail, so a chosen channel is never replaced by another."""
    settings.SMS_URL = ""
    message = tell(9)
    assert deliver_due_messages(at=NOON) == DeliveryCounts(put_back=1)
    assert post.letters == []
    assert row(message).last_error == "no SMS gateway: SMS_URL is not set"


def test_a_number_that_the_gateway_refuses_is_told_by_e_mail(gateway, post):
    gateway.status = 400
    assert (tell(8), deliver_due_messages(at=NOON))[1] == DeliveryCounts(sent=1)
    assert len(post.letters) == 1


def test_a_gateway_that_is_down_is_waited_for_before_another_way_is_tried(gateway, post):
    gateway.status = 503
    message = tell(8)
    assert deliver_due_messages(at=NOON) == DeliveryCounts(retrying=1)
    assert (post.letters, row(message).held) == ([], False)


def test_the_first_way_out_that_was_asked_for_is_the_only_one(gateway, post):
    """A code is sent only to the address for which it was requested."""
    tell(8, "your code", asked_for=True, via="email")
    assert deliver_due_messages(at=NOON) == DeliveryCounts(sent=1)
    assert (len(post.letters), gateway.texts) == (1, [])
