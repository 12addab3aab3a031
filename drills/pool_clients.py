"""One web process with many connections, for `drills.pool`: `python -m drills.pool_clients CONNECTIONS UPLOADS RESULT`.

Its threads open all connections, each its share, and "connected" is printed. After a line on the standard input they do
the uploads together, each time on another connection. Then the file RESULT gets as JSON how long each took in seconds,
and the errors. (A pipe holds less than that, and nobody reads it while the uploads are watched.)
"""

import json
import os
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import DEFAULT_DB_ALIAS, connections  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from complaints.evidence import upload  # noqa: E402
from operations.database import database_timeouts  # noqa: E402
from operations.pooling import database_pooling  # noqa: E402

THREADS = 25


@dataclass
class Clients:
    """Threads with many connections each, and what they found."""

    left: int  # uploads to do
    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _begins: threading.Event = field(default_factory=threading.Event)

    def run(self, number: int) -> None:
        """Open so many connections, wait for a line, and let the threads upload."""
        connected = threading.Barrier(THREADS + 1)
        threads = [threading.Thread(target=self._upload, args=(number // THREADS, connected)) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        connected.wait()
        print("connected", flush=True)
        sys.stdin.readline()
        self._begins.set()
        for thread in threads:
            thread.join()

    def _upload(self, number: int, connected: threading.Barrier) -> None:
        clients = [connections[DEFAULT_DB_ALIAS].copy() for _ in range(number)]
        try:
            for client in clients:
                client.ensure_connection()
        except Exception as error:
            self.errors.append(repr(error))
        connected.wait()
        self._begins.wait()
        for client in cycle(clients):
            if not self._takes_one():
                break
            connections[DEFAULT_DB_ALIAS] = client
            began = time.perf_counter()
            try:
                upload.complete_upload(uuid.uuid4(), at=now())
            except Exception as error:
                self.errors.append(repr(error))
            self.took.append(time.perf_counter() - began)
        for client in clients:
            client.close()

    def _takes_one(self) -> bool:
        with self._lock:
            self.left -= 1
            return self.left >= 0


if __name__ == "__main__":
    database_timeouts.apply_timeouts()
    database_pooling.avoid_session_cursors()
    clients = Clients(left=int(sys.argv[2]))
    clients.run(int(sys.argv[1]))
    Path(sys.argv[3]).write_text(json.dumps({"took": clients.took, "errors": clients.errors}))
