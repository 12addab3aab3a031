"""How long a web server waits for PostgreSQL, so that whoever is served by it is answered in time, and by a 503.

A server that works ends a statement that takes too long by itself. One that hangs, or that the network has lost, says
nothing; whoever waits for it is woken by a thread that cuts the connection. Jobs and commands take the time they need.
"""

import socket
import threading
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from weakref import WeakSet, ref

import psycopg
from django.db import connections
from django.db.backends.signals import connection_created
from psycopg.pq import ConnStatus

STATEMENT, LONGEST = 15, 20
"""Seconds until PostgreSQL ends a statement, and until nobody waits for its answer any more."""
LOOK = 1.0

_waits: "WeakSet[Wait]" = WeakSet()
_changing, _looking = threading.Lock(), threading.Event()


class Wait:
    """A connection's waits for its server: each begins and ends, and may be cut off."""

    def __init__(self, connection):
        self._connection, self._pgconn = ref(connection), connection.pgconn  # it goes when nobody else has it
        self._since: float | None = None
        self._lock = threading.Lock()  # while it is held the connection is not closed, nor its number another file's

    def __call__(self, *arguments, **options):
        """In place of psycopg's own `wait`."""
        with self._lock:
            self._since = monotonic()
        try:
            connection = self._connection()
            return type(connection).wait(connection, *arguments, **options)
        finally:
            with self._lock:
                self._since = None

    @property
    def is_over(self) -> bool:
        """Whether the connection is closed, or broken."""
        return self._pgconn.status == ConnStatus.BAD

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
    connection_created.connect(_watch, dispatch_uid="operations.database_timeouts")


def _watch(sender, connection, **_) -> None:
    """A new connection is looked after too; with the first one of a process begins the thread that looks."""
    raw = connection.connection
    raw.wait = wait = Wait(raw)
    with _changing:
        _waits.add(wait)
        if not _looking.is_set():
            _looking.set()
            threading.Thread(target=_look, daemon=True).start()


def _look() -> None:
    """Once a second, as long as there is a connection."""
    while _is_any_open():
        for wait in list(_waits):
            with suppress(OSError, psycopg.Error):  # it broke by itself this moment
                wait.cut(longest=LONGEST)
        sleep(LOOK)


def _is_any_open() -> bool:
    with _changing:
        _waits.difference_update([wait for wait in list(_waits) if wait.is_over])
        if not _waits:
            _looking.clear()
        return bool(_waits)
