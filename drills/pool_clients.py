"""One web process with many clients, for `drills.pool`: `python -m drills.pool_clients CLIENTS UPLOADS`.

It connects all clients and prints "connected". After a line on its standard input they do the uploads together. Then it
prints one line of JSON: how long each took in seconds, and the errors.
"""

import json
import os
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from complaints.evidence import upload  # noqa: E402
from operations import database_pooling, database_timeouts  # noqa: E402


@dataclass
class Clients:
    """Threads, each with a connection of its own, and what they found."""

    left: int  # uploads to do
    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _begins: threading.Event = field(default_factory=threading.Event)

    def run(self, number: int) -> None:
        """Connect so many clients, wait for a line, and let them upload."""
        connected = threading.Barrier(number + 1)
        threads = [threading.Thread(target=self._upload, args=(connected,)) for _ in range(number)]
        for thread in threads:
            thread.start()
        connected.wait()
        print("connected", flush=True)
        sys.stdin.readline()
        self._begins.set()
        for thread in threads:
            thread.join()

    def _upload(self, connected: threading.Barrier) -> None:
        try:
            connection.ensure_connection()
        except Exception as error:
            self.errors.append(repr(error))
        connected.wait()
        self._begins.wait()
        while self._takes_one():
            began = time.perf_counter()
            try:
                upload.complete_upload(uuid.uuid4(), at=now())
            except Exception as error:
                self.errors.append(repr(error))
            self.took.append(time.perf_counter() - began)
        connection.close()

    def _takes_one(self) -> bool:
        with self._lock:
            self.left -= 1
            return self.left >= 0


if __name__ == "__main__":
    database_timeouts.LONGEST_WAIT = 300  # as pgbouncer's patience in this drill
    database_timeouts.apply_timeouts()
    database_pooling.avoid_session_cursors()
    threading.stack_size(512 * 1024)
    clients = Clients(left=int(sys.argv[2]))
    clients.run(int(sys.argv[1]))
    print(json.dumps({"took": clients.took, "errors": clients.errors}), flush=True)
