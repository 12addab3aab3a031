"""A running pgbouncer with the settings of deploy/pgbouncer/pgbouncer.ini, in front of one database of the tests."""

import configparser
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from operations import child_processes
from operations.database.database_roles import role_name_of
from operations.embedded_servers import find_free_port
from tests.databases import ROOT

INI = ROOT / "deploy" / "pgbouncer" / "pgbouncer.ini"
WEB, JOBS = "portal", "portal_jobs"
# What one client of a session leaves for the next. pgbouncer itself restores the settings that are named here.
LEFT_BEHIND = """
    SELECT 'lock', objid::text FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
    UNION ALL SELECT 'setting', name FROM pg_settings WHERE source = 'session' AND lower(name) NOT IN
        ('application_name', 'client_encoding', 'datestyle', 'standard_conforming_strings', 'timezone')
    UNION ALL SELECT 'prepared statement', name FROM pg_prepared_statements
    UNION ALL SELECT 'cursor', name FROM pg_cursors
    UNION ALL SELECT 'channel', channel FROM pg_listening_channels() AS channel
    UNION ALL SELECT 'temporary table', relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'
    """

PLAIN = {"autocommit": True, "options": ""}
"""Arguments of a connection without PGOPTIONS, which the tests set and pgbouncer refuses."""

needs_pgbouncer = pytest.mark.skipif(
    shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin") is None,
    reason="pgbouncer is not installed (bin/debian pgbouncer pgbouncer)",
)


class Pooler:
    """A running pgbouncer. `web_url` and `jobs_url`: the address of the database in its two pools."""

    def __init__(self, url: str, *, web_sessions: int, job_sessions: int = 30):
        self.port, role = find_free_port(), role_name_of(url)
        self._folder = folder = Path(tempfile.mkdtemp(prefix="pgbouncer-"))  # pytest's are closed to its user
        (folder / "users").write_text(f'"{role}" ""\n')
        (folder / "pgbouncer.ini").write_text(
            _settings(folder, url, port=self.port, sizes={WEB: web_sessions, JOBS: job_sessions}, admin=role)
        )
        child_processes.change_owner(folder)
        self.web_url, self.jobs_url, self._admin_url = (
            f"postgresql://{role}@127.0.0.1:{self.port}/{name}" for name in (WEB, JOBS, "pgbouncer")
        )
        program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
        self.log_file = folder / "log"
        with self.log_file.open("wb") as log:
            self._child = child_processes.start_child(
                [program, folder / "pgbouncer.ini"],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **child_processes.unprivileged_options(),
            )
        if not child_processes.wait_until(self._answers, self._child, seconds=30):
            raise RuntimeError(f"pgbouncer did not start:\n{self.said()}")

    def _answers(self) -> bool:
        try:
            self.show("POOLS")
        except psycopg.OperationalError:
            return False
        return True

    def show(self, what: str) -> list[dict]:
        """Return what pgbouncer's console shows."""
        with psycopg.connect(self._admin_url, cursor_factory=psycopg.ClientCursor, **PLAIN) as console:
            cursor = console.execute(f"SHOW {what}")
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def left_behind(self) -> list[tuple[str, str]]:
        """Return what the web pool's last clients left in the session that the next client gets."""
        with psycopg.connect(self.web_url, prepare_threshold=None, **PLAIN) as client:
            return client.execute(LEFT_BEHIND).fetchall()

    def said(self) -> str:
        """Return the end of its log."""
        return self.log_file.read_text(errors="replace")[-3000:]

    def stop(self) -> None:
        child_processes.stop_child(self._child)
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def running(url: str, **sizes: int) -> Iterator[Pooler]:
    """Run pgbouncer within the context."""
    pooler = Pooler(url, **sizes)
    try:
        yield pooler
    finally:
        pooler.stop()


def _settings(folder: Path, url: str, *, port: int, sizes: dict[str, int], admin: str) -> str:
    """Return the portal's own file with another server, another port, and no passwords."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=(";",))
    parser.read(INI)
    address = urlsplit(url)
    server = {"host": parse_qs(address.query).get("host", [address.hostname])[0], "dbname": address.path.strip("/")}
    if address.port:
        server["port"] = address.port
    for name, size in sizes.items():
        given = dict(part.split("=", 1) for part in parser["databases"][name].split())
        parser["databases"][name] = " ".join(
            f"{key}={value}" for key, value in {**given, **server, "pool_size": size}.items()
        )
    ours = {
        "listen_port": str(port),
        "auth_type": "trust",
        "auth_file": str(folder / "users"),
        "admin_users": admin,
        "unix_socket_dir": "",
    }
    for name, value in ours.items():
        parser["pgbouncer"][name] = value
    for name in ("logfile", "pidfile"):
        del parser["pgbouncer"][name]
    text = io.StringIO()
    parser.write(text)
    return text.getvalue()


def without_options(environment: dict[str, str]) -> dict[str, str]:
    """Return an environment without PGOPTIONS, which the tests set and pgbouncer refuses."""
    return {name: value for name, value in environment.items() if name != "PGOPTIONS"}
