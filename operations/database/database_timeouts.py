"""Limit how long a web process waits for PostgreSQL, so that it answers requests in time, with a 503 if necessary.

A working server ends long statements by itself: `create_roles` sets a `statement_timeout` for the portal's role
(operations.database.database_roles). If the server hangs or the network is lost, there is no answer; then a thread
shuts the connection down, and the waiting request gets an error. Jobs and commands have no limit: they lift the role's.

The limit belongs to the role because pgbouncer refuses it as a parameter of a connection, and because a web process
behind a pool must change no settings of a session (docs/decisions/0035).
"""

import socket
import threading
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from weakref import WeakSet, ref

import psycopg
from django.db.backends.signals import connection_created
from psycopg.pq import ConnStatus

LONGEST_WAIT = 20
"""Seconds until this process stops waiting for an answer: longer than the role's `statement_timeout`."""
CHECK_INTERVAL = 1.0  # seconds between two checks
LIFT = "operations.database.database_timeouts.lift"
"""The id by which `lift_statement_timeout` is connected (operations.apps) and disconnected."""

_waits: "WeakSet[InterruptibleWait]" = WeakSet()
_waits_lock, _is_watching = threading.Lock(), threading.Event()


class InterruptibleWait:
    """Replaces a connection's `wait` method, and can interrupt it from another thread."""

    def __init__(self, connection):
        self._connection, self._pgconn = ref(connection), connection.pgconn  # does not keep the connection alive
        self._since: float | None = None
        self._lock = threading.Lock()  # prevents that the socket is closed and its number reused during `cut`

    def __call__(self, *arguments, **options):
        """Call psycopg's `wait`, and record since when it waits."""
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
        """Return whether the connection is closed or broken."""
        return self._pgconn.status == ConnStatus.BAD

    def cut(self, *, longest: float) -> bool:
        """Shut the connection down if it has waited for `longest` seconds; the waiting code gets OperationalError."""
        with self._lock:
            if self._since is None or monotonic() - self._since < longest:
                return False
            self._since = None
            with _borrowed_socket(self._pgconn.socket) as borrowed:
                borrowed.shutdown(socket.SHUT_RDWR)
            return True


@contextmanager
def _borrowed_socket(file_number: int):
    """Give access to the socket with a file number, without closing it at the end."""
    borrowed = socket.socket(fileno=file_number)
    try:
        yield borrowed
    finally:
        borrowed.detach()


def lift_statement_timeout(sender, connection, **_) -> None:
    """Let the statements of a new connection take any time. Every process except the web server does this."""
    connection.connection.execute("SET statement_timeout = 0")


def apply_timeouts() -> None:
    """Apply the time limits to all connections that this process opens from now on."""
    connection_created.disconnect(dispatch_uid=LIFT)
    connection_created.connect(_watch_connection, dispatch_uid="operations.database.database_timeouts")


def _watch_connection(sender, connection, **_) -> None:
    """Watch a new connection. Start the watching thread with the first one."""
    raw = connection.connection
    raw.wait = wait = InterruptibleWait(raw)
    with _waits_lock:
        _waits.add(wait)
        if not _is_watching.is_set():
            _is_watching.set()
            threading.Thread(target=_interrupt_long_waits, daemon=True).start()


def _interrupt_long_waits() -> None:
    """Check all connections once a second, as long as one is open."""
    while True:
        with _waits_lock:
            _waits.difference_update([wait for wait in list(_waits) if wait.is_over])
            if not _waits:
                _is_watching.clear()
                return
        for wait in list(_waits):
            with suppress(OSError, psycopg.Error):  # the connection has just broken by itself
                wait.cut(longest=LONGEST_WAIT)
        sleep(CHECK_INTERVAL)
