"""Outgoing messages: their order, Meta's limits and rates, the transport, and delivery reports."""

from datetime import timedelta

import pytest

from complaints.models import Complainant, Complaint
from notifications.models import DeliveredMail, Message
from notifications.services import deliver_due_messages, enqueue
from tests.whatsapp.simulated_phone import Phone, body_of, deliver
from tests.world import clock
from whatsapp.models import Chat, Sending
from whatsapp.rules.cloud_api.api_errors import ErrorKind, classify_error
from whatsapp.rules.cloud_api.delivery_status import DeliveryStatus, most_advanced_status
from whatsapp.services import delivery_reports, held_news, message_sending, update_processing
from whatsapp.standin import api_refusals
from whatsapp.standin.meta_simulator import MetaSimulator

LODGED = (
    "Salam",
    "2",
    "1",
    "2",
    "Multan",
    "They broke the lock.",
    "no",
    "Change or add",
    "Name",
    "Ayesha",
    "Submit with updates",
)


def texts(line: MetaSimulator, number: str = "923001112233") -> list[str]:
    """Return the portal's messages on the phone, by type or first words."""
    shown = [entry["message"] for entry in line.chats[number] if entry["by"] == "portal"]
    return [one.get("text", {}).get("body") or one["type"] for one in shown]


def lodged(phone) -> Complaint:
    """File a burglary by Ayesha, who wants news by WhatsApp."""
    for said in LODGED:
        phone.writes(said)
        message_sending.send_due_messages(at=phone.at)
    return Complaint.objects.unscoped("test").get()


def news(complaint: Complaint, at) -> Message:
    return enqueue(
        recipient=f"complainant:{complaint.complainant_id}", template="closed", at=at,
        context={"etag": complaint.etag, "spaced_etag": complaint.spaced_etag},
    )  # fmt: skip


def test_replies_leave_once_and_in_their_order(phone, simulator):
    phone.writes("Salam")
    phone.writes("English")
    assert message_sending.send_due_messages(at=phone.at) == 2
    assert message_sending.send_due_messages(at=phone.at) == 0
    assert texts(simulator) == ["interactive", "interactive"]
    assert not simulator.refused
    row = Sending.objects.first()
    assert (row.payload, row.outcome, bool(row.api_id)) == ("", "accepted", True)


def test_a_person_without_a_number_is_answered_at_their_business_id(world, client, simulator):
    phone = Phone(number="", user_id="PK.9", client=client)
    phone.writes("Salam")
    message_sending.send_due_messages(at=phone.at)
    assert texts(simulator, "PK.9") == ["interactive"]


def test_an_error_that_passes_is_tried_again_and_holds_back_what_comes_after(phone, simulator):
    phone.writes("Salam")
    phone.writes("English")
    simulator.troubles.append(api_refusals.THROUGHPUT)
    assert message_sending.send_due_messages(at=phone.at) == 0
    assert message_sending.send_due_messages(at=phone.at + timedelta(seconds=3)) == 2
    assert len(texts(simulator)) == 2


def test_a_cut_line_is_tried_again(phone, simulator):
    phone.writes("Salam")
    simulator.troubles.append("hang")
    assert message_sending.send_due_messages(at=phone.at) == 0
    assert message_sending.send_due_messages(at=phone.at + timedelta(minutes=1)) == 1


def test_what_is_refused_for_good_stops_nobody(phone, simulator):
    phone.writes("Salam")
    phone.writes("English")
    simulator.troubles.append(api_refusals.UNDELIVERABLE)
    assert message_sending.send_due_messages(at=phone.at) == 1
    lost = Sending.objects.get(given_up_at__isnull=False)
    assert (lost.outcome, lost.code, lost.payload) == ("failed", 131026, "")


@pytest.mark.slow
def test_an_account_in_trouble_uses_up_nobodys_tries(phone, simulator):
    phone.writes("Salam")
    simulator.troubles.extend([api_refusals.EXPIRED] * 20)
    for minutes in range(0, 100, 5):
        message_sending.send_due_messages(at=phone.at + timedelta(minutes=minutes))
    assert Sending.objects.get().attempts == 0
    assert message_sending.send_due_messages(at=phone.at + timedelta(hours=3)) == 1


@pytest.mark.slow
def test_one_person_gets_no_more_than_meta_allows(phone, simulator):
    """131056: one message in six seconds to one person over time."""
    for _ in range(message_sending.PERSON_LIMIT.burst + 2):
        phone.sends({"type": "text", "text": {"body": "0"}}, later=timedelta(seconds=0))
    first = message_sending.send_due_messages(at=phone.at)
    assert first == message_sending.PERSON_LIMIT.burst
    assert message_sending.send_due_messages(at=phone.at + timedelta(seconds=7)) == 1


@pytest.mark.slow
def test_news_in_the_window_goes_as_it_is(phone, simulator):
    complaint = lodged(phone)
    news(complaint, phone.at)
    deliver_due_messages(at=phone.at)
    row = Sending.objects.filter(message__isnull=False).last()
    assert Message.objects.get(pk=row.message).channel == "whatsapp"
    shown = simulator.chats["923001112233"][-1]["message"]["interactive"]["body"]["text"]
    assert complaint.spaced_etag in shown
    assert "Your complaint is closed." in shown


@pytest.mark.slow
def test_news_outside_the_window_is_a_template_and_the_words_come_when_they_write(phone, simulator):
    complaint = lodged(phone)
    Message.objects.waiting().update(sent_at=phone.at)
    later = phone.at + timedelta(hours=30)
    news(complaint, later)
    deliver_due_messages(at=later)
    assert texts(simulator)[-1] == "template"
    waits = Sending.objects.get(not_before=held_news.UNTIL_THEY_WRITE)
    assert message_sending.send_due_messages(at=later) == 0
    phone.at = later
    phone.writes("Salam")
    message_sending.send_due_messages(at=phone.at)
    waits.refresh_from_db()
    assert waits.sent_at is not None


@pytest.mark.slow
def test_news_for_which_meta_says_that_the_window_is_closed_goes_by_sms(phone, simulator, settings):
    """Meta's clock and ours differ, and nothing is lost."""
    settings.NOTIFICATIONS_TRANSPORTS = settings.NOTIFICATIONS_TRANSPORTS | {
        "sms": "notifications.transports.mailbox.send"
    }
    complaint = lodged(phone)
    Message.objects.waiting().update(sent_at=phone.at)
    told = news(complaint, phone.at)
    simulator.troubles.append(api_refusals.WINDOW_CLOSED)
    deliver_due_messages(at=phone.at)
    told.refresh_from_db()
    assert told.channel == "sms"


def test_who_has_not_asked_for_news_here_gets_it_by_sms(phone, simulator, settings):
    for said in (*LODGED[:-2], "no", "yes"):
        phone.writes(said)
    assert not Chat.objects.get().welcome
    settings.NOTIFICATIONS_TRANSPORTS = settings.NOTIFICATIONS_TRANSPORTS | {
        "sms": "notifications.transports.mailbox.send"
    }
    deliver_due_messages(at=phone.at)
    assert set(Message.objects.exclude(sent_at=None).values_list("channel", flat=True)) == {"sms"}


@pytest.mark.slow
def test_news_that_never_arrives_goes_by_sms_once(phone, simulator, settings):
    settings.NOTIFICATIONS_TRANSPORTS = settings.NOTIFICATIONS_TRANSPORTS | {
        "sms": "notifications.transports.mailbox.send"
    }
    complaint = lodged(phone)
    told = news(complaint, phone.at)
    deliver_due_messages(at=phone.at)
    id = simulator.chats["923001112233"][-1]["id"]
    failed = {
        "id": id,
        "status": "failed",
        "timestamp": "1",
        "recipient_id": "923001112233",
        "errors": [{"code": 131026}],
    }
    for _ in range(2):
        deliver(phone.client, body_of(statuses=[failed]))
        update_processing.process_updates(at=phone.at)
    again = Message.objects.get(dedupe_key=f"by-sms:{told.pk}")
    deliver_due_messages(at=phone.at)
    again.refresh_from_db()
    assert again.channel == "sms"


def test_statuses_move_up_alone(phone, simulator):
    phone.writes("Salam")
    message_sending.send_due_messages(at=phone.at)
    id = simulator.chats["923001112233"][-1]["id"]
    for status, expected in (("read", "read"), ("sent", "read"), ("delivered", "read"), ("failed", "read")):
        deliver(
            phone.client, body_of(statuses=[{"id": id, "status": status, "timestamp": "1", "recipient_id": "92300"}])
        )
        update_processing.process_updates(at=phone.at)
        assert Sending.objects.get().outcome == expected


@pytest.mark.parametrize("now", DeliveryStatus)
@pytest.mark.parametrize("told", DeliveryStatus)
def test_no_status_takes_another_back(now, told):
    order = ["accepted", "sent", "failed", "delivered", "read"]
    assert order.index(most_advanced_status(now, told)) == max(order.index(now), order.index(told))


@pytest.mark.parametrize(
    ("code", "http", "meaning"),
    [(131047, 400, "never"), (131026, 400, "never"), (131009, 400, "never"), (131056, 400, "later"),
     (130429, 400, "later"), (190, 401, "ours"), (0, 502, "later"), (0, 0, "later"), (100, 400, "never")],
)  # fmt: skip
def test_every_code_has_one_meaning(code, http, meaning):
    assert classify_error(code, http=http).kind is ErrorKind(meaning)


@pytest.mark.slow
def test_a_code_that_is_waited_for_never_goes_by_whatsapp(phone, simulator):
    complaint = lodged(phone)
    Message.objects.waiting().update(sent_at=phone.at)
    shown = len(texts(simulator))
    enqueue(recipient=f"complainant:{complaint.complainant_id}", template="access_code", at=phone.at,
            context={"asked_for": True, "spaced_etag": complaint.spaced_etag})  # fmt: skip
    deliver_due_messages(at=clock("+1d 09:00"))
    assert len(texts(simulator)) == shown


def test_a_year_after_they_were_sent_messages_are_deleted_and_unsent_ones_wait(world, client, simulator):
    phone = Phone(number="923001112233", user_id="PK.1", client=client, at=clock("08:30"))
    phone.writes("Salam")
    Sending.objects.update(created_at=clock("08:30"), sent_at=clock("08:30"))
    unsent = Sending.objects.create(chat=Chat.objects.get(), created_at=clock("08:30"), not_before=clock("+900d 00:00"))
    assert message_sending.delete_old_sendings(at=clock("+364d 08:30")) == 0
    assert message_sending.delete_old_sendings(at=clock("+366d 08:30")) > 0
    assert list(Sending.objects.all()) == [unsent]


def mailbox_for_sms(settings):
    transports = {"sms": "notifications.transports.mailbox.send"}
    settings.NOTIFICATIONS_TRANSPORTS = settings.NOTIFICATIONS_TRANSPORTS | transports


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(
    ("hours", "status", "proved", "is_resent"),
    [
        (2.5, "", True, True),
        (2.5, "sent", True, True),
        (2.5, "delivered", True, False),
        (1.5, "", True, False),
        (2.5, "", False, False),
        (30, "", True, False),
    ],
)
def test_a_template_that_reaches_no_phone_is_followed_by_an_sms(
    phone, simulator, settings, hours, status, proved, is_resent
):
    """After Meta's 24 hours only a template goes out. If it is not delivered, the news itself goes by SMS, once."""
    mailbox_for_sms(settings)
    complaint = lodged(phone)
    Complainant.objects.update(phone_verified_at=phone.at if proved else None)
    deliver_due_messages(at=phone.at)
    Sending.objects.filter(message__isnull=False).update(outcome="read")
    phone.at += timedelta(hours=30)
    told = news(complaint, phone.at)
    deliver_due_messages(at=phone.at)
    assert texts(simulator)[-1] == "template"
    if status:
        id = simulator.chats["923001112233"][-1]["id"]
        report = {"id": id, "status": status, "timestamp": "1", "recipient_id": "923001112233"}
        deliver(phone.client, body_of(statuses=[report]))
        update_processing.process_updates(at=phone.at)
    later = phone.at + timedelta(hours=hours)
    sent = [delivery_reports.send_undelivered_news_by_sms(at=later) for _ in range(2)]
    assert sent == [int(is_resent), 0]
    deliver_due_messages(at=later)
    again = Message.objects.filter(dedupe_key=f"by-sms:{told.pk}")
    assert [one.channel for one in again] == ["sms"] * is_resent


SENSITIVE = ("confidential", "protected", "a child", "a secret word")


def becomes(complaint: Complaint, what: str, phone: Phone) -> None:
    """Make of a complaint filed by chat one whose news must not go by SMS."""
    person = complaint.complainant
    columns = {
        "confidential": (complaint, {"confidential": True}),
        "protected": (complaint, {"protected": True}),
        "a child": (person, {"under_18": True}),
        "a secret word": (person, {"secret_hash": "argon2"}),
        "another phone": (person, {"phone": "+923214445566"}),
        "neutral wording": (person, {"neutral": True}),
    }
    if what == "STOP":
        phone.writes("STOP")
        return
    row, changed = columns[what]
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.mostly_slow(keep=5)
@pytest.mark.parametrize("what", [*SENSITIVE, "another phone", "STOP"])
@pytest.mark.parametrize("is_reported_failed", [False, True])
def test_undelivered_news_goes_by_sms_only_to_the_phone_of_the_chat_and_never_of_a_sensitive_complaint(
    phone, simulator, settings, what, is_reported_failed
):
    """They agreed to news "here", and others may hold the phone. STOP counts too if it came after the news."""
    mailbox_for_sms(settings)
    complaint = lodged(phone)
    news(complaint, phone.at)
    deliver_due_messages(at=phone.at)
    id = simulator.chats["923001112233"][-1]["id"]
    becomes(complaint, what, phone)
    if is_reported_failed:
        report = {"id": id, "status": "failed", "timestamp": "1", "recipient_id": "1", "errors": [{"code": 131026}]}
        deliver(phone.client, body_of(statuses=[report]))
        update_processing.process_updates(at=phone.at)
        assert Sending.objects.filter(message__isnull=False, outcome="failed").exists()
    else:
        assert delivery_reports.send_undelivered_news_by_sms(at=phone.at + timedelta(hours=2.5)) == 0
    assert not Message.objects.filter(dedupe_key__startswith="by-sms:").exists()


@pytest.mark.slow
def test_with_neutral_wording_the_sms_says_that_there_is_a_message_and_nothing_more(phone, simulator, settings):
    mailbox_for_sms(settings)
    complaint = lodged(phone)
    becomes(complaint, "neutral wording", phone)
    news(complaint, phone.at)
    deliver_due_messages(at=phone.at)
    later = phone.at + timedelta(hours=2.5)
    assert delivery_reports.send_undelivered_news_by_sms(at=later) > 0
    deliver_due_messages(at=later)
    for mail in DeliveredMail.objects.filter(channel="sms"):
        assert mail.text.startswith("A message for you:")
        assert complaint.etag not in mail.text.replace(" ", "")


@pytest.mark.slow
def test_news_that_gets_no_sms_does_not_keep_back_what_came_later(phone, simulator, settings, monkeypatch):
    mailbox_for_sms(settings)
    monkeypatch.setattr(delivery_reports, "MOST_AT_ONCE", 2)
    complaint = lodged(phone)
    Message.objects.waiting().update(sent_at=phone.at)
    chat = Chat.objects.get()
    for seconds in range(5):
        row = enqueue(recipient="complainant:99999", template="closed", at=phone.at, context={})
        sent_at = phone.at + timedelta(seconds=seconds)
        Sending.objects.create(
            chat=chat, message=row.pk, outcome="sent", created_at=sent_at, not_before=sent_at, sent_at=sent_at
        )
    Message.objects.waiting().update(sent_at=phone.at)
    told = [news(complaint, phone.at + timedelta(minutes=1)) for _ in range(3)]
    deliver_due_messages(at=phone.at + timedelta(minutes=1))
    later = phone.at + timedelta(hours=3)
    assert [delivery_reports.send_undelivered_news_by_sms(at=later) for _ in range(3)] == [2, 1, 0]
    keys = {f"by-sms:{one.pk}" for one in told}
    assert Message.objects.filter(dedupe_key__in=keys).count() == 3


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("what", [one for one in SENSITIVE if one != "protected"])
@pytest.mark.parametrize("happens", ["Meta refuses it", "STOP"])
def test_news_of_a_quiet_complaint_agreed_to_in_the_chat_comes_there_or_nowhere(
    phone, simulator, settings, what, happens
):
    mailbox_for_sms(settings)
    complaint = lodged(phone)
    deliver_due_messages(at=phone.at)
    becomes(complaint, what, phone)
    if happens == "STOP":
        phone.writes("STOP")
        complaint = Complaint.objects.unscoped("test").get()
        assert complaint.gets_no_messages
    else:
        simulator.troubles.append(api_refusals.WINDOW_CLOSED)
    told = news(complaint, phone.at)
    deliver_due_messages(at=phone.at)
    told.refresh_from_db()
    assert told.channel == ""
    assert told.given_up_at is not None
    phone.writes("start")
    again = news(complaint, phone.at)
    deliver_due_messages(at=phone.at)
    again.refresh_from_db()
    assert again.channel == "whatsapp"


@pytest.mark.slow
def test_who_chose_sms_on_the_page_of_a_quiet_complaint_gets_it_by_sms(phone, simulator, settings):
    mailbox_for_sms(settings)
    complaint = lodged(phone)
    deliver_due_messages(at=phone.at)
    becomes(complaint, "confidential", phone)
    Complainant.objects.update(prefers="sms", messages_wanted=True)
    told = news(complaint, phone.at)
    deliver_due_messages(at=phone.at)
    told.refresh_from_db()
    assert told.channel == "sms"
