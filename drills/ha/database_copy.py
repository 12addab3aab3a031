"""The database that the drill begins with: a migrated one with officers and drafts, made by the tests' PostgreSQL.

It becomes the first node's, as when an operator goes from one machine to several (docs/runbook.md).
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from drills.ha.configuration import PASSWORDS
from operations import child_processes, embedded_servers
from tests import clusters, databases, servers

NAME = "portal"


def make_database(target: Path, drafts: int) -> tuple[dict, Path]:
    """Make a stopped cluster in `target`. Return what `tests.faults.storm.prepared` made, and PostgreSQL's programs."""
    room = servers.new_run_folder(hasty=True)
    owner, app = servers.urls_in(room)
    key = clusters.key()
    cached = room.copy_cached(key)
    server = room.start(is_copied=cached)
    if not cached:
        server = servers.make_and_keep(room, server, key, owner, app)
    try:
        os.environ["TEST_RUN"] = "ha"
        databases.drop(owner, NAME)  # an empty one of that name comes with the roles
        clone = databases.clone(owner, app, databases.TEMPLATE, NAME)
        people = _prepare(clone, drafts)
        set_passwords(server.url)
    finally:
        server.stop()
    programs = embedded_servers.postgres_programs(room.base)
    shutil.copytree(room.data, target)
    child_processes.change_owner(target)
    target.chmod(0o700)
    room.leave()
    return people, programs


def _prepare(clone: databases.Clone, drafts: int) -> dict:
    command = [sys.executable, "-m", "tests.faults.storm.prepared", str(drafts)]
    environment = os.environ | clone.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(command, cwd=databases.ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout)


def set_passwords(url: str) -> None:
    """Give all roles their passwords, and create the role for replication, as the runbook says."""
    roles = {"postgres": "SUPERUSER", "portal_app": "APP", "portal_owner": "OWNER", "replicator": "REPLICATION"}
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE ROLE replicator LOGIN REPLICATION")
        for role, name in roles.items():
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
            server.execute(statement.format(sql.Identifier(role), sql.Literal(PASSWORDS[name])))
