"""What Meta says about our account: stored once, shown to administrators, and what happens to messages meanwhile."""

import json
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from complaints.models import Complaint
from notifications.models import Message
from notifications.services import deliver_due_messages
from operations.metrics import metrics_views
from operations.readiness import describe_whatsapp_state
from tests.evidence import samples
from tests.signing_in import sign_in
from tests.whatsapp.simulated_phone import deliver
from tests.whatsapp.test_sending import lodged, news, texts
from whatsapp.models import AccountEvent, Media, Sending
from whatsapp.rules.account_changes import AccountPart, parse_account_changes
from whatsapp.services import media_download, message_sending

LATER = timedelta(hours=30)
TIME = 1_790_000_000


def delivery(field: str, value: dict, *, time: int = TIME, account: str = "1") -> bytes:
    entry = {"id": account, "time": time, "changes": [{"field": field, "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def template(event: str, name: str = "complaint_news", language: str = "ur", **more) -> dict:
    return {"event": event, "message_template_name": name, "message_template_language": language, **more}


# --- Parsing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("message_template_status_update", template("REJECTED", reason="INVALID_FORMAT"),
         ("template", "complaint_news (ur)", "REJECTED", "INVALID_FORMAT", True)),
        ("message_template_status_update", template("APPROVED"),
         ("template", "complaint_news (ur)", "APPROVED", "", False)),
        ("message_template_quality_update",
         {"previous_quality_score": "GREEN", "new_quality_score": "RED"} | template("x"),
         ("quality", "complaint_news (ur)", "RED", "before: GREEN", True)),
        ("phone_number_quality_update",
         {"display_phone_number": "15550783881", "event": "DOWNGRADE", "current_limit": "TIER_250"},
         ("number", "15550783881", "DOWNGRADE", "TIER_250", True)),
        ("phone_number_quality_update",
         {"display_phone_number": "15550783881", "event": "THROUGHPUT_UPGRADE",
          "max_daily_conversations_per_business": "TIER_UNLIMITED"},
         ("number", "15550783881", "THROUGHPUT_UPGRADE", "TIER_UNLIMITED", False)),
        ("account_update", {"event": "ACCOUNT_RESTRICTION", "restriction_info": [
            {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": "2026-12-01"}]},
         ("account", "", "ACCOUNT_RESTRICTION", "RESTRICTED_BIZ_INITIATED_MESSAGING", True)),
        ("account_update", {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}},
         ("account", "", "DISABLED_UPDATE", "DISABLE", True)),
        ("account_update", {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}},
         ("account", "", "DISABLED_UPDATE", "REINSTATE", False)),
        ("account_update", {"event": "VOLUME_BASED_PRICING_TIER_UPDATE"},
         ("account", "", "VOLUME_BASED_PRICING_TIER_UPDATE", "", False)),
        ("account_review_update", {"decision": "REJECTED"}, ("account", "", "REJECTED", "", True)),
    ],
)  # fmt: skip
def test_each_field_of_metas_reference_is_read(field, value, expected):
    (change,) = parse_account_changes(delivery(field, value))
    assert (change.part, change.subject, change.code, change.reason, change.is_trouble) == expected
    assert change.told_at == TIME


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"account_update", b'{"entry": 1, "x": "account_update"}', b"[" * 100_000 + b'"account_update"',
     delivery("account_update", {}), delivery("account_update", {"event": 5, "ban_info": [], "restriction_info": {}}),
     delivery("message_template_status_update", {"event": "\0"}), delivery("unknown", {"event": "account_update"})],
)  # fmt: skip
def test_no_other_shape_is_a_change_or_an_error(body):
    assert parse_account_changes(body) == []


def test_the_account_of_somebody_else_is_not_ours():
    body = delivery("account_update", {"event": "ACCOUNT_DELETED"}, account="2")
    assert parse_account_changes(body, account_id="1") == []
    assert len(parse_account_changes(body, account_id="2")) == 1
    assert len(parse_account_changes(body)) == 1


# --- Storage and administrators ----------------------------------------------------------------------------------


def told(client, event: str, *, time: int = TIME, name: str = "complaint_news") -> None:
    body = delivery("message_template_status_update", template(event, name), time=time)
    assert deliver(client, body).status_code == 200


def test_a_rejected_template_is_kept_once_and_over_when_it_is_approved(client, world):
    told(client, "REJECTED")
    told(client, "REJECTED")
    event = AccountEvent.objects.get()
    assert (event.part, event.code, event.is_trouble, event.ended_at) == ("template", "REJECTED", True, None)
    told(client, "APPROVED", time=TIME + 60)
    event.refresh_from_db()
    assert event.ended_at is not None
    assert AccountEvent.objects.filter(is_trouble=True, ended_at=None).count() == 0


def test_a_report_that_arrives_late_does_not_bring_the_trouble_back(client, world):
    told(client, "APPROVED", time=TIME + 60)
    told(client, "REJECTED")
    assert AccountEvent.objects.filter(ended_at=None).get().code == "APPROVED"


def test_an_outage_of_the_database_loses_no_report(client, world, monkeypatch):
    def fails(*_, **__):
        raise OperationalError

    monkeypatch.setattr("whatsapp.webhook.store_account_changes", fails)
    body = delivery("message_template_status_update", template("PAUSED"))
    assert deliver(client, body).status_code == 503


@pytest.mark.slow
def test_an_administrator_sees_it_on_today_in_the_administration_and_operations_in_their_checks(client, world):
    omar = sign_in(Client(), world.omar.officer)
    assert "problem of the WhatsApp account" not in omar.get("/desk/today/").content.decode()
    told(client, "REJECTED")
    assert "1 problem of the WhatsApp account" in omar.get("/desk/today/").content.decode()
    listed = omar.get("/desk/admin/whatsapp/accountevent/").content.decode()
    assert "complaint_news (ur)" in listed
    assert "REJECTED" in listed
    assert "Needs action now" in listed
    assert describe_whatsapp_state(database_answers=True) == "trouble: template complaint_news (ur): REJECTED"
    assert b"portal_whatsapp_account_troubles 1.0" in metrics_views.render_metrics()
    told(client, "APPROVED", time=TIME + 60)
    assert "problem of the WhatsApp account" not in omar.get("/desk/today/").content.decode()
    assert describe_whatsapp_state(database_answers=True) == "on"
    listed = omar.get("/desk/admin/whatsapp/accountevent/").content.decode()
    assert "Over" in listed
    assert "Needs action now" not in listed


def test_other_officers_are_not_told(client, world):
    told(client, "REJECTED")
    salma = sign_in(Client(), world.salma.officer)
    assert "WhatsApp account" not in salma.get("/desk/today/").content.decode()
    assert salma.get("/desk/admin/whatsapp/accountevent/").status_code == 302


# --- A template that Meta refuses ---------------------------------------------------------------------------------


@pytest.fixture
def by_sms(settings):
    transports = {"sms": "notifications.transports.mailbox.send"}
    settings.NOTIFICATIONS_TRANSPORTS = settings.NOTIFICATIONS_TRANSPORTS | transports


def news_much_later(phone) -> Message:
    """Return news of Ayesha's complaint, sent more than a day after her last message."""
    complaint = lodged(phone)
    Message.objects.waiting().update(sent_at=phone.at)
    row = news(complaint, phone.at + LATER)
    deliver_due_messages(at=phone.at + LATER)
    row.refresh_from_db()
    return row


@pytest.mark.slow
def test_a_template_that_meta_has_rejected_is_not_tried_and_the_general_one_goes(phone, simulator):
    told(phone.client, "REJECTED", name="complaint_news")
    AccountEvent.objects.update(subject="complaint_news (en)")
    assert news_much_later(phone).channel == "whatsapp"
    assert simulator.chats[phone.number][-1]["message"]["template"]["name"] == "portal_news"
    assert not simulator.refused


@pytest.mark.slow
def test_where_the_general_one_is_refused_too_it_goes_by_sms_and_administrators_see_why(phone, simulator, by_sms):
    for name in ("complaint_news", "portal_news"):
        simulator.templates[name, "en"]["status"] = "REJECTED"
    row = news_much_later(phone)
    assert row.channel == "sms"
    troubles = AccountEvent.objects.filter(is_trouble=True, ended_at=None).order_by("pk")
    assert [one.subject for one in troubles.all()] == ["complaint_news (en)", "portal_news (en)"]
    assert {one.code for one in troubles.all()} == {"132001"}
    for name in ("complaint_news", "portal_news"):
        simulator.templates[name, "en"]["status"] = "APPROVED"
    again = news(Complaint.objects.unscoped("test").get(), phone.at + LATER + timedelta(minutes=1))
    deliver_due_messages(at=phone.at + LATER + timedelta(minutes=1))
    again.refresh_from_db()
    assert again.channel == "whatsapp"
    assert [one.subject for one in troubles.all()] == ["portal_news (en)"], "it works again"


def test_the_stand_in_reports_a_decision_as_meta_does(phone, simulator, monkeypatch):
    bodies = []
    monkeypatch.setattr(simulator, "deliver", lambda value, *, field: bodies.append((field, value)) or 200)
    simulator.decide_template("complaint_news", "ur", "PAUSED", "LOW_QUALITY")
    ((field, value),) = bodies
    (change,) = parse_account_changes(delivery(field, value))
    assert (change.part, change.code, change.is_trouble) == (AccountPart.TEMPLATE, "PAUSED", True)
    assert simulator.templates["complaint_news", "ur"]["status"] == "PAUSED"


# --- An expired token ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_with_an_expired_token_nothing_is_lost_and_administrators_see_it_at_once(world, phone, simulator, settings):
    good = settings.WHATSAPP_ACCESS_TOKEN
    settings.WHATSAPP_ACCESS_TOKEN = "expired"
    for said in ("Salam", "English", "0"):
        phone.writes(said)
        message_sending.send_due_messages(at=phone.at)
    assert texts(simulator, phone.number) == []
    trouble = AccountEvent.objects.get()
    assert (trouble.part, trouble.code, trouble.is_trouble, trouble.ended_at) == ("access", "190", True, None)
    omar = sign_in(Client(), world.omar.officer)
    assert "1 problem of the WhatsApp account" in omar.get("/desk/today/").content.decode()
    assert "the access token has expired" in omar.get("/desk/admin/whatsapp/accountevent/").content.decode()
    later = phone.at + timedelta(hours=3)
    for minute in range(40):  # far more than the tries of a message
        message_sending.send_due_messages(at=later + timedelta(minutes=6 * minute))
    assert Sending.objects.filter(given_up_at=None, sent_at=None).count() == 3
    settings.WHATSAPP_ACCESS_TOKEN = good
    later += timedelta(hours=5)
    for second in range(3):
        message_sending.send_due_messages(at=later + timedelta(seconds=second))
    assert texts(simulator, phone.number) == ["interactive"] * 3
    trouble.refresh_from_db()
    assert trouble.ended_at is not None


@pytest.mark.slow
def test_an_expired_token_loses_no_file(phone, simulator, settings):
    good = settings.WHATSAPP_ACCESS_TOKEN
    for said in ("Salam", "2", "1", "2", "Multan"):
        phone.writes(said)
    id = simulator.put_file(samples.old_voice(), "audio/amr")
    phone.sends({"type": "audio", "audio": {"id": id, "mime_type": "audio/amr"}})
    settings.WHATSAPP_ACCESS_TOKEN = "expired"
    for minute in range(60):  # more than media_download.TRIES
        media_download.download_due_files(at=phone.at + timedelta(minutes=6 * minute))
    media = Media.objects.get()
    assert (media.done_at, media.fetched_at) == (None, None)
    assert AccountEvent.objects.filter(code="190", ended_at=None).exists()
    settings.WHATSAPP_ACCESS_TOKEN = good
    media_download.download_due_files(at=phone.at + timedelta(hours=8))
    media.refresh_from_db()
    assert media.fetched_at is not None


@pytest.mark.slow
def test_news_with_an_expired_token_goes_by_sms_and_is_not_lost(phone, simulator, settings, by_sms):
    complaint = lodged(phone)
    Message.objects.waiting().update(sent_at=phone.at)
    settings.WHATSAPP_ACCESS_TOKEN = "expired"
    row = news(complaint, phone.at)
    deliver_due_messages(at=phone.at)
    row.refresh_from_db()
    assert row.channel == "sms"
    assert AccountEvent.objects.get(code="190").ended_at is None
