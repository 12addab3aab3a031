"""Several workers on one outbox, with real transactions."""

import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from notifications.models import Message
from notifications.services import DeliveryCounts, NewMessage, deliver_due_messages, enqueue, enqueue_many
from notifications.transports import sms

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WORKERS = 4


class Killed(BaseException):
    """What ends a worker on the spot."""


def send_and_die(outgoing):
    """The message has left; the worker does not live to say so."""
    sms.send(outgoing)
    raise Killed


def work():
    """One worker, until nothing is due. How many it sent."""
    sent = 0
    try:
        while Message.objects.waiting().filter(not_before__lte=NOW).exists():
            sent += deliver_due_messages(at=NOW, limit=5).sent  # few, so that each finds people whom no other has
    finally:
        connection.close()
    return sent


@pytest.mark.slow
def test_four_workers_send_four_hundred_messages_each_once_and_each_persons_in_order(own_database, gateway):
    rows = [NewMessage(f"crowd:{n % 40 + 1}", "plain", {"words": f"{n:03}"}) for n in range(400)]
    enqueue_many(rows, at=NOW)
    gateway.first = threading.Barrier(WORKERS)  # all four have claimed before the first is answered
    with ThreadPoolExecutor(WORKERS) as pool:
        sent = list(pool.map(lambda _: work(), range(WORKERS)))
    assert set(Message.objects.values_list("last_error", flat=True)) == {""}
    assert sum(sent) == 400
    assert all(sent)
    assert sorted(gateway.texts) == [f"{n:03}" for n in range(400)]
    by_person = defaultdict(list)
    for body in gateway.bodies:
        by_person[body["to"]].append(body["text"])
    assert len(by_person) == 40
    assert all(texts == sorted(texts) for texts in by_person.values())


def test_a_worker_that_dies_after_sending_repeats_once_under_the_same_id(own_database, gateway, settings):
    message = enqueue(recipient="crowd:1", template="plain", context={"words": "hello"}, at=NOW)
    transports = settings.NOTIFICATIONS_TRANSPORTS
    settings.NOTIFICATIONS_TRANSPORTS = {"sms": f"{__name__}.send_and_die"}
    with pytest.raises(Killed):
        deliver_due_messages(at=NOW)
    settings.NOTIFICATIONS_TRANSPORTS = transports
    assert deliver_due_messages(at=NOW + timedelta(minutes=5)) == DeliveryCounts()  # still in the dead hands
    assert deliver_due_messages(at=NOW + timedelta(minutes=6)) == DeliveryCounts(sent=1)
    keys = [request["headers"]["Idempotency-Key"] for request in gateway.requests]
    assert keys == [str(message.pk)] * 2


def test_a_later_message_does_not_overtake_one_under_way(own_database, gateway):
    first = enqueue(recipient="crowd:1", template="plain", context={"words": "first"}, at=NOW)
    enqueue(recipient="crowd:1", template="plain", context={"words": "second"}, at=NOW)
    enqueue(recipient="crowd:2", template="plain", context={"words": "other"}, at=NOW)
    Message.objects.filter(pk=first.pk).update(claimed_until=NOW + timedelta(minutes=5), attempts=1)
    assert deliver_due_messages(at=NOW) == DeliveryCounts(sent=1)
    assert gateway.texts == ["other"]
    assert deliver_due_messages(at=NOW + timedelta(minutes=6)) == DeliveryCounts(sent=2)
    assert gateway.texts == ["other", "first", "second"]


def test_nothing_is_sent_inside_somebodys_transaction(own_database, gateway):
    enqueue(recipient="crowd:1", template="plain", context={"words": "hello"}, at=NOW)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver_due_messages(at=NOW)
    assert gateway.requests == []


def test_an_uncommitted_message_is_not_sent(own_database, gateway):
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            enqueue(recipient="crowd:1", template="plain", context={"words": "hello"}, at=NOW)
            assert pool.submit(elsewhere).result() == DeliveryCounts()
        assert pool.submit(elsewhere).result() == DeliveryCounts(sent=1)


def elsewhere():
    try:
        return deliver_due_messages(at=NOW)
    finally:
        connection.close()
