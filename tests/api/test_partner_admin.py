"""The administrators' pages for partners: create, change, see deliveries, test, replay, rotate, pause, revoke."""

import re
from base64 import b64encode

import pytest
from django.test import Client
from django.utils.timezone import now
from standardwebhooks.webhooks import WebhookVerificationError

from accounts.models import StaffAct
from api.models import ApiClient, EventDelivery, EventEndpoint
from api.services.event_recording import write_test_event
from api.services.event_relay import deliver_due_events
from notifications.models import Message
from tests.api.conftest import Caller, partner_named
from tests.api.event_receiver import receiving
from tests.api.test_events import closed, endpoint_of, registered
from tests.signing_in import sign_in

LIST = "/desk/admin/api/apiclient/"
CODE = re.compile(r'<code dir="ltr">([^<]+)</code>')
NEW = {
    "name_en": "Prime Minister's portal", "name_ur": "وزیر اعظم پورٹل", "scopes": ["complaints:state", "events"],
    "offices": "lahore, multan", "categories": "", "requests_per_minute": "60",
}  # fmt: skip


@pytest.fixture(autouse=True)
def on_loopback(settings):
    settings.EVENTS_TO_LOOPBACK = True


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def omar(world):
    return sign_in(Client(), world.omar.officer)


def page_of(partner: Caller) -> str:
    return f"{LIST}{partner.new.client.pk}/events/"


def html_after(omar, partner: Caller, act: str, **more) -> str:
    answer = omar.post(page_of(partner), {"act": act, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_administrator_creates_a_partner_whose_secret_is_shown_once(omar):
    answer = omar.post(f"{LIST}add/", NEW)
    html = answer.content.decode()
    client_id, secret = CODE.findall(html)
    client = ApiClient.objects.get(client_id=client_id)
    assert (client.scopes, client.offices, client.categories) == (
        ["complaints:state", "events"],
        ["lahore", "multan"],
        [],
    )
    basic = b64encode(f"{client_id}:{secret}".encode()).decode()
    form = "application/x-www-form-urlencoded"
    headers = {"Authorization": f"Basic {basic}"}
    token = Client().post("/api/v1/token", "grant_type=client_credentials", form, headers=headers)
    assert token.json()["scope"] == "complaints:state events"
    for path in ("", f"{client.pk}/change/", f"{client.pk}/events/"):
        assert secret not in omar.get(LIST + path).content.decode()
    assert StaffAct.objects.filter(kind="partner", words__contains=client_id).count() == 1


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"offices": "atlantis"}, "There is no such code: atlantis."),
        ({"categories": "boredom theft"}, "There is no such code: boredom theft."),
        ({"scopes": []}, "This field is required."),
        ({"requests_per_minute": "0"}, "greater than or equal to 1"),
    ],
)
def test_wrong_rights_are_explained_and_nothing_typed_is_lost(omar, wrong, text):
    html = omar.post(f"{LIST}add/", NEW | wrong).content.decode()
    assert text in html
    assert "وزیر اعظم پورٹل" in html
    assert not ApiClient.objects.exists()


def test_changed_rights_hold_for_the_next_request(omar, partner):
    client = partner.new.client
    assert partner.get("partner/complaints").status_code == 200
    answer = omar.post(f"{LIST}{client.pk}/change/", NEW | {"scopes": ["events"]})
    assert answer.status_code == 302
    assert partner.get("partner/complaints").json()["code"] == "scope_missing"


def test_the_page_shows_deliveries_with_the_last_answer_and_no_complaint(omar, partner, receiver, world):
    endpoint_of(partner, receiver)
    complaint = registered(partner)
    closed(complaint, world)
    receiver.behave = lambda got: 503
    deliver_due_events(at=now())
    html = omar.get(page_of(partner)).content.decode()
    for shown in ("Complaint closed", "will be retried", "HTTP 503", EventDelivery.objects.get().event_id):
        assert shown in html
    assert complaint.etag not in html
    assert complaint.spaced_etag not in html
    urdu = omar.get(f"/ur{page_of(partner)}").content.decode()
    assert "1787 کال سینٹر" in urdu
    assert "will be retried" not in urdu


@pytest.mark.slow
def test_an_administrator_sets_the_address_tests_pauses_and_replays(omar, partner, receiver):
    html = html_after(omar, partner, "address", address=receiver.url)
    (secret,) = CODE.findall(html)
    html_after(omar, partner, "test")
    deliver_due_events(at=now())
    assert receiver.got[0].verified(secret)["type"] == "test"
    html_after(omar, partner, "replay_one", event=receiver.ids[0])
    html_after(omar, partner, "pause")
    assert deliver_due_events(at=now()) == {}
    html_after(omar, partner, "resume")
    assert "Events that are sent again: 1." in html_after(omar, partner, "replay", since="2026-01-01T00:00")
    deliver_due_events(at=now())
    assert receiver.ids == [receiver.ids[0]] * 2
    assert StaffAct.objects.filter(kind="partner").count() == 6


def test_an_administrator_gets_nothing_old_to_another_address_and_the_former_one_is_told(
    omar, partner, receiver, world
):
    """Omar pauses, replays, and moves the endpoint to a server of his own, twice to hide the notice."""
    endpoint = endpoint_of(partner, receiver)
    closed(registered(partner), world)
    deliver_due_events(at=now())
    html_after(omar, partner, "pause")
    html_after(omar, partner, "replay", since="2026-01-01T00:00")
    with receiving() as decoy, receiving() as own:
        html_after(omar, partner, "address", address=decoy.url)
        html_after(omar, partner, "address", address=own.url)
        html_after(omar, partner, "resume")
        assert "Events that are sent again: 0." in html_after(omar, partner, "replay", since="2026-01-01T00:00")
        event_id = EventDelivery.objects.get().event_id
        assert "It may be older than the address" in html_after(omar, partner, "replay_one", event=event_id)
        for _ in range(2):
            deliver_due_events(at=now())
        assert own.got == decoy.got == []
    assert receiver.types() == ["complaint.closed", "endpoint.moved"]
    assert receiver.got[1].verified(endpoint.secret)["data"] == {}
    assert "An administrator changed the address" in html_after(omar, partner, "test")
    assert StaffAct.objects.filter(kind="partner", words__endswith=": address").count() == 2
    assert Message.objects.filter(template="staff_act").exists()


def test_a_refused_address_is_explained_and_kept_in_the_form(omar, partner):
    html = html_after(omar, partner, "address", address="https://169.254.169.254/latest")
    assert "This address leads to a service of the data centre." in html
    assert 'value="https://169.254.169.254/latest"' in html
    assert not EventEndpoint.objects.exists()


def test_a_rotation_by_an_administrator_ends_the_former_secret_at_once(omar, partner, receiver):
    endpoint = endpoint_of(partner, receiver)
    (event_secret,) = CODE.findall(html_after(omar, partner, "rotate"))[:1]
    write_test_event(endpoint, at=now())
    deliver_due_events(at=now())
    receiver.got[0].verified(event_secret)
    with pytest.raises(WebhookVerificationError):
        receiver.got[0].verified(endpoint.secret)
    token_before = partner.get("partner/complaints").status_code
    (client_secret,) = CODE.findall(html_after(omar, partner, "secret"))[:1]
    assert (token_before, partner.get("partner/complaints").status_code) == (200, 401)
    assert partner.ask_token().status_code == 401
    assert partner.ask_token(secret=client_secret).status_code == 200
    assert client_secret not in omar.get(page_of(partner)).content.decode()


def test_a_revoked_partner_gets_nothing_more(omar, partner, receiver):
    endpoint = endpoint_of(partner, receiver)
    write_test_event(endpoint, at=now())
    html_after(omar, partner, "revoke")
    assert deliver_due_events(at=now()) == {}
    assert partner.get("partner/complaints").status_code == 401


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"act": "dance"}, "Choose one of the buttons."),
        ({"act": "replay", "since": "yesterday"}, "Enter a valid date and time."),
        ({"act": "replay_one", "event": "\x00"}, "There is no such event for this address."),
    ],
)
def test_malformed_forms_are_explained(omar, partner, receiver, more, text):
    endpoint_of(partner, receiver)
    assert text in html_after(omar, partner, **more)


def test_there_is_no_page_for_the_own_app_nor_for_nobody(omar, app):
    assert omar.get(f"{LIST}{app.new.client.pk}/events/").status_code == 404
    assert omar.get(f"{LIST}0/events/").status_code == 404
    partner = partner_named()
    assert omar.get(f"{LIST}{partner.client.pk}/events/?before=x").status_code == 200
