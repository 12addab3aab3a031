"""Events while the relays are killed: each is delivered at least once, with one id, in order about each complaint.

EVENTS: their number (600 in the slow lane; `make drill-events` sends 100,000).
"""

import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, connections, transaction
from django.utils.timezone import now

from api.models import EventDelivery, EventEndpoint, EventSubject
from api.rules.event_kinds import EventKind
from api.services.event_endpoints import set_address
from api.services.event_recording import write_event
from operations import child_processes
from tests.api.conftest import partner_named
from tests.api.event_receiver import Got, receiving
from tests.databases import ROOT
from tests.world import build

pytestmark = pytest.mark.slow

EVENTS = int(os.environ.get("EVENTS", "600"))
KILLS = max(3, EVENTS // 2_500)
PARTNERS, RELAYS = 4, 2
COMPLAINTS = max(10, min(200, EVENTS // 150))
SEED = int(os.environ.get("EVENTS_SEED", "0")) or random.randrange(1, 10**6)
MOST_FAILURES = 2  # of one event; after a third it waits four to six minutes (api.rules.event_retries)
NEWS_WITHIN = 300  # seconds without any delivery that end the drill


def test_no_event_is_lost_or_out_of_order_while_relays_are_killed(own_database, settings, tmp_path):
    settings.EVENTS_TO_LOOPBACK = True
    world, began = build(), time.monotonic()
    with receiving(fail_now_and_then()) as receiver:
        secrets, subjects = set_up(world, receiver)
        writer = threading.Thread(target=write_all, args=(subjects,), daemon=True)
        writer.start()
        killed = deliver_under_kills(receiver, own_database, tmp_path)
        writer.join()
    took = time.monotonic() - began
    check(receiver.got, secrets)
    what = f"{EVENTS} events, {len(receiver.got)} attempts, {RELAYS} relays killed {killed} times"
    print(f"\n{what}, {took:.0f} s, seed {SEED}")


def fail_now_and_then() -> Callable[[Got], int | str]:
    """Return the behaviour of a server that answers 500 to 2 % of the attempts and hangs up in 1 %, seldom enough.

    An event that failed more than MOST_FAILURES times would wait so long that the drill would end.
    """
    chance, failures = random.Random(SEED), Counter()

    def answer(got: Got) -> int | str:
        chosen = chance.choices([204, 500, "close"], [97, 2, 1])[0]
        if chosen == 204 or failures[got.id] == MOST_FAILURES:
            return 204
        failures[got.id] += 1
        return chosen

    return answer


def set_up(world, receiver) -> tuple[dict[str, str], list[EventSubject]]:
    """Let partners follow complaints. Return the secret by path of the address, and what they follow."""
    complaints = [world.complaint(at=now()) for _ in range(COMPLAINTS)]
    secrets, subjects = {}, []
    for number in range(PARTNERS):
        client = partner_named(f"Partner {number}").client
        secrets[f"/{number}"] = set_address(client, f"{receiver.url}{number}", at=now())[1]
        subjects += [
            EventSubject.objects.create(client=client, complaint=complaint, referred_at=now())
            for complaint in complaints
        ]
    return secrets, subjects


def write_all(subjects: list[EventSubject]) -> None:
    """Write the events, each in a transaction, as moves do."""
    chance = random.Random(SEED)
    try:
        for _ in range(EVENTS):
            with transaction.atomic():
                subject = EventSubject.objects.select_related("complaint").select_for_update(of=("self",))
                subject = subject.get(pk=chance.choice(subjects).pk)
                subject.is_closed = not subject.is_closed
                write_event(EventKind.CLOSED if subject.is_closed else EventKind.OPENED, subject, at=now())
                subject.save()
    finally:
        connection.close()


def deliver_under_kills(receiver, database, folder) -> int:
    """Run relays until all events are delivered. Kill all of them again and again. Return how often."""
    killed, relays = 0, start_relays(database, folder)
    try:
        last, when = 0, time.monotonic()
        while (got := len(receiver.got)) < EVENTS or not is_all_delivered():
            if got > last:
                last, when = got, time.monotonic()
            assert time.monotonic() - when < NEWS_WITHIN, f"nothing is delivered any more; seed {SEED}"
            if killed < KILLS and got >= (killed + 1) * EVENTS // (KILLS + 2):
                for relay in relays:
                    relay.kill()
                    relay.wait()
                killed += 1
                # The claims of the killed end after some minutes; the drill does not wait for that.
                EventEndpoint.objects.exclude(claimed_until=None).update(claimed_until=now() - timedelta(seconds=1))
                vacuum()
                relays = start_relays(database, folder)
            time.sleep(0.2)
    finally:
        for relay in relays:
            relay.kill()
            relay.wait()
    return killed


def vacuum() -> None:
    """Do what autovacuum does in use. It is off in tests, and the relays would search ever more dead rows."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE api_eventdelivery, api_eventsubject, api_eventendpoint")


def start_relays(database, folder) -> list:
    command = [sys.executable, "-m", "tests.api.event_relay_process"]
    surroundings = os.environ | database.environment
    log = (folder / "relay.log").open("ab")
    return [
        child_processes.start_child(command, env=surroundings, cwd=ROOT, stdout=log, stderr=log) for _ in range(RELAYS)
    ]


def is_all_delivered() -> bool:
    is_written = EventDelivery.objects.count() == EVENTS
    return is_written and not EventDelivery.objects.waiting().exists()


def check(got: list, secrets: dict[str, str]) -> None:
    """Compare what arrived with what was written."""
    written = dict(EventDelivery.objects.values_list("event_id", "body"))
    assert len(written) == EVENTS
    assert not EventDelivery.objects.exclude(given_up_at=None).exists()
    arrived, numbers = {}, {}
    for one in got:
        assert arrived.setdefault(one.id, one.body) == one.body
        numbers.setdefault((one.path, one.data["data"]["etag"]), []).append(one.data["data"]["number"])
    assert {name: body.decode() for name, body in arrived.items()} == written
    repeated = Counter(one.id for one in got)
    assert max(repeated.values()) < 20
    for of_one in numbers.values():
        assert sorted(set(of_one)) == list(range(1, max(of_one) + 1))
        assert all(after in (before, before + 1) for before, after in pairwise(of_one)), of_one
    for one in got[-50:]:  # the others are older than the library accepts
        one.verified(secrets[one.path])
