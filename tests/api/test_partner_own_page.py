"""The page on which a partner sees its deliveries, sends events again and rotates its secret, without an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from standardwebhooks.webhooks import WebhookVerificationError

from api.models import EventDelivery, EventEndpoint
from api.rules.client_scopes import Scope
from api.services.client_registration import revoke_client, rotate_secret
from api.services.event_recording import write_test_event
from api.services.event_relay import deliver_due_events
from tests.api.conftest import Caller, partner_named
from tests.api.event_receiver import receiving
from tests.api.test_events import closed, endpoint_of, registered

PAGE = "/partners/events/"
CODE = re.compile(r'<code dir="ltr">(whsec_[^<]+)</code>')
ASKS = 'name="secret"'


@pytest.fixture(autouse=True)
def on_loopback(settings):
    settings.EVENTS_TO_LOOPBACK = True


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver


def credentials(partner: Caller) -> dict[str, str]:
    return {"act": "open", "client_id": partner.new.client.client_id, "secret": partner.new.secret}


def opened(partner: Caller) -> Client:
    """Return a browser in which the partner has opened its page."""
    browser = Client()
    assert browser.post(PAGE, credentials(partner)).status_code == 302
    return browser


def html_after(browser: Client, act: str, **more) -> str:
    return browser.post(PAGE, {"act": act, **more}, follow=True).content.decode()


@pytest.mark.slow
def test_a_partner_sets_its_address_sees_deliveries_and_sends_them_again(partner, receiver, world):
    browser = opened(partner)
    (secret,) = CODE.findall(html_after(browser, "address", address=receiver.url))
    complaint = registered(partner)
    closed(complaint, world)
    receiver.behave = lambda got: 503
    deliver_due_events(at=now())
    html = browser.get(PAGE).content.decode()
    for shown in ("Complaint closed", complaint.etag, "will be retried", "HTTP 503"):
        assert shown in html
    assert secret not in html
    receiver.behave = lambda got: 204
    assert "The event is sent again." in html_after(browser, "replay_one", event=receiver.ids[0])
    deliver_due_events(at=now())
    assert receiver.got[1].verified(secret)["data"]["state"] == "closed"
    assert "delivered" in browser.get(PAGE).content.decode()
    assert "Events that are sent again: 1." in html_after(browser, "replay", since="2026-01-01T00:00")


def test_a_rotation_on_the_page_leaves_a_day_or_none(partner, receiver):
    endpoint = endpoint_of(partner, receiver)
    browser = opened(partner)
    for act in ("rotate", "rotate_now"):
        (new,) = CODE.findall(html_after(browser, act))
        write_test_event(endpoint, at=now())
        deliver_due_events(at=now())
        receiver.got[-1].verified(new)
    with pytest.raises(WebhookVerificationError):
        receiver.got[-1].verified(endpoint.secret)
    receiver.got[0].verified(endpoint.secret)


def test_a_partner_pauses_and_resumes(partner, receiver):
    endpoint_of(partner, receiver)
    browser = opened(partner)
    assert "A test event is on its way." in html_after(browser, "test")
    assert "Paused." in html_after(browser, "pause")
    assert deliver_due_events(at=now()) == {}
    html_after(browser, "resume")
    assert deliver_due_events(at=now())["sent"] == 1


@pytest.mark.parametrize(
    "wrong",
    [{"secret": "guess"}, {"client_id": "partner-nobody"}, {"client_id": "a\x00"}, {"secret": ""}, {"client_id": "ا"}],
)
def test_wrong_credentials_open_nothing(partner, wrong):
    browser = Client()
    answer = browser.post(PAGE, credentials(partner) | wrong)
    assert answer.status_code == 422
    assert partner.new.secret not in answer.content.decode()
    assert ASKS in browser.get(PAGE).content.decode()


@pytest.mark.slow
def test_wrong_secrets_are_limited_by_address_and_the_right_one_still_opens(partner):
    browser, tried = Client(), credentials(partner) | {"secret": "guess"}
    answers = [browser.post(PAGE, tried).content.decode() for _ in range(21)]
    assert "The client id or the secret is wrong" in answers[0]
    assert "Too many attempts." in answers[-1]
    assert "Address for events" in opened(partner).get(PAGE).content.decode()


def test_the_own_app_and_a_partner_without_events_open_nothing(app, world):
    without = Caller(partner_named(scopes=[Scope.READ_STATE]))
    for caller in (app, without):
        assert Client().post(PAGE, credentials(caller)).status_code == 422


def test_the_page_closes_after_half_an_hour_and_does_nothing_then(partner, receiver):
    browser = opened(partner)
    with time_machine.travel(now() + timedelta(minutes=31)):
        assert ASKS in browser.get(PAGE).content.decode()
        html = html_after(browser, "address", address=receiver.url)
    assert "Nothing was changed. Open it again." in html
    assert not EventEndpoint.objects.exists()


@pytest.mark.parametrize("end", [revoke_client, lambda client_id, at: rotate_secret(client_id, at_once=True, at=at)])
def test_a_revocation_and_a_new_client_secret_close_the_page(partner, end):
    browser = opened(partner)
    end(partner.new.client.client_id, at=now())
    assert ASKS in browser.get(PAGE).content.decode()


def test_who_leaves_has_to_open_it_again(partner):
    browser = opened(partner)
    assert ASKS in html_after(browser, "leave")
    assert ASKS in browser.get(PAGE).content.decode()


def test_the_opened_page_registers_nothing_and_reads_no_complaint(partner):
    token = opened(partner).cookies["partner"].value
    caller = Caller(partner.new, headers={"Authorization": f"Bearer {token}"})
    assert caller.get("partner/complaints").json()["code"] == "scope_missing"


def test_a_form_from_another_site_is_refused(partner):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(PAGE, credentials(partner)).status_code == 403


def test_no_other_partners_event_is_shown_or_sent_again(partner, receiver, world):
    endpoint_of(partner, receiver)
    closed(registered(partner), world)
    deliver_due_events(at=now())
    other = Caller(partner_named("Prime Minister's portal"))
    with receiving() as elsewhere:
        endpoint_of(other, elsewhere)
        browser = opened(other)
        event_id = EventDelivery.objects.get().event_id
        assert event_id not in browser.get(PAGE).content.decode()
        assert "There is no such event for this address." in html_after(browser, "replay_one", event=event_id)
        assert deliver_due_events(at=now()) == {}


def test_a_refused_address_and_a_wrong_time_are_explained_and_kept(partner, receiver):
    browser = opened(partner)
    answer = browser.post(PAGE, {"act": "address", "address": "https://169.254.169.254/latest"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "This address leads to a service of the data centre." in html
    assert 'value="https://169.254.169.254/latest"' in html
    endpoint_of(partner, receiver)
    assert "Enter a valid date and time." in html_after(browser, "replay", since="yesterday")
    assert "Choose one of the buttons." in html_after(browser, "dance")


def test_without_an_address_there_is_nothing_to_rotate(partner):
    assert "Enter an address for events first." in html_after(opened(partner), "rotate")


def test_the_page_is_in_urdu_too(partner, receiver):
    endpoint_of(partner, receiver)
    browser = opened(partner)
    html = browser.get(f"/ur{PAGE}").content.decode()
    assert "1787 کال سینٹر" in html
    assert "Address for events" not in html


def test_the_statements_do_not_grow_with_the_events(partner, receiver):
    endpoint, browser = endpoint_of(partner, receiver), opened(partner)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(PAGE)
        return len(queries)

    write_test_event(endpoint, at=now())
    before = count()
    for _ in range(5):
        write_test_event(endpoint, at=now())
    assert count() == before <= 4
