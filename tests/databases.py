"""Clones of the migrated template: one for each worker, and one for each test that needs its own database."""

import os
import secrets
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import errors, sql

from operations.database import database_roles
from operations.demo_marker import MARKER

ROOT = Path(__file__).parent.parent
TEMPLATE = "portal_template"
DEMO = {"DEMO": "true", "TRUSTED_PROXIES": "false", "ALLOWED_HOSTS": "localhost"}
"""The environment variables that a command of the demo needs."""


END_CONNECTIONS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = %s AND backend_type = 'client backend'
"""


class CannotPrepare(Exception):
    """The migrations or the reference data failed. The message is the command's output."""


def at(url: str, name: str) -> str:
    """Return the same address with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@dataclass(frozen=True)
class Clone:
    """A database made from the template: its name, and its address for each role."""

    name: str
    url: str
    owner_url: str

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables with which a process uses this clone."""
        return {"DATABASE_URL": self.url, "DATABASE_OWNER_URL": self.owner_url}


def manage(*arguments: str, **environment: str) -> str:
    """Run `manage.py` in its own process and return the output. Raises CannotPrepare with the output if it fails."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    surroundings = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    done = subprocess.run(command, cwd=ROOT, env=surroundings | environment, capture_output=True, text=True)
    if done.returncode:
        raise CannotPrepare(f"manage.py {' '.join(arguments)} failed:\n{(done.stdout + done.stderr)[-4000:]}")
    return done.stdout


def exists(owner_url: str, name: str) -> bool:
    """Return whether the server has a database of that name."""
    with psycopg.connect(at(owner_url, "postgres")) as server:
        return bool(server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def make_template(owner_url: str, app_url: str, name: str = TEMPLATE) -> None:
    """Make and migrate the template as the owner, unless it exists."""
    if exists(owner_url, name):
        return
    half = f"{name}_{secrets.token_hex(3)}"  # renamed at the end, so that a killed run leaves no incomplete template
    with psycopg.connect(at(owner_url, "postgres"), autocommit=True) as server:
        database_roles.create_database(server, name=half, owner=database_roles.role_name_of(owner_url))
        database_roles.grant_access(at(owner_url, half), database_roles.role_name_of(app_url))
        manage("migrate", "--database", "owner", "--verbosity", "0", "--skip-checks", **_both(owner_url, app_url, half))
        statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with suppress(errors.DuplicateDatabase):
            server.execute(statement.format(sql.Identifier(half), sql.Identifier(name)))


def load_reference(owner_url: str, app_url: str, name: str) -> None:
    """Load the reference data into a migrated database: ranks, regions, categories, policies."""
    if list(ROOT.glob("*/management/commands/load_reference.py")):
        manage("load_reference", "--skip-checks", **_both(owner_url, app_url, name))


def _both(owner_url: str, app_url: str, name: str) -> dict[str, str]:
    return {"DATABASE_URL": at(app_url, name), "DATABASE_OWNER_URL": at(owner_url, name)}


def new_name(label: str) -> str:
    """Return a new name for a database of this run. `drop_all` finds it by its prefix."""
    return f"portal_{os.environ['TEST_RUN']}_{label}_{secrets.token_hex(4)}"


def clone(owner_url: str, app_url: str, template: str, name: str) -> Clone:
    """Make a database from the template."""
    with psycopg.connect(at(owner_url, "postgres"), autocommit=True) as server:
        database_roles.create_database(
            server, name=name, owner=database_roles.role_name_of(owner_url), template=template
        )
        marker = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(MARKER))
        server.execute(marker)  # tests run the portal in DEMO mode
    return clone_of(owner_url, app_url, name)


def clone_of(owner_url: str, app_url: str, name: str) -> Clone:
    """Return the clone of that name, which need not exist yet."""
    return Clone(name, at(app_url, name), at(owner_url, name))


def drop(owner_url: str, name: str) -> None:
    """Drop a database and end the portal's connections to it; do nothing if there is none of that name.

    Plain DROP DATABASE also ends an autovacuum worker there; WITH (FORCE) refuses to, unless a superuser asks.
    """
    database = sql.Identifier(name)
    with psycopg.connect(at(owner_url, "postgres"), autocommit=True) as server, suppress(errors.InvalidCatalogName):
        server.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(database))
        server.execute(END_CONNECTIONS, [name])
        server.execute(sql.SQL("DROP DATABASE {}").format(database))


def drop_all(owner_url: str, run: str) -> None:
    """Drop every database of a run."""
    with psycopg.connect(at(owner_url, "postgres")) as server:
        names = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"portal_{run}_%"]).fetchall()
    for (name,) in names:
        drop(owner_url, name)
