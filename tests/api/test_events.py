"""Events for partners: what they tell, in which order, how often, and what happens when the partner's server fails."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from api import webhook_sender
from api.models import ApiClient, EventDelivery, EventEndpoint
from api.rules.event_retries import MAX_ATTEMPTS, RESTS_AFTER
from api.services import event_relay
from api.services.client_registration import revoke_client
from api.services.event_endpoints import (
    pause_endpoint,
    replay_one,
    replay_since,
    resume_endpoint,
    rotate_event_secret,
    set_address,
)
from api.services.event_recording import write_state_events, write_test_event
from api.services.event_relay import deliver_due_events
from api.tasks import deliver_events, forget_old_events
from complaints.models import Complaint
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.services.access_keys.duress_page import act_on_decoy
from complaints.services.moves import make_move
from tests.api.conftest import THEFT, Caller, partner_named
from tests.api.event_receiver import receiving
from tests.citizen.keys.cast import DURESS, set_words

PARTNERS = THEFT | {"consent": "recorded_call", "consent_reference": "REC-1", "name": "Ayesha Tariq"}


@pytest.fixture(autouse=True)
def on_loopback(settings):
    settings.EVENTS_TO_LOOPBACK = True


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def endpoint(partner, receiver) -> EventEndpoint:
    return endpoint_of(partner, receiver)


def endpoint_of(partner: Caller, receiver) -> EventEndpoint:
    return set_address(partner.new.client, receiver.url, at=now())[0]


def registered(caller: Caller, **more) -> Complaint:
    answer = caller.post("partner/complaints", PARTNERS | more)
    assert answer.status_code == 201, answer.content
    return Complaint.objects.unscoped("test").get(etag=answer.json()["etag"])


def closed(complaint: Complaint, world) -> None:
    """Usman rejects the complaint."""
    make_move(complaint_id=complaint.pk, name="reject", by=world.usman.actor, at=now(), words="Not for the police.")


def opened(complaint: Complaint) -> None:
    """The complainant appeals, so it is open again."""
    by = Citizen(complaint.complainant_id, OpenedBy.CHAT)
    make_move(complaint_id=complaint.pk, name="appeal", by=by, at=now(), words="It was not looked at.")


def sent(*, after: timedelta = timedelta()):
    """Let the relay run once, now or later."""
    return deliver_due_events(at=now() + after)


# What an event tells


def test_a_partner_gets_a_signed_event_when_its_complaint_is_closed_and_opened_again(
    partner, receiver, endpoint, world
):
    complaint = registered(partner)
    closed(complaint, world)
    opened(complaint)
    assert sent() == {"sent": 2}
    events = [got.verified(endpoint.secret) for got in receiver.got]
    assert [event["type"] for event in events] == ["complaint.closed", "complaint.opened"]
    assert [event["data"]["number"] for event in events] == [1, 2]
    state = partner.get(f"partner/complaints/{complaint.etag}").json()
    assert events[-1]["data"] == {"etag": complaint.etag, "number": 2, "state": state["state"]}
    assert all(event.keys() == {"type", "day", "data"} for event in events)
    assert {got.headers["content-type"] for got in receiver.got} == {"application/json"}


def test_an_event_identifies_nobody_and_gives_no_time_of_day(partner, receiver, endpoint, world):
    complaint = registered(partner, reference="PM-4711")
    closed(complaint, world)
    sent()
    (got,) = receiver.got
    for secret in ("Ayesha", "1112233", "PM-4711", "REC-1", "Not for the police", "property_crime", "lahore", ":00"):
        assert secret not in got.body.decode()
    assert len(got.data["day"]) == len("2026-11-29")


def test_no_event_about_what_changes_neither_open_nor_closed_nor_about_others_complaints(
    partner, receiver, endpoint, world
):
    complaint = registered(partner)
    partner.post(
        f"partner/complaints/{complaint.etag}/statuses", {"status": "received", "occurred_at": now().isoformat()}
    )
    other = world.complaint(at=now())
    closed(other, world)
    assert sent() == {}
    assert receiver.got == []


def test_a_complaint_of_a_partner_without_an_endpoint_and_one_of_nobody_write_no_event(partner, world):
    closed(registered(partner), world)
    assert not EventDelivery.objects.exists()


def test_an_event_is_written_with_its_cause_or_not_at_all(partner, endpoint, world):
    complaint = registered(partner)
    before = transaction.savepoint_create()
    closed(complaint, world)
    assert EventDelivery.objects.exists()
    transaction.savepoint_rollback(before)
    assert not EventDelivery.objects.exists()


def test_a_confidential_complaint_is_open_or_closed_like_every_other(world, receiver):
    caller = Caller(partner_named(categories=["child_abuse"]))
    endpoint = endpoint_of(caller, receiver)
    complaint = registered(caller, category="child_abuse", under_18=True)
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(status="rejected")
    write_state_events(complaint.pk, at=now())
    sent()
    assert receiver.got[0].verified(endpoint.secret)["data"].keys() == {"etag", "number", "state"}


@pytest.mark.slow
def test_after_a_duress_word_the_events_agree_with_the_api(partner, receiver, endpoint, world):
    """The harmless page is open: a real move leaves no event. When it is closed there, that is an event."""
    complaint = registered(partner)
    set_words(complaint, duress=DURESS)
    act_on_decoy(complaint.pk, lambda pk: None, keep_changes=True, at=now())
    closed(complaint, world)
    assert sent() == {}
    assert partner.get(f"partner/complaints/{complaint.etag}").json()["state"] == "open"

    def withdraw(pk):
        Complaint.objects.unscoped("test").filter(pk=pk).update(status="withdrawn")

    act_on_decoy(complaint.pk, withdraw, keep_changes=True, at=now())
    sent()
    assert receiver.types() == ["complaint.closed"]
    assert partner.get(f"partner/complaints/{complaint.etag}").json()["state"] == "closed"


# Failures


@pytest.mark.parametrize("behaviour", [500, 400, 301, 307, "close", "nonsense"])
def test_a_failure_is_retried_later_with_the_same_id(partner, receiver, endpoint, behaviour):
    receiver.behave = lambda got: behaviour
    event = write_test_event(endpoint, at=now())
    assert sent() == {"retrying": 1}
    event.refresh_from_db()
    assert (event.attempts, event.status or event.problem) == (
        1, behaviour if isinstance(behaviour, int) else "not_reached",
    )  # fmt: skip
    assert sent() == {}  # not yet
    receiver.behave = lambda got: 200
    assert sent(after=timedelta(minutes=1)) == {"sent": 1}
    assert receiver.ids == [event.event_id] * 2
    assert {got.path for got in receiver.got} == {"/"}, "a redirect was followed"


@pytest.mark.slow
@pytest.mark.parametrize("behaviour", ["hang", "drip"])
def test_a_server_that_hangs_or_drips_is_left_after_the_time_limit(receiver, endpoint, behaviour, monkeypatch):
    monkeypatch.setattr(webhook_sender, "TIME_LIMIT", 0.3)
    receiver.behave = lambda got: behaviour
    event = write_test_event(endpoint, at=now())
    assert sent() == {"retrying": 1}
    event.refresh_from_db()
    assert (event.status, event.problem) == (None, "timeout")


def test_of_an_endless_answer_a_little_is_read_and_it_counts_as_delivered(receiver, endpoint):
    receiver.behave = lambda got: "flood"
    write_test_event(endpoint, at=now())
    assert sent() == {"sent": 1}


def test_a_hanging_partner_delays_nobody_else(world, receiver, monkeypatch):
    """The other partner gets all of its events while the first attempt at the hanging one goes on."""
    hanging, prompt = Caller(partner_named("Slow")), Caller(partner_named("Quick"))
    with receiving() as other:
        slow, quick = endpoint_of(hanging, receiver), endpoint_of(prompt, other)
        for one in (slow, quick, quick, quick, quick):
            write_test_event(one, at=now())
        monkeypatch.setattr(webhook_sender, "TIME_LIMIT", 30)

        def hang_until_the_other_has_all(got):
            while len(other.got) < 4 and not receiver.let_go.wait(0.01):
                pass
            return 204

        receiver.behave = hang_until_the_other_has_all
        assert sent() == {"sent": 5}
    assert len(other.got) == 4


@pytest.mark.slow
def test_events_about_one_complaint_stay_in_order_and_others_overtake(partner, receiver, endpoint, world):
    first, second = registered(partner), registered(partner)
    for complaint in (first, second):
        closed(complaint, world)
        opened(complaint)
    refused = []

    def refuse_the_first_once(got):
        if got.data["data"]["etag"] == first.etag and not refused:
            refused.append(got.id)
            return 500
        return 204

    receiver.behave = refuse_the_first_once
    assert sent() == {"retrying": 1, "sent": 2}
    assert [got.data["data"]["etag"] for got in receiver.got[1:]] == [second.etag] * 2
    assert sent(after=timedelta(minutes=1)) == {"sent": 2}
    of_first = [got.data["data"]["number"] for got in receiver.got if got.data["data"]["etag"] == first.etag]
    assert of_first == [1, 1, 2]


@pytest.mark.slow
def test_an_event_is_given_up_after_the_last_attempt_and_the_next_one_goes_on(partner, receiver, endpoint, world):
    complaint = registered(partner)
    closed(complaint, world)
    opened(complaint)
    dead = EventDelivery.objects.earliest("pk")
    receiver.behave = lambda got: 500 if got.id == dead.event_id else 204
    for attempt in range(MAX_ATTEMPTS):
        sent(after=timedelta(days=2 * attempt))
    assert sent(after=timedelta(days=2 * MAX_ATTEMPTS)) == {"sent": 1}
    dead.refresh_from_db()
    assert (dead.given_up_at is not None, dead.attempts) == (True, MAX_ATTEMPTS)
    assert receiver.ids.count(dead.event_id) == MAX_ATTEMPTS
    assert receiver.types()[-1] == "complaint.opened"


def test_an_endpoint_that_fails_three_times_rests_and_its_events_lose_no_attempts(receiver, endpoint):
    receiver.behave = lambda got: 503
    events = [write_test_event(endpoint, at=now()) for _ in range(10)]
    assert sent() == {"retrying": RESTS_AFTER}
    assert len(receiver.got) == RESTS_AFTER
    assert sent() == {}
    endpoint.refresh_from_db()
    assert endpoint.failures == RESTS_AFTER
    receiver.behave = lambda got: 204
    assert sent(after=timedelta(minutes=2)) == {"sent": 10}
    assert sorted(set(receiver.ids)) == sorted(event.event_id for event in events)
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.rests_until) == (0, None)


def test_410_stops_the_endpoint_until_it_is_resumed(receiver, endpoint):
    receiver.behave = lambda got: 410
    first, _second = (write_test_event(endpoint, at=now()) for _ in range(2))
    assert sent() == {"gone": 1}
    assert sent(after=timedelta(days=1)) == {}
    assert receiver.ids == [first.event_id]
    receiver.behave = lambda got: 204
    resume_endpoint(endpoint.pk)
    assert sent() == {"sent": 2}


def test_a_paused_endpoint_and_a_revoked_client_get_nothing(partner, receiver, endpoint):
    write_test_event(endpoint, at=now())
    pause_endpoint(endpoint.pk, at=now())
    assert sent() == {}
    resume_endpoint(endpoint.pk)
    revoke_client(partner.new.client.client_id, at=now())
    assert sent() == {}
    assert receiver.got == []


def test_a_client_that_lost_the_scope_gets_nothing(partner, receiver, endpoint):
    write_test_event(endpoint, at=now())
    client = ApiClient.objects.get()
    client.scopes = ["complaints:state"]
    client.save(update_fields=["scopes"])
    assert sent() == {}


def test_a_client_that_may_not_read_the_state_gets_no_event_about_it(receiver, world):
    caller = Caller(partner_named(scopes=["complaints:register", "events"]))
    endpoint_of(caller, receiver)
    closed(registered(caller), world)
    assert sent() == {}
    assert not EventDelivery.objects.exists()


# Crashes


def test_a_worker_that_dies_after_sending_leads_to_a_repeat_with_the_same_id(receiver, endpoint, monkeypatch):
    event = write_test_event(endpoint, at=now())
    with monkeypatch.context() as patch:
        patch.setattr(event_relay.RelayRun, "_write_result", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sent()
    assert sent() == {}, "the claim of the dead worker still holds"
    assert sent(after=event_relay.LEASE + timedelta(seconds=1)) == {"sent": 1}
    assert receiver.ids == [event.event_id] * 2


def test_a_worker_whose_claim_was_taken_over_records_nothing(receiver, endpoint):
    event = write_test_event(endpoint, at=now())
    (claimed,) = event_relay.claim_endpoints(at=now(), limit=1)
    EventEndpoint.objects.filter(pk=endpoint.pk).update(claimed_until=now() + timedelta(hours=1))
    run = event_relay.RelayRun(at=now(), pool=None)
    assert run._write_result(claimed, event, webhook_sender.AttemptResult(204)) is False
    event.refresh_from_db()
    assert (event.sent_at, event.attempts) == (None, 0)


# Secrets


def test_after_a_rotation_both_secrets_sign_for_a_day(receiver, endpoint):
    former = endpoint.secret
    new = rotate_event_secret(endpoint.pk, at=now())
    write_test_event(endpoint, at=now())
    sent()
    for secret in (former, new):
        assert receiver.got[0].verified(secret)["type"] == "test"
    with pytest.raises(WebhookVerificationError):
        receiver.got[0].verified("whsec_" + "QUJD" * 8)
    with time_machine.travel(now() + timedelta(hours=25)):
        write_test_event(endpoint, at=now())
        deliver_events()
        receiver.got[1].verified(new)
        with pytest.raises(WebhookVerificationError):
            receiver.got[1].verified(former)


def test_a_rotation_at_once_ends_the_former_secret(receiver, endpoint):
    former = endpoint.secret
    new = rotate_event_secret(endpoint.pk, at_once=True, at=now())
    write_test_event(endpoint, at=now())
    sent()
    receiver.got[0].verified(new)
    with pytest.raises(WebhookVerificationError):
        receiver.got[0].verified(former)


def test_a_changed_body_or_an_old_time_is_no_valid_event(receiver, endpoint):
    write_test_event(endpoint, at=now())
    sent()
    (got,) = receiver.got
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.secret).verify(got.body + b" ", got.headers)
    with time_machine.travel(now() + timedelta(minutes=6)), pytest.raises(WebhookVerificationError):
        got.verified(endpoint.secret)


def test_secrets_are_sealed_in_the_database(endpoint):
    rotate_event_secret(endpoint.pk, at=now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret || former_secret FROM api_eventendpoint")
        (stored,) = cursor.fetchone()
    assert endpoint.secret not in stored
    assert "whsec" not in stored


# Replay and retention


def test_one_event_or_everything_since_a_time_is_sent_again_with_its_id_and_in_order(
    partner, receiver, endpoint, world
):
    complaint = registered(partner)
    closed(complaint, world)
    opened(complaint)
    sent()
    first, second = EventDelivery.objects.order_by("pk")
    assert replay_one(endpoint.pk, first.event_id, at=now()) == 1
    sent()
    assert replay_since(endpoint.pk, now() - timedelta(hours=1), at=now()) == 2
    sent()
    assert receiver.ids == [one.event_id for one in (first, second, first, first, second)]
    assert replay_since(endpoint.pk, now() + timedelta(hours=1), at=now()) == 0


def test_a_replay_sends_nothing_that_was_written_for_a_former_address(partner, receiver, endpoint):
    event = write_test_event(endpoint, at=now())
    sent()
    with receiving() as other:
        assert partner.call("PUT", "partner/endpoint", {"address": other.url}).status_code == 200
        assert partner.call("POST", f"partner/deliveries/{event.event_id}/replay").status_code == 404
        since = (now() - timedelta(hours=1)).isoformat()
        assert partner.call("POST", "partner/replays", {"since": since}).json() == {"replayed": 0}
        later = write_test_event(endpoint, at=now())
        assert partner.call("POST", "partner/replays", {"since": since}).json() == {"replayed": 1}
        sent()
        assert other.ids == [later.event_id]


def test_what_waits_follows_a_partner_that_moves_itself_and_saving_the_same_address_forgets_nothing(partner, endpoint):
    event = write_test_event(endpoint, at=now())
    with receiving() as other:
        partner.call("PUT", "partner/endpoint", {"address": other.url})
        sent()
        assert other.ids == [event.event_id], "and no notice, because the partner knows"
        later = write_test_event(endpoint, at=now())
        sent()
        partner.call("PUT", "partner/endpoint", {"address": other.url})
        assert replay_one(endpoint.pk, later.event_id, at=now()) == 1


def test_a_given_up_event_can_be_replayed_but_not_another_partners(world, receiver, endpoint):
    event = write_test_event(endpoint, at=now())
    EventDelivery.objects.update(given_up_at=now(), attempts=MAX_ATTEMPTS)
    assert sent() == {}
    stranger = endpoint_of(Caller(partner_named("Stranger")), receiver)
    assert replay_one(stranger.pk, event.event_id, at=now()) == 0
    assert replay_one(endpoint.pk, event.event_id, at=now()) == 1
    assert sent() == {"sent": 1}


def test_events_are_deleted_after_the_set_period_delivered_or_not(receiver, endpoint, settings):
    settings.EVENTS_KEPT_DAYS = 30
    old = now() - timedelta(days=31)
    delivered, waiting = (write_test_event(endpoint, at=old) for _ in range(2))
    EventDelivery.objects.filter(pk=delivered.pk).update(sent_at=old)
    kept = write_test_event(endpoint, at=now())
    forget_old_events()
    assert list(EventDelivery.objects.all()) == [kept]
    assert waiting.pk


# The partner's routes


def test_a_partner_sets_its_address_tests_it_lists_replays_rotates_and_pauses(partner, receiver):
    assert partner.get("partner/endpoint").status_code == 404
    answer = partner.call("PUT", "partner/endpoint", {"address": receiver.url})
    assert answer.status_code == 200, answer.content
    secret = answer.json()["secret"]
    assert answer["Cache-Control"].startswith("private, no-store")
    assert partner.get("partner/endpoint").json()["secret"] is None
    event = partner.call("POST", "partner/endpoint/test").json()
    assert (event["state"], event["type"]) == ("waiting", "test")
    sent()
    assert receiver.got[0].verified(secret) == json.loads(event["body"])
    (listed,) = partner.get("partner/deliveries").json()["items"]
    assert (listed["id"], listed["state"], listed["status"]) == (event["id"], "delivered", 204)
    assert partner.call("POST", f"partner/deliveries/{event['id']}/replay").json() == {"replayed": 1}
    since = (now() - timedelta(hours=1)).isoformat()
    assert partner.call("POST", "partner/replays", {"since": since}).json() == {"replayed": 1}
    rotated = partner.call("POST", "partner/endpoint/secrets", {}).json()
    assert rotated["secret"] not in (None, secret)
    assert rotated["former_secret_until"]
    assert partner.call("POST", "partner/endpoint/pause").json()["state"] == "paused"
    assert sent() == {}
    assert partner.call("POST", "partner/endpoint/resume").json()["state"] == "working"
    assert sent() == {"sent": 1}


def test_a_partner_sees_and_replays_no_other_partners_events(partner, receiver, endpoint):
    event = write_test_event(endpoint, at=now())
    stranger = Caller(partner_named("Stranger"))
    endpoint_of(stranger, receiver)
    assert stranger.get("partner/deliveries").json()["items"] == []
    assert stranger.call("POST", f"partner/deliveries/{event.event_id}/replay").status_code == 404


def test_the_routes_need_the_scope(world):
    caller = Caller(partner_named(scopes=["complaints:state"]))
    for method, path in (("GET", "partner/endpoint"), ("GET", "partner/deliveries"), ("POST", "partner/endpoint/test")):
        assert caller.call(method, path).json()["code"] == "scope_missing"


def test_a_replay_needs_a_time_with_a_zone_and_test_events_are_limited(partner, endpoint):
    answer = partner.call("POST", "partner/replays", {"since": "2026-11-24T10:30:00"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "since")
    statuses = [partner.call("POST", "partner/endpoint/test").status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


def test_the_list_of_events_has_constant_statements(partner, receiver, endpoint):
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert partner.get("partner/deliveries").status_code == 200
        return len(queries.captured_queries)

    write_test_event(endpoint, at=now())
    before = statements()
    for _ in range(5):
        write_test_event(endpoint, at=now())
    assert statements() == before
