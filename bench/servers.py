"""Start the servers of a measurement: PostgreSQL, the broker, and the portal on granian, with Django's settings."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connections
from django.test import override_settings

from tests import clusters, databases
from tests import servers as test_servers
from tests.browser.portal import Portal

QUARTER_OF_MEMORY = os.sysconf("SC_PHYS_PAGES") // 4 * os.sysconf("SC_PAGE_SIZE") // 2**20
LARGE = {"autovacuum": "on", "shared_buffers": f"{QUARTER_OF_MEMORY}MB", "work_mem": "16MB", "max_wal_size": "8GB"}
"""PostgreSQL's options for reading a large database. It does not need to survive a crash."""
DURABLE = {"autovacuum": "on", "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
"""PostgreSQL's options as in production: a commit waits for the disk."""
ENVIRONMENT = {"TRUSTED_PROXIES": "true", "LOG_LEVEL": "ERROR"}


def start(options: Mapping[str, str] | None = None, *, filled: bool = False, **environment: str) -> None:
    """Start PostgreSQL and the broker with an empty database of the portal, and set up Django for them.

    Call it before importing modules that read Django's settings. Both servers end with this process.
    `options`: PostgreSQL's. `filled`: use the servers of DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL as they are.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    clusters.FAST_OPTIONS.update(options or {})
    os.environ.update(ENVIRONMENT | environment)
    os.environ.update(test_servers.keys())
    if not filled:
        os.environ.update(test_servers.start())
        test_servers.settle("bench")
    django.setup()


@contextmanager
def portal(*, workers: int = 2, threads: int = 2, **environment: str) -> Iterator[Portal]:
    """Run the portal on this process's database, without the demo's pages.

    Inside this context, this process uses the collected static files too, so that it can render pages by itself.
    """
    with tempfile.TemporaryDirectory() as name:
        folder, static = Path(name), Path(name) / "static"
        folder.chmod(0o755)  # nginx reads static files as another user
        databases.manage("collectstatic", "--no-input", "--verbosity", "0", "--skip-checks", STATIC_ROOT=str(static))
        clone = databases.Clone("", os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
        size = {"workers": workers, "threads": threads}
        running = Portal(clone, static_root=static, folder=folder, **size, **{"DEMO": "false"} | environment)
        running.start()
        try:
            with override_settings(STATIC_ROOT=str(static)):
                yield running
        finally:
            running.stop()


def fresh_database(name: str = "bench") -> databases.Clone:
    """Create another empty database of the portal, and point this process's connections to it."""
    arguments = (os.environ[f"TEST_{part}"] for part in ("OWNER_URL", "APP_URL", "TEMPLATE"))
    clone = databases.clone(*arguments, databases.new_name(name))
    connections.close_all()
    for alias in connections.settings:
        connections.settings[alias]["NAME"] = clone.name
    return clone
