"""A complete site: PostgreSQL with an archive, the portal's database and files. Tests lose and restore it."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from environ import Env
from psycopg import sql

from operations import child_processes, database_roles, embedded_servers
from tests import clusters, databases
from tests.databases import ROOT
from tests.replica import sockets_of
from tests.servers import APP, OWNER

PORTAL = "portal"


def migrated_cluster() -> Path | None:
    """Return a stopped cluster with the migrated template as this run found it; None if another run has moved it."""
    kept = room_of_the_run() / "cache" / clusters.key()
    return kept if kept.exists() else None


def room_of_the_run() -> Path:
    """Return a folder that PostgreSQL's user can reach."""
    return sockets_of(os.environ["TEST_OWNER_URL"]).parent.parent


def is_embedded() -> bool:
    """Return whether this run has its own PostgreSQL."""
    return sockets_of(os.environ["TEST_OWNER_URL"]) is not None


def programs_of_the_run() -> Path:
    """Return PostgreSQL's programs, in a folder where its user may run them."""
    return embedded_servers.postgres_programs(room_of_the_run())


class Site:
    """A running cluster in `folder`/data, and the sealed files in `folder`/evidence."""

    def __init__(self, folder: Path, programs: Path):
        self.folder, self._programs = folder, programs
        self.data, self.evidence = folder / "data", folder / "evidence"
        self.url = self._address("postgres", PORTAL)

    @classmethod
    def begun(cls, folder: Path, cluster: Path | None, programs: Path, *, archive: Path, **options: str) -> "Site":
        """Create a new cluster that archives; the portal's database has its reference data."""
        folder.mkdir(mode=0o711)
        site = cls(folder, programs)
        if cluster:
            subprocess.run(["cp", "-a", cluster, site.data], check=True)
        else:
            embedded_servers.create_cluster(site.data, programs=programs)
        site.start(archive=archive, **options)
        superuser, owner, app = (site._address(role, PORTAL) for role in (embedded_servers.SUPERUSER, OWNER, APP))
        database_roles.create_roles_and_database(databases.at(superuser, "postgres"), owner_url=owner, app_url=app)
        databases.make_template(owner, app)
        with psycopg.connect(databases.at(superuser, "postgres"), autocommit=True) as server:
            server.execute("DROP DATABASE portal")
            wish = sql.SQL("CREATE DATABASE portal OWNER {} TEMPLATE {}")
            server.execute(wish.format(sql.Identifier(OWNER), sql.Identifier(databases.TEMPLATE)))
        with site.used():
            call_command("load_reference", verbosity=0)
        return site

    def start(self, *, archive: Path | None = None, **given: str) -> None:
        """Start PostgreSQL and wait until it has recovered. With an archive, every segment is copied there."""
        options = clusters.FAST_OPTIONS | {"archive_mode": "off"} | given
        if archive:
            keeper = self.folder / "archive-wal"  # beside the data: root's checkout may be closed to PostgreSQL's user
            shutil.copy(ROOT / "bin" / "archive-wal", keeper)
            options |= {"archive_mode": "on", "archive_command": f"{keeper} %p %f {archive}"}
        child_processes.change_owner(self.data)
        server = embedded_servers.start_postgres(
            self.data, sockets=self.folder / "s", programs=self._programs, options=options
        )
        self._server = server
        child_processes.wait_until(
            lambda: self.ask("SELECT NOT pg_is_in_recovery()", of="postgres"), server.child, seconds=120
        )

    def lose(self) -> None:
        """Lose the machine: kill the server and delete its disk."""
        self._server.kill()
        shutil.rmtree(self.folder)

    def stop(self) -> None:
        self._server.stop()

    def ask(self, question: str, *, of: str = PORTAL):
        """Return the first value of a statement, as the superuser; by default in the portal's database."""
        with psycopg.connect(databases.at(self.url, of), autocommit=True) as portal:
            return portal.execute(question).fetchone()[0]

    def archive_up_to_now(self) -> None:
        """Archive everything written so far, as `archive_timeout` would do at the latest."""
        segment = self.ask("SELECT pg_walfile_name(pg_switch_wal())")
        arrived = f"SELECT coalesce(last_archived_wal >= '{segment}', false) FROM pg_stat_archiver"
        child_processes.wait_until(lambda: self.ask(arrived), self._server.child, seconds=60)

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of processes that work on this site."""
        return {
            "DATABASE_URL": self._address(APP, PORTAL),
            "DATABASE_OWNER_URL": self._address(OWNER, PORTAL),
            "DATABASE_BACKUP_URL": self.url,
            "EVIDENCE_STORAGE": str(self.evidence),
        }

    def _address(self, role: str, name: str) -> str:
        return f"postgresql://{role}@/{name}?host={self.folder / 's'}"

    @contextmanager
    def used(self):
        """Let this process work on this site: with its database, as the portal's role, and with its files."""
        before = {alias: dict(connections.settings[alias]) for alias in ("default", "owner")}
        addresses = zip(before, ("DATABASE_URL", "DATABASE_OWNER_URL"), strict=True)
        place = settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(self.evidence)}}
        connections.close_all()
        for alias, variable in addresses:
            connections.settings[alias].update(Env.db_url_config(self.environment[variable]))
        try:
            with override_settings(STORAGES=settings.STORAGES | {"evidence": place}):
                yield
        finally:
            connections.close_all()
            for alias, kept in before.items():
                connections.settings[alias].clear()
                connections.settings[alias].update(kept)


def backup(what: str, place: Path, *options: str, site: Site | None = None) -> subprocess.CompletedProcess:
    """Run `bin/backup` with these arguments."""
    command = [sys.executable, "-m", "operations.backups", what, str(place), *map(str, options)]
    environment = os.environ | (site.environment if site else {})
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
