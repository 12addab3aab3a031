"""The transports, each with a real server."""

import re
from datetime import UTC, datetime

import pytest

from notifications.message_ids import parse_message_id
from notifications.message_rendering import render_message
from notifications.models import DeliveredMail
from notifications.services import DeliveryCounts, deliver_due_messages, enqueue
from notifications.transports import email, mailbox, sms
from notifications.transports.transport_interface import (
    ChannelNotSetUp,
    OutgoingMessage,
    PermanentFailure,
    TemporaryFailure,
)
from tests.notifications import people

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def outgoing(channel="sms", to="+923001234567", subject="Greeting", text="hello", html="<p>hello</p>", **more):
    return OutgoingMessage(7, channel, to, subject, text, html, "ur", NOW, **more)


def letter(to="chanda@example.org", **more):
    return outgoing("email", to, **more)


def test_the_gateway_gets_json_with_the_key_of_the_account(gateway):
    sms.send(outgoing())
    [request] = gateway.requests
    assert request["path"] == "/messages?from=PORTAL"
    assert request["body"] == {"to": "+923001234567", "text": "hello", "id": "7"}
    assert request["headers"]["Authorization"] == "Basic cG9ydGFsOmtAeQ=="  # portal:k@y
    assert request["headers"]["Idempotency-Key"] == "7"


def test_a_redirection_is_not_followed(gateway):
    gateway.status = 307
    with pytest.raises(TemporaryFailure, match="307"):
        sms.send(outgoing())
    assert len(gateway.requests) == 1


@pytest.mark.parametrize("url", ["http://gateway.example/sms", "ftp://127.0.0.1/", "http://127.0.0.1.example/"])
def test_nothing_is_sent_in_the_clear(settings, url):
    settings.SMS_URL = url
    with pytest.raises(TemporaryFailure, match="must be https"):
        sms.send(outgoing())


def test_without_a_gateway_it_says_so(settings):
    settings.SMS_URL = ""
    with pytest.raises(ChannelNotSetUp, match="not set"):
        sms.send(outgoing())


def test_an_https_gateway_is_spoken_to_in_tls(gateway, settings):
    """The stand-in has no TLS, so the handshake must fail before any data are sent."""
    settings.SMS_URL = gateway.url.replace("http://", "https://")
    with pytest.raises(TemporaryFailure, match="ConnectError"):
        sms.send(outgoing())
    assert gateway.requests == []


def test_an_e_mail_has_words_and_a_page_that_reads_right_to_left_in_urdu(post, settings):
    words = render_message("greeting", {"words": "شکریہ", "link": "/ur/track"}, address=people.CHANDA)
    email.send(letter(subject=words.subject, text=words.text, html=words.html))
    [received] = post.letters
    text, html = (part.get_payload(decode=True).decode() for part in received.get_payload())
    assert "شکریہ" in text
    assert '<html lang="ur" dir="rtl">' in html
    assert '<a href="https://portal.example/ur/track"' in html
    assert re.fullmatch(r"<outbox-7\.[a-z2-7]{16}@portal\.example>", received["Message-ID"])
    assert parse_message_id(received["Message-ID"]) == 7
    assert received["From"] == settings.DEFAULT_FROM_EMAIL


def test_a_letter_says_that_no_person_wrote_it(post):
    email.send(letter())
    assert post.letters[0]["Auto-Submitted"] == "auto-generated"
    assert post.letters[0]["Content-Language"] == "ur"
    assert "List-Unsubscribe" not in post.letters[0]  # there is no subscription to end


@pytest.mark.parametrize(
    ("neutral", "sender"),
    [(False, "Punjab police complaints <complaints@portal.example>"), (True, "messages@portal.example")],
)
def test_neutral_wording_covers_the_sender_too(post, settings, neutral, sender):
    settings.DEFAULT_FROM_EMAIL = "Punjab police complaints <complaints@portal.example>"
    settings.NEUTRAL_FROM_EMAIL = "messages@portal.example"
    email.send(letter(neutral=neutral))
    assert post.letters[0]["From"] == sender


@pytest.mark.django_db
def test_kiran_s_letter_shows_over_no_shoulder_what_it_is(post):
    """From the outbox to her mail server: sender, subject and both parts."""
    facts = {"etag": "264819073555", "spaced_etag": "2648 1907 3555", "report_due_at": NOW, "contact_due_at": None}
    enqueue(recipient="citizen:11", template="registered", context=facts, at=NOW)
    assert deliver_due_messages(at=NOW) == DeliveryCounts(sent=1)
    [received] = post.letters
    whole = "".join(part.get_payload(decode=True).decode() for part in received.get_payload())
    shown = f"{received['From']} {received['Subject']} {whole}"
    assert received["Subject"] == "A message for you"
    for telling in ("2648", "3555", "police", "Police", "FIR", "registered", "Kiran"):
        assert telling not in shown
    assert "A message for you:" in whole
    assert "https://portal.example/" in whole


@pytest.mark.parametrize(
    ("refusal", "failure"), [("550 no such user", PermanentFailure), ("451 try later", TemporaryFailure)]
)
def test_a_refused_recipient_is_for_good_or_for_now_and_is_not_named(post, refusal, failure):
    post.refusal = refusal
    with pytest.raises(failure) as caught:
        email.send(letter())
    assert str(caught.value) == f"mail server: {refusal[:3]}"


def test_a_mail_server_that_is_away_is_for_now(post):
    post.stop()
    with pytest.raises(TemporaryFailure, match="not reached"):
        email.send(letter())


@pytest.mark.parametrize("address", ["chanda@example.org\nBcc: all@example.org", "چندا@example.org"])
def test_an_impossible_address_is_given_up(post, address):
    with pytest.raises(PermanentFailure):
        email.send(letter(to=address))
    assert post.letters == []


@pytest.mark.django_db
def test_the_demo_keeps_what_would_have_left():
    mailbox.send(letter(text="shown"))
    kept = DeliveredMail.objects.get()
    assert (kept.channel, kept.address, kept.text, kept.at) == ("email", "chanda@example.org", "shown", NOW)
