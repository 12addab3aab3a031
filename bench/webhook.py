"""How fast deliveries are taken in: `python -m bench.webhook [--seconds N] [--rate N]` (bench/README.md).

A running granian, PostgreSQL that writes to the disk as in earnest, and signed deliveries at a fixed rate from clients
on kept connections (open loop: a slow answer delays none of the next). Each holds one text of a person of its own. Then
one delivery of a thousand updates. Prints medians and p99 and writes bench/results/webhook.json.
"""

import argparse
import json
import os
import queue
import tempfile
import threading
import time
from pathlib import Path

from tests import clusters, databases, servers
from tests.whatsapp.settings import SETTINGS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
clusters.HASTY.update(fsync="on", synchronous_commit="on", full_page_writes="on", autovacuum="on")
os.environ.update(servers.keys())
os.environ.update(servers.start(), LOG_LEVEL="ERROR", **SETTINGS)
servers.settle("bench")

import django  # noqa: E402 (the settings need the servers' addresses)

django.setup()

from bench import load  # noqa: E402
from tests.browser.portal import Portal  # noqa: E402
from tests.whatsapp.simulated_phone import Phone, body_of, signed  # noqa: E402
from whatsapp.models import Update  # noqa: E402

RESULTS = Path(__file__).parent / "results"
CLIENTS = 8


def request(messages: list[dict]) -> bytes:
    """A signed delivery, as bytes on the line."""
    body = json.dumps(body_of(*messages)).encode()
    head = (
        f"POST /whatsapp/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nX-Hub-Signature-256: {signed(body, SETTINGS['WHATSAPP_APP_SECRET'])}\r\n\r\n"
    )
    return head.encode() + body


def texts(number: int) -> list[bytes]:
    """So many deliveries of one text each, of different people."""
    return [request(_text(one, "92300")) for one in range(number)]


def _text(number: int, begins: str) -> list[dict]:
    person = Phone(number=f"{begins}{number:07d}", user_id=f"PK.{begins}{number}")
    return [person.message({"type": "text", "text": {"body": "Salam"}})]


def driven(port: int, deliveries: list[bytes], rate: int) -> list[float]:
    """Milliseconds of each answer from the moment at which it was due, at a fixed rate."""
    due, took, began = queue.SimpleQueue(), [], time.perf_counter() + 0.5
    for number, one in enumerate(deliveries):
        due.put((began + number / rate, one))

    def client():
        line = load.Line(port)
        while True:
            try:
                when, one = due.get_nowait()
            except queue.Empty:
                return line.close()
            time.sleep(max(0, when - time.perf_counter()))
            if not line(one).startswith("HTTP/1.1 200"):
                raise RuntimeError("a delivery was not taken")
            took.append(1000 * (time.perf_counter() - when))

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rate", type=int, default=200)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clone = databases.Clone("", os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
        portal = Portal(
            clone, static_root=Path(folder), folder=Path(folder), workers=2, threads=2, DEMO="false", **SETTINGS
        )
        portal.start()
        try:
            driven(portal.port, texts(200), 50)  # connections and caches are warm
            took = driven(portal.port, texts(wanted.seconds * wanted.rate), wanted.rate)
            whole = request([part for one in range(1000) for part in _text(one, "92311")])
            thousand = driven(portal.port, [whole], 1)[0]
        finally:
            portal.stop()
    assert Update.objects.count() == 200 + len(took) + 1000
    result = {
        "rate": wanted.rate, "deliveries": len(took), "p50": took[len(took) // 2], "p99": took[int(len(took) * 0.99)],
        "thousand_updates": thousand, "kept": Update.objects.count(), "cores": os.cpu_count(), "load": os.getloadavg(),
    }  # fmt: skip
    p50, p99 = result["p50"], result["p99"]
    print(f"{len(took):,} deliveries at {wanted.rate}/s: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    print(f"one delivery of 1,000 updates: {thousand:.0f} ms; load {result['load'][0]:.1f}, {result['cores']} cores")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "webhook.json").write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
