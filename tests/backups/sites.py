"""A complete site: PostgreSQL with pgBackRest, the portal's database and files. Tests lose and restore it."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from environ import Env
from psycopg import sql

from complaints.services.retention import record_destroyed_complaints
from operations import child_processes, embedded_servers
from operations.database import database_roles
from tests import clusters, databases
from tests.backups.repositories import PROGRAMS, Repository
from tests.replica import sockets_of
from tests.servers import APP, OWNER

PORTAL = "portal"
TABLES = """SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
    AND relnamespace = 'public'::regnamespace ORDER BY relname"""


def is_embedded() -> bool:
    """Return whether this run has its own PostgreSQL."""
    return sockets_of(os.environ["TEST_OWNER_URL"]) is not None


class Site:
    """A running cluster in `folder`/data, and the sealed files in `folder`/evidence."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.data, self.sockets, self.evidence = folder / "data", folder / "s", folder / "evidence"
        self.url = self._address("postgres", PORTAL)

    @classmethod
    def begun(cls, folder: Path, *, backups: Path, **options: str) -> "Site":
        """Create a new cluster that archives into a repository in `backups`; the database has its reference data."""
        folder.mkdir(mode=0o711)
        site = cls(folder)
        embedded_servers.create_cluster(site.data, programs=PROGRAMS)
        site.repository = Repository(backups, data=site.data, sockets=site.sockets)
        site.start(**site.repository.server_options | options)
        site.repository.do("stanza-create")
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

    def start(self, **given: str) -> None:
        """Start PostgreSQL and wait until it has recovered. It archives nothing, unless it is told where."""
        options = clusters.FAST_OPTIONS | {"archive_mode": "off"} | given
        child_processes.change_owner(self.data)
        server = embedded_servers.start_postgres(self.data, sockets=self.sockets, programs=PROGRAMS, options=options)
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

    def run(self, statement: str) -> None:
        """Run a statement in the portal's database, as the superuser."""
        with psycopg.connect(self.url, autocommit=True) as portal:
            portal.execute(statement)

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
            "EVIDENCE_STORAGE": str(self.evidence),
        }

    def _address(self, role: str, name: str) -> str:
        return f"postgresql://{role}@/{name}?host={self.sockets}"

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


def count_rows(site: Site) -> dict[str, int]:
    """Return the number of rows of each of the portal's tables."""
    with psycopg.connect(site.url) as server:
        names = [name for (name,) in server.execute(TABLES)]
        query = sql.SQL("SELECT count(*) FROM {}")
        return {name: server.execute(query.format(sql.Identifier(name))).fetchone()[0] for name in names}


def copy_files(site: Site, folder: Path) -> None:
    """Copy the site's files into `folder`, after the database's backup, as restic does.

    First the portal's job writes what was destroyed beside the files.
    """
    with site.used():
        record_destroyed_complaints()
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.evidence, folder)


def lay_out_files(folder: Path, site: Site) -> None:
    """Give a restored site its files."""
    shutil.copytree(folder, site.evidence)
