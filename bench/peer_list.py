"""The desk's list beside django-helpdesk's, in one run: `python -m bench.peer_list` (bench/README.md).

On the database of DATABASE_URL as it is (bench.multiplied, or one that generate_complaints filled), with as many
tickets there as complaints here, as many of them open, and its list as it comes: page, then rows. Our list is the queue
of the province, rows included. Both are asked for in turn by one client, five rounds.
"""

import argparse
import json
import os
import re
import statistics
import tempfile
import time
from pathlib import Path

import psycopg

from bench import desk, desk_pages, load  # servers and settings; first, because Django needs their addresses

from django.test import Client  # isort: skip

from accounts.models import Officer
from bench.peer_desk import HelpdeskDesk
from complaints.models import Complaint
from tests import databases
from tests.browser.portal import Portal
from tests.signing_in import sign_in

ROUNDS = 5
TICKETS = """
    INSERT INTO helpdesk_ticket (title, description, submitter_email, status, priority, created, modified, on_hold,
        queue_id, secret_key)
    SELECT 'A complaint ' || number, 'My shop was broken into.', 'ayesha@example.com',
        CASE WHEN number %% %(one_in)s = 0 THEN 1 ELSE 4 END, 3, now() - number * interval '10 seconds', now(), FALSE,
        (SELECT min(id) FROM helpdesk_queue), md5(number::text)
    FROM generate_series(1, %(number)s) AS number
"""
SESSION = """
from datetime import timedelta
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.timezone import now
user = get_user_model().objects.get(username="bilal")
told = {{SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash(),
    BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend"}}
Session.objects.create(session_key="{key}", session_data=SessionStore().encode(told),
    expire_date=now() + timedelta(days=1))
"""
KEY = "benchbenchbenchbenchbenchbench12"
ROWS = "?draw=1&start=0&length=25&search[value]=&order[0][column]=0&order[0][dir]=asc"


class Listing(HelpdeskDesk):
    """With so many tickets, and somebody signed in."""

    def __init__(self, folder: Path, *, tickets: int, open_ones: int):
        super().__init__(folder, officers=["bilal"])
        self.tickets, self.one_in = tickets, max(1, tickets // max(1, open_ones))

    def start(self, owner_url: str) -> None:
        super().start(owner_url)
        with psycopg.connect(databases.at(owner_url, self._environment["PEER_NAME"]), autocommit=True) as database:
            database.execute(TICKETS, {"number": self.tickets, "one_in": self.one_in})
            database.execute("VACUUM ANALYZE")
        self._run("-m", "django", "shell", "--verbosity", "0", "-c", SESSION.format(key=KEY))

    def drop(self, owner_url: str) -> None:
        """Its database, once it has stopped."""
        with psycopg.connect(databases.at(owner_url, "postgres"), autocommit=True) as server:
            server.execute(f"DROP DATABASE {self._environment['PEER_NAME']} WITH (FORCE)")

    @staticmethod
    def asks(address: str) -> bytes:
        return f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={KEY}\r\n\r\n".encode()


class Reading(load.Line):
    """A line that keeps what it was answered."""

    def body(self, request: bytes) -> str:
        self.socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer or len(answer.split(b"\r\n\r\n", 1)[1]) < load._length(answer):
            answer += self._more()
        return answer.decode()


def in_turn(portal: Portal, peer: Listing, requests: int) -> dict[str, list[float]]:
    """Milliseconds of each request, five rounds of so many."""
    client = sign_in(Client(), Officer.objects.get(email=desk_pages.MONITOR))
    ours, theirs = load.Line(portal.port), Reading(peer.port)
    page = theirs.body(peer.asks("/tickets/"))
    rows = re.search(r"/datatables_ticket_list/[^\"]+", page)[0] + ROWS
    assert theirs.body(peer.asks(rows)).startswith("HTTP/1.1 200")
    asked = {
        "queue": (ours, desk._request(client, "/desk/office/")),
        "peer_page": (theirs, peer.asks("/tickets/")),
        "peer_rows": (theirs, peer.asks(rows)),
    }
    took = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, (line, request) in asked.items():
            for number in range(requests + 1):
                began = time.perf_counter()
                assert line(request).startswith("HTTP/1.1 200"), name
                if number:  # the first of a round is for warmth
                    took[name].append(1000 * (time.perf_counter() - began))
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=10)
    parser.add_argument("--tickets", type=int, help="so many there, whatever is here")
    parser.add_argument("--filled", action="store_true", required=True)
    wanted = parser.parse_args()
    everything = Complaint.objects.for_system()
    number, open_ones, owner = everything.count(), everything.open().count(), os.environ["DATABASE_OWNER_URL"]
    with tempfile.TemporaryDirectory() as folder:
        peer = Listing(Path(folder), tickets=wanted.tickets or number, open_ones=open_ones)
        try:
            peer.start(owner)
            took = desk.at_a_portal(lambda portal: in_turn(portal, peer, wanted.requests))
        finally:
            peer.stop()
            peer.drop(owner)
    found = {name: statistics.median(times) for name, times in took.items()}
    found["ratio"] = (found["peer_page"] + found["peer_rows"]) / found["queue"]
    tickets = wanted.tickets or number
    print(f"{number:,} complaints and {tickets:,} tickets, {open_ones:,} of each open; load {os.getloadavg()[0]:.1f}")
    print(
        f"  the queue {found['queue']:.1f} ms; django-helpdesk's list {found['peer_page']:.1f} ms and its rows", end=""
    )
    print(f" {found['peer_rows']:.1f} ms: {found['ratio']:.0f} times")
    desk.RESULTS.mkdir(exist_ok=True)
    (desk.RESULTS / f"list-{number}.json").write_text(json.dumps(found | {"took": took}, indent=2))


if __name__ == "__main__":
    main()
