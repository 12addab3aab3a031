"""The webhook: its verification, the storage of updates, and 200 for every signed body."""

import json
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.whatsapp.payload_shapes import SHAPES, delivered
from tests.whatsapp.simulated_phone import Phone, body_of, deliver, signed
from whatsapp.models import Chat, Sending, Update
from whatsapp.rules.cloud_api.webhook_payload import UnreadableBody, parse_updates
from whatsapp.rules.cloud_api.webhook_signature import is_signed
from whatsapp.services import update_processing

pytestmark = pytest.mark.django_db
HANDSHAKE = {"hub.mode": "subscribe", "hub.verify_token": "our-token", "hub.challenge": "1158201444"}
HELLO = {"type": "text", "text": {"body": "Salam"}}


def test_the_handshake_gives_the_challenge_back(client):
    answer = client.get("/whatsapp/webhook", HANDSHAKE)
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    "changed",
    [{"hub.verify_token": "wrong"}, {"hub.mode": "unsubscribe"}, {"hub.verify_token": ""}, {"hub.verify_token": "ü"}],
)
def test_without_the_token_the_challenge_is_not_returned(client, changed):
    answer = client.get("/whatsapp/webhook", HANDSHAKE | changed)
    assert (answer.status_code, answer.content) == (403, b"")
    assert client.get("/whatsapp/webhook").status_code == 403


@pytest.mark.parametrize(
    "header", ["", "sha256=", "sha256=zz", "sha1=" + "0" * 40, "sha256=" + "0" * 64, "ü", "\udcff"]
)
def test_what_is_not_signed_is_not_kept(client, header):
    assert deliver(client, body_of(Phone().message(HELLO)), header=header).status_code == 403
    assert not Update.objects.exists()


def test_a_signature_is_of_the_raw_bytes(client):
    body = json.dumps(body_of(Phone().message(HELLO))).encode()
    assert deliver(client, body + b" ", header=signed(body)).status_code == 403
    assert deliver(client, body, header=signed(body, "another-secret")).status_code == 403
    assert deliver(client, body, header=signed(body).upper().replace("SHA256", "sha256")).status_code == 200


def test_without_a_secret_nothing_is_signed():
    assert not is_signed(b"{}", signed(b"{}", ""), secret="")


@pytest.mark.parametrize("missing", ["WHATSAPP_APP_SECRET", "WHATSAPP_ACCESS_TOKEN", "WHATSAPP_VERIFY_TOKEN"])
def test_where_the_service_is_off_nobody_is_let_in(client, settings, missing):
    setattr(settings, missing, "")
    assert client.get("/whatsapp/webhook", HANDSHAKE).status_code == 403
    assert deliver(client, body_of(Phone().message(HELLO))).status_code == 403


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b"\xff", b'{"entry": 5}', b'{"entry": [{"changes": [{}]}]}']
)
def test_any_signed_body_is_answered_with_200(client, body):
    assert deliver(client, body).status_code == 200
    assert not Update.objects.exists()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["entry", "changes", "value", "messages", "statuses", "contacts", "metadata", "id", "from",
                             "phone_number_id", "status", "timestamp", "type", "text"]),
            inner, max_size=5,
        )
    ),
    max_leaves=30,
)  # fmt: skip


@given(json_values)
def test_no_shape_of_a_body_is_an_error(value):
    try:
        found = parse_updates(json.dumps(value).encode(), phone_number_id="1")
    except UnreadableBody:
        assert not isinstance(value, dict)
    else:
        assert all(update.sender.key or update.is_status for update in found)


def test_what_is_meant_for_another_number_is_ignored(client):
    payload = body_of(Phone().message(HELLO))
    payload["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "999"
    assert deliver(client, payload).status_code == 200
    assert not Update.objects.exists()


def test_a_repeated_delivery_is_kept_once(client):
    payload = body_of(Phone().message(HELLO))
    assert [deliver(client, payload).status_code for _ in range(10)] == [200] * 10
    assert Update.objects.count() == 1


def test_neither_number_nor_words_stand_open_in_what_is_kept(client):
    message = Phone().message({"type": "text", "text": {"body": "my brother was taken"}})
    deliver(client, body_of(message | {"id": "wamid.HBgMOTIzMDAxMTEyMjMzFQ"}))
    row = Update.objects.values_list("key", "sender", "payload").get()
    raw = Update.objects.raw("SELECT id, payload::text AS kept FROM whatsapp_update")[0].kept
    assert not any(word in str(row[:2]) + raw for word in ("923001112233", "brother", "HBgM"))


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_every_shape_that_meta_sends_is_worked_off(client, world, shape):
    assert deliver(client, delivered(shape)).status_code == 200
    kept = Update.objects.count()
    assert kept == SHAPES[shape].kept
    update_processing.process_updates(at=Phone().at)
    assert not Update.objects.filter(state="aside").exists()
    assert Sending.objects.count() == SHAPES[shape].answers


@pytest.mark.slow
def test_a_thousand_updates_in_one_delivery_are_all_worked_off(client, world):
    phones = [Phone(number=f"92300{n:07d}", user_id=f"PK.{n}") for n in range(250)]
    messages = [phone.message(part) for phone in phones for part in (HELLO, *[{"type": "sticker", "sticker": {}}] * 3)]
    with CaptureQueriesContext(connection) as asked:
        assert deliver(client, body_of(*messages)).status_code == 200
    assert len(asked) <= 10, [one["sql"][:80] for one in asked]
    assert Update.objects.count() == 1000
    assert update_processing.process_updates(at=phones[0].at, most=1000) == 1000
    assert Chat.objects.count() == 250


def test_the_same_delivery_ten_times_over_and_shuffled_leads_to_the_same_state(client, world):
    """Messages are processed in the order in which they were written, whatever the order of delivery."""
    phone, chance = Phone(), random.Random(4)
    texts = [
        "Salam",
        "2",
        "2",
        "1",
        "rishwat",
        "no",
        "Lahore",
        "He asked for money.",
        "no",
    ]
    messages = []
    for number, text in enumerate(texts):
        messages.append(
            phone.message({"type": "text", "text": {"body": text}}) | {"timestamp": str(1_790_000_000 + number)}
        )
    for _ in range(10):
        chance.shuffle(messages)
        assert deliver(client, body_of(*messages)).status_code == 200
    update_processing.process_updates(at=phone.at)
    state = Chat.objects.get().state
    assert (state.step, state.answers["category"], state.answers["texts"]) == (
        "lodge.check", "bribe_demand", ["He asked for money."],
    )  # fmt: skip
    assert Sending.objects.count() == len(texts)


def test_what_meta_decides_about_a_template_is_logged(client, world, caplog):
    value = {
        "event": "PAUSED", "message_template_name": "complaint_news", "message_template_language": "ur",
        "reason": "LOW\nQUALITY",
    }  # fmt: skip
    change = {"field": "message_template_status_update", "value": value}
    body = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    with caplog.at_level("WARNING"):
        assert deliver(client, body).status_code == 200
    assert "Template complaint_news (ur): PAUSED LOW QUALITY" in caplog.text
