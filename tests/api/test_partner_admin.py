"""The administrators' pages for partners: create, change, see deliveries, test, replay, rotate, pause, revoke.

Omar requests what could let somebody take the partner's place, and Nasir confirms it.
"""

import re
from base64 import b64encode

import pytest
from django.test import Client
from django.utils.timezone import now
from standardwebhooks.webhooks import WebhookVerificationError

from accounts.models import StaffAct
from accounts.rules.roles import Role
from accounts.services.staff_refusals import StaffChangeRefused
from api.models import ApiClient, EventDelivery, EventEndpoint, PartnerChange
from api.rules.client_scopes import Scope
from api.rules.partner_rights import Rights
from api.services import client_registration
from api.services.event_recording import write_test_event
from api.services.event_relay import deliver_due_events
from notifications.models import Message
from tests.api.conftest import Caller, partner_named
from tests.api.event_receiver import receiving
from tests.api.test_events import closed, endpoint_of, registered
from tests.factories import OfficerFactory, PostingFactory
from tests.signing_in import sign_in

LIST, CHANGES = "/desk/admin/api/apiclient/", "/desk/admin/api/partnerchange/"
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


@pytest.fixture
def nasir(world):
    """A second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    PostingFactory(officer=officer, office=world.office("punjab"), role=Role.ADMINISTRATOR)
    return sign_in(Client(), officer)


def page_of(partner: Caller) -> str:
    return f"{LIST}{partner.new.client.pk}/events/"


def html_after(omar, partner: Caller, act: str, **more) -> str:
    answer = omar.post(page_of(partner), {"act": act, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def page_of_waiting_change() -> str:
    return f"{CHANGES}{PartnerChange.objects.get(decided_at=None).pk}/change/"


def html_after_decision(nasir, decision: str = "confirm") -> str:
    answer = nasir.post(page_of_waiting_change(), {"decision": decision}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def kinds_in_admin_log() -> list[str]:
    return list(StaffAct.objects.filter(kind__startswith="partner").order_by("pk").values_list("kind", flat=True))


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


def test_one_administrator_takes_rights_away_from_the_next_request_on(omar, partner):
    client = partner.new.client
    assert partner.get("partner/complaints").status_code == 200
    answer = omar.post(f"{LIST}{client.pk}/change/", NEW | {"scopes": ["events"]})
    assert answer.status_code == 302
    assert partner.get("partner/complaints").json()["code"] == "scope_missing"
    assert not PartnerChange.objects.exists()


def test_more_rights_hold_only_after_a_second_administrator_confirmed_them(omar, nasir, world):
    partner = Caller(partner_named(scopes=[Scope.EVENTS]))
    client = partner.new.client
    html = omar.post(f"{LIST}{client.pk}/change/", NEW, follow=True).content.decode()
    assert "Another administrator must confirm this." in html
    assert "other rights" in html
    assert partner.get("partner/complaints").json()["code"] == "scope_missing"
    shown = nasir.get(page_of_waiting_change()).content.decode()
    assert "read whether its complaints are open or closed, receive events" in shown
    assert "<bdi>all of Punjab</bdi> → <bdi>lahore multan</bdi>" in shown
    html_after_decision(nasir)
    partner.headers["Authorization"] = f"Bearer {partner.token()}"
    assert partner.get("partner/complaints").status_code == 200
    client.refresh_from_db()
    assert (client.offices, client.requests_per_minute) == (["lahore", "multan"], 60)
    assert kinds_in_admin_log() == ["partner_asked", "partner"]
    told = Message.objects.filter(recipient=f"posting:{world.asad.posting.pk}", template="staff_act").order_by("pk")
    assert [message.context["kind"] for message in told] == ["partner_asked", "partner"]


def test_no_administrator_confirms_their_own_request(omar, partner):
    html_after(omar, partner, "secret")
    html = omar.post(page_of_waiting_change(), {"decision": "confirm"}).content.decode()
    assert "Another administrator must decide on your request." in html
    assert partner.ask_token().status_code == 200


def test_no_service_lets_one_administrator_take_a_partners_place(world, partner):
    client, facts = partner.new.client, {"by": world.omar.actor, "at": now()}
    more = Rights(client.scopes, [], ["bribe_demand"], 120)
    for act in (
        lambda: client_registration.rotate_secret(client.client_id, **facts),
        lambda: client_registration.change_client(client.client_id, more, **facts),
    ):
        with pytest.raises(StaffChangeRefused, match="two administrators"):
            act()
    assert partner.ask_token().status_code == 200


@pytest.mark.slow
def test_a_refused_change_changes_nothing_and_can_be_requested_again(omar, nasir, partner):
    html_after(omar, partner, "secret")
    assert "already been requested" in html_after(omar, partner, "secret")
    page = page_of_waiting_change()
    html_after_decision(nasir, "refuse")
    assert nasir.post(page, {"decision": "confirm"}).status_code == 403
    assert partner.ask_token().status_code == 200
    assert "Another administrator must confirm this." in html_after(omar, partner, "secret")
    assert kinds_in_admin_log() == ["partner_asked", "partner_refused", "partner_asked"]


def test_a_change_of_a_revoked_partner_is_neither_requested_nor_confirmed(omar, nasir, partner):
    html_after(omar, partner, "secret")
    html_after(omar, partner, "revoke")
    assert "The partner is revoked." in html_after_decision(nasir)
    assert PartnerChange.objects.get().decided_at is None
    html_after_decision(nasir, "refuse")
    assert "The partner is revoked." in html_after(omar, partner, "secret")


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
def test_administrators_set_the_address_test_pause_and_replay(omar, nasir, partner, receiver):
    assert CODE.findall(html_after(omar, partner, "address", address=receiver.url)) == []
    assert not EventEndpoint.objects.exists()
    _client_id, secret = CODE.findall(html_after_decision(nasir))
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
    assert kinds_in_admin_log() == ["partner_asked", *["partner"] * 6]


@pytest.mark.slow
def test_administrators_get_nothing_old_to_another_address_and_the_former_one_is_told(
    omar, nasir, partner, receiver, world
):
    """Omar pauses, replays, and moves the endpoint to a server of his own, twice to hide the notice. Nasir helps."""
    endpoint = endpoint_of(partner, receiver)
    closed(registered(partner), world)
    deliver_due_events(at=now())
    html_after(omar, partner, "pause")
    html_after(omar, partner, "replay", since="2026-01-01T00:00")
    with receiving() as decoy, receiving() as own:
        for address in (decoy.url, own.url):
            html_after(omar, partner, "address", address=address)
            html_after_decision(nasir)
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
    assert not PartnerChange.objects.exists()


def test_the_present_address_is_not_requested_again(omar, partner, receiver):
    endpoint_of(partner, receiver)
    assert "The partner has this address already." in html_after(omar, partner, "address", address=receiver.url)


def test_a_rotation_by_administrators_ends_the_former_secret_at_once(omar, nasir, partner, receiver):
    endpoint = endpoint_of(partner, receiver)
    html_after(omar, partner, "rotate")
    _client_id, event_secret = CODE.findall(html_after_decision(nasir))
    write_test_event(endpoint, at=now())
    deliver_due_events(at=now())
    receiver.got[0].verified(event_secret)
    with pytest.raises(WebhookVerificationError):
        receiver.got[0].verified(endpoint.secret)
    token_before = partner.get("partner/complaints").status_code
    html_after(omar, partner, "secret")
    assert partner.get("partner/complaints").status_code == 200
    _client_id, client_secret = CODE.findall(html_after_decision(nasir))
    assert (token_before, partner.get("partner/complaints").status_code) == (200, 401)
    assert partner.ask_token().status_code == 401
    assert partner.ask_token(secret=client_secret).status_code == 200
    for page in (page_of(partner), CHANGES, f"{CHANGES}{PartnerChange.objects.latest('pk').pk}/change/"):
        assert client_secret not in nasir.get(page).content.decode()
    assert kinds_in_admin_log() == ["partner_asked", "partner"] * 2


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
