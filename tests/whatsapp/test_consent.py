"""STOP and START: what they stop, that a *no* stays a *no*, and that STOP takes effect wherever it is typed."""

from datetime import timedelta

import pytest

from notifications.services import deliver_due_messages
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_own_complaints import CRIME, SUBMITS, lodged, newest, news_chat, writes
from tests.whatsapp.test_sending import news, texts
from whatsapp.models import Chat, NoticeSubscription, OwnComplaint, Sending
from whatsapp.rules.typed_text import Command, parse_command
from whatsapp.services import message_sending

STOP_WORDS = (
    *("STOP", "Stop.", "stop!", "UNSUBSCRIBE", "opt out", "Stop messages", "STOPALL", "سٹاپ", "بند کریں", "بند کرو۔"),
    *("بند کر دیں", "بند کردو", "پیغام بند کریں", "مت بھیجیں", "روک دیں", "band karo", "Band Karein", "band kar do"),
    *("band kro", "message band karo", "paigham band karein", "mat bhejo"),
)


@pytest.mark.parametrize("said", STOP_WORDS)
def test_stop_is_understood_in_urdu_english_and_roman_urdu(said):
    assert parse_command(said) is Command.STOP


@pytest.mark.parametrize(
    ("said", "command"),
    [("START", Command.START), ("shuru", Command.START), ("شروع کریں", Command.START),
     ("stop alerts", Command.STOP_ALERTS), ("الرٹ بند کریں", Command.STOP_ALERTS),
     ("alert band karein", Command.STOP_ALERTS), ("They closed the road", None), ("دکان بند ہے", None),
     ("please stop him from beating me", None), ("tell them to stop", None)],
)  # fmt: skip
def test_start_and_stop_alerts_are_commands_and_sentences_are_not(said, command):
    assert parse_command(said) is command


def wants(phone: Phone) -> dict[int, bool]:
    """Return by complaint whether its news comes to this chat."""
    rows = OwnComplaint.objects.select_related("complaint")
    return {row.complaint_id: news_chat(row.complaint.complainant_id) is not None for row in rows}


@pytest.mark.slow
def test_start_takes_stop_back_and_a_no_stays_a_no(world, client):
    phone = Phone(client=client)
    first, _ = lodged(phone, CRIME, "this number", "yes")
    writes(phone, "0", *CRIME, SUBMITS["no"])
    second = newest()
    assert wants(phone) == {first.pk: True, second.pk: False}
    said = writes(phone, "band karo")
    assert "no more updates and no alerts" in said
    assert "Send “start” to get them here again." in said
    assert "confidential complaints" in said, "their updates do not go by SMS instead"
    assert wants(phone) == {first.pk: False, second.pk: False}
    assert not Chat.objects.get().welcome
    assert "come here again" in writes(phone, "start")
    assert wants(phone) == {first.pk: True, second.pk: False}
    assert Chat.objects.get().welcome


@pytest.mark.slow
def test_a_new_yes_after_stop_brings_the_news_of_that_complaint_alone(world, client):
    phone = Phone(client=client)
    first, _ = lodged(phone, CRIME, "this number", "yes")
    writes(phone, "STOP", "0", *CRIME, SUBMITS["yes"])
    assert wants(phone) == {first.pk: False, newest().pk: True}


def test_start_without_stop_is_a_greeting(world, client):
    phone = Phone(client=client)
    assert "Welcome" in writes(phone, "Salam", "2", "start")


def test_stop_works_at_once_after_an_hour_in_the_middle_of_a_complaint(world, client):
    phone = Phone(client=client)
    lodged(phone, CRIME, "this number", "yes")
    writes(phone, "0", "1", "2", "Multan", "They broke the lock.")
    phone.at += timedelta(hours=1)
    assert "no more updates" in writes(phone, "STOP")
    assert set(wants(phone).values()) == {False}
    assert Chat.objects.get().state.answers["texts"] == ["They broke the lock."], "nothing told is lost"


@pytest.mark.slow
def test_stop_as_the_answer_to_a_template_does_not_bring_the_news(phone, simulator, settings):
    transports = {"sms": "notifications.transports.mailbox.send"}
    settings.NOTIFICATIONS_TRANSPORTS = settings.NOTIFICATIONS_TRANSPORTS | transports
    complaint, _ = lodged(phone, CRIME, "this number", "yes")
    message_sending.send_due_messages(at=phone.at)
    deliver_due_messages(at=phone.at)
    phone.at += timedelta(hours=30)
    news(complaint, phone.at)
    deliver_due_messages(at=phone.at)
    assert texts(simulator)[-1] == "template"
    phone.writes("بند کریں")
    message_sending.send_due_messages(at=phone.at)
    assert "closed" not in str(simulator.chats[phone.number][-1]["message"])
    assert not Sending.objects.filter(sent_at=None).exists()
    later = news(complaint, phone.at)
    deliver_due_messages(at=phone.at)
    later.refresh_from_db()
    assert later.channel == "sms", "the complainant still hears of it, but not here"


def test_stop_stops_alerts_and_start_brings_them_back(world, client):
    phone = Phone(client=client)
    writes(phone, "Salam", "2", "10", "3", "Lahore", "STOP")
    assert NoticeSubscription.objects.get().stopped_at is not None
    writes(phone, "start")
    assert NoticeSubscription.objects.get().stopped_at is None
