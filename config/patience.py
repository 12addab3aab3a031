"""How long a web server waits for PostgreSQL, so that whoever is served by it is answered in time, and by a 503.

A server that works ends a statement that takes too long by itself. One that hangs, or that the network has lost, says
nothing; whoever waits for it is woken by a thread that cuts the connection. Jobs and commands take the time they need.
"""

import socket
import threading
from contextlib import contextmanager
from time import monotonic, sleep
from weakref import WeakSet

from django.db import connections
from django.db.backends.signals import connection_created

STATEMENT, LONGEST = 15, 20
"""Seconds until PostgreSQL ends a statement, and until nobody waits for its answer any more."""
LOOK = 1.0

_waits: "WeakSet[Wait]" = WeakSet()


class Wait:
    """A connection's waits for its server: each begins and ends, and may be cut off."""

    def __init__(self, connection):
        self._wait, self._pgconn = connection.wait, connection.pgconn
        self._since: float | None = None
        self._lock = threading.Lock()  # while it is held the connection is not closed, nor its number another file's

    def __call__(self, *arguments, **options):
        """In place of psycopg's own `wait`."""
        with self._lock:
            self._since = monotonic()
        try:
            return self._wait(*arguments, **options)
        finally:
            with self._lock:
                self._since = None

    def cut(self, *, longest: float) -> bool:
        """End a wait that takes longer: whoever waits gets an OperationalError."""
        with self._lock:
            if self._since is None or monotonic() - self._since < longest:
                return False
            self._since = None
            with _same(self._pgconn.socket) as line:
                line.shutdown(socket.SHUT_RDWR)
            return True


@contextmanager
def _same(number: int):
    """The socket of that number, which stays its owner's."""
    line = socket.socket(fileno=number)
    try:
        yield line
    finally:
        line.detach()


def bound() -> None:
    """From now on, in this process: every connection's statements and waits end in time."""
    for alias in connections.settings:
        options = connections.settings[alias].setdefault("OPTIONS", {})
        said = [options.get("options", ""), f"-c statement_timeout={STATEMENT}s"]
        options["options"] = " ".join(filter(None, said))
    connection_created.connect(_watch, dispatch_uid="config.patience")


def _watch(sender, connection, **_) -> None:
    """A new connection is looked after too; with the first one of a process begins the thread that looks."""
    raw = connection.connection
    raw.wait = Wait(raw)
    _waits.add(raw.wait)
    with _beginning:
        if not any(thread.name == _look.__name__ for thread in threading.enumerate()):
            threading.Thread(target=_look, name=_look.__name__, daemon=True).start()


_beginning = threading.Lock()


def _look() -> None:
    while True:
        sleep(LOOK)
        for wait in list(_waits):
            wait.cut(longest=LONGEST)
