"""Measure how fast WhatsApp deliveries are accepted: signed ones at a fixed rate, then one with a thousand updates.

The rate does not depend on how long responses take. Afterwards, all updates must be in the database.
"""

import argparse
import json
import queue
import threading
import time
from itertools import count

from bench import load_client, report, servers
from tests.whatsapp.settings import SETTINGS
from tests.whatsapp.simulated_phone import Phone, body_of, signed
from whatsapp.models import Update

CLIENTS, WARM_UP, IN_ONE = 8, 200, 1_000


def request(messages: list[dict]) -> bytes:
    """Return the request of a signed delivery with these messages."""
    body = json.dumps(body_of(*messages)).encode()
    head = (
        f"POST /whatsapp/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nX-Hub-Signature-256: {signed(body, SETTINGS['WHATSAPP_APP_SECRET'])}\r\n\r\n"
    )
    return head.encode() + body


def deliver(port: int, deliveries: list[bytes], rate: float) -> load_client.Sample:
    """Send deliveries at a fixed rate. Each is measured from the time at which it was due to be sent."""
    due, took, began = queue.SimpleQueue(), [], time.perf_counter() + 0.5
    for number, delivery in enumerate(deliveries):
        due.put((began + number / rate, delivery))

    def client() -> None:
        line = load_client.HttpConnection(port)
        while True:
            try:
                due_at, delivery = due.get_nowait()
            except queue.Empty:
                return line.close()
            time.sleep(max(0, due_at - time.perf_counter()))
            if line.send(delivery).status != 200:
                raise RuntimeError("a delivery was refused")
            took.append(1000 * (time.perf_counter() - due_at))

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return load_client.Sample(took, time.perf_counter() - began)


def measure(options: argparse.Namespace) -> None:
    """Measure deliveries; print the results and write bench/results/webhook.json."""
    numbers = count()

    def text() -> dict:
        number = f"92300{next(numbers):07d}"
        return Phone(number=number, user_id=f"PK.{number}").message({"type": "text", "text": {"body": "Salam"}})

    def texts(number: int) -> list[bytes]:
        return [request([text()]) for _ in range(number)]

    each = options.seconds * options.rate
    with servers.portal(**SETTINGS) as portal:
        deliver(portal.port, texts(WARM_UP), 50)
        contestants = {
            "one text each": lambda: deliver(portal.port, texts(each), options.rate),
            f"one delivery of {IN_ONE} updates": lambda: deliver(
                portal.port, [request([text() for _ in range(IN_ONE)])], 1
            ),
        }
        rows = load_client.run_in_turn(contestants, options.rounds)
    assert Update.objects.count() == WARM_UP + options.rounds * (each + IN_ONE)
    report.add_targets(rows["one text each"], at_most={"p50": 50, "p99": 250})
    report.save("webhook", rows, rate=options.rate, rounds=options.rounds)
