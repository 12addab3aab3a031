"""A streaming replica of the run's PostgreSQL, made with pg_basebackup."""

import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

import psycopg

from operations import child_processes, embedded_servers
from tests import clusters

START_TIMEOUT = 300  # seconds


class Replica:
    """A running replica. `pause` and `resume` control its replay; `kill` ends it, and `start` starts it again.

    A replication slot keeps the WAL that the replica has not received, however much other workers' tests write.
    """

    def __init__(self, folder: Path, primary: Path, base: Path):
        self.sockets, self._data, self._programs = (
            folder / "s",
            folder / "data",
            embedded_servers.postgres_programs(base),
        )
        folder.chmod(0o711)
        self._data.mkdir(mode=0o700)
        child_processes.change_owner(self._data)
        command = [self._programs / "pg_basebackup", "-D", self._data, "-h", primary, "-U", embedded_servers.SUPERUSER]
        options = ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"]
        self._slot, self._primary = (
            f"copy_{secrets.token_hex(4)}",
            f"postgresql://{embedded_servers.SUPERUSER}@/postgres?host={primary}",
        )
        options += ["--create-slot", f"--slot={self._slot}"]
        subprocess.run(
            [*command, *options], check=True, capture_output=True, cwd="/", **child_processes.unprivileged_options()
        )
        self.start()

    def start(self) -> None:
        """Start the server, with a long timeout.

        A replica accepts no connection while an older transaction of the primary with many savepoints is open, for
        example of another worker that fills a database for its tests.
        """
        options = clusters.FAST_OPTIONS | {"hot_standby": "on"}
        self._server = embedded_servers.start_postgres(
            self._data, sockets=self.sockets, programs=self._programs, options=options, patience=START_TIMEOUT
        )

    def kill(self) -> None:
        self._server.kill()

    def stop(self) -> None:
        self._server.stop()
        with psycopg.connect(self._primary, autocommit=True) as primary:
            primary.execute("SELECT pg_drop_replication_slot(%s)", [self._slot])

    def address_of(self, url: str) -> str:
        """Return the address, at the replica, of the primary's database that `url` names."""
        return urlunsplit(urlsplit(url)._replace(query=f"host={self.sockets}"))

    def pause(self) -> None:
        self._execute("SELECT pg_wal_replay_pause()")
        state = "SELECT pg_get_wal_replay_pause_state()"
        child_processes.wait_until(lambda: self._execute(state) == "paused", self._server.child, seconds=120)

    def resume(self) -> None:
        self._execute("SELECT pg_wal_replay_resume()")

    def _execute(self, statement: str):
        with psycopg.connect(self._server.url, autocommit=True) as server:
            return server.execute(statement).fetchone()[0]


def sockets_of(url: str) -> Path | None:
    """Return the socket folder of an address, or None if the server is not one of this run."""
    host = parse_qs(urlsplit(url).query).get("host", [""])[0]
    return Path(host) if host.startswith("/") else None


@contextmanager
def running(folder: Path, primary: Path) -> Iterator[Replica]:
    """Run a replica within the context. The path of `folder` must be short, because sockets lie in it."""
    replica = Replica(folder, primary, base=primary.parent.parent)
    try:
        yield replica
    finally:
        replica.stop()
