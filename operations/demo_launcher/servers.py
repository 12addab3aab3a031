"""The demo's database and broker: embedded ones, or those that the environment names."""

import os
import secrets
import shutil
import socket
import time

import psycopg

from operations import database_roles, demo_marker, embedded_servers
from operations.demo_launcher.folder import DemoFolder
from operations.demo_launcher.process_group import Team, say, step

OWNER, APP, NAME = "portal_owner", "portal_app", "portal"
OPTIONS = {"synchronous_commit": "off"}
"""Nobody misses the last second of a demo after a power cut; its database stays consistent."""
OLDEST = 15
"""The oldest PostgreSQL that Django 6.1 supports."""


def settings_of(place: DemoFolder) -> dict[str, str]:
    """Return the environment of the demo's processes, without the servers' addresses."""
    own = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "false",
        "DEMO": "true",
        "SITE_URL": f"http://127.0.0.1:{place.port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "STATIC_ROOT": str(place.folder / "static"),
        "EVIDENCE_STORAGE": str(place.folder / "evidence"),
        "DEMO_PROGRESS_FILE": str(place.progress),
        "PYTHONUNBUFFERED": "1",
    }
    # The first process compiles what the others import (bin/setup compiles nothing).
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | place.secrets() | own | whatsapp()


def start(place: DemoFolder, team: Team) -> dict[str, str]:
    """Start the servers that are not given, and return their addresses as settings. Raises CannotStart."""
    place.open_room()
    return postgres(place, team) | broker(place, team)


def whatsapp() -> dict[str, str]:
    """Return the settings of the WhatsApp service, with a free port for the stand-in (portal_processes starts it)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {
        "WHATSAPP_PHONE_NUMBER_ID": "1787",
        "WHATSAPP_ACCESS_TOKEN": secrets.token_hex(16),
        "WHATSAPP_APP_SECRET": secrets.token_hex(16),
        "WHATSAPP_VERIFY_TOKEN": secrets.token_hex(8),
        "WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{port}",
    }


def postgres(place: DemoFolder, team: Team) -> dict[str, str]:
    """The database's addresses, for the portal's role and for the owner."""
    given = os.environ.get("DATABASE_URL")
    if given:
        owner = os.environ.get("DATABASE_OWNER_URL")
        say("demo", f"the database is the given one{'' if owner else ' (DATABASE_OWNER_URL is not set: one role)'}")
        return grant(owner or given, given)
    with step("Start PostgreSQL"):
        server = start_postgres(place)
    team.add("postgres", server)
    addresses = {role: f"postgresql://{role}@/{NAME}?host={place.room / 's'}" for role in (OWNER, APP)}
    database_roles.prepare(server.url, owner_url=addresses[OWNER], app_url=addresses[APP])
    demo_marker.mark(addresses[OWNER], is_own=True)
    return {"DATABASE_OWNER_URL": addresses[OWNER], "DATABASE_URL": addresses[APP]}


def start_postgres(place: DemoFolder) -> embedded_servers.Server:
    """Start the demo's cluster, made at the first start."""
    programs = embedded_servers.postgres_programs(place.shared)
    if not place.data.exists():
        half = place.data.with_name(
            "postgres.half"
        )  # renamed when whole: an interrupted start leaves no half a cluster
        shutil.rmtree(half, ignore_errors=True)
        embedded_servers.make_cluster(half, programs=programs)
        half.rename(place.data)
    for _ in range(3):  # a killed demo's server may still be on its way out
        try:
            return embedded_servers.start_postgres(
                place.data, sockets=place.room / "s", programs=programs, options=OPTIONS
            )
        except embedded_servers.CannotStart as reason:
            trouble = reason
            time.sleep(1)
    raise trouble


def grant(owner_url: str, app_url: str) -> dict[str, str]:
    """Extensions, rights and the demo's marker on a given database. Raises CannotStart if it does not suit."""
    try:
        demo_marker.mark(owner_url)
        database_roles.grant(owner_url, database_roles.role_of(app_url))
        refuse_unsuitable(owner_url)
    except demo_marker.InUse:
        raise embedded_servers.CannotStart(
            "the database of DATABASE_URL is in use: name an empty one, or none"
        ) from None
    except psycopg.Error as trouble:
        said = " ".join(str(trouble).split())
        raise embedded_servers.CannotStart(
            f"the database of DATABASE_URL refuses, check that address: {said}"
        ) from trouble
    return {"DATABASE_OWNER_URL": owner_url, "DATABASE_URL": app_url}


def refuse_unsuitable(url: str) -> None:
    """Raise CannotStart if a database is too old, or finds no Urdu words (operations.checks.urdu_can_be_searched)."""
    with psycopg.connect(url, autocommit=True) as connection:
        version, name = connection.info.server_version // 10_000, connection.info.dbname
        if version < OLDEST:
            reason = f"DATABASE_URL names PostgreSQL {version}: use {OLDEST} or newer, or leave DATABASE_URL unset"
            raise embedded_servers.CannotStart(reason)
        if not connection.execute("SELECT cardinality(show_trgm('لاہور'))").fetchone()[0]:
            make = f"createdb --locale={database_roles.LOCALE} --template=template0 {name}"
            reason = f'the locale of the database "{name}" finds no Urdu words: drop the database and run {make}'
            raise embedded_servers.CannotStart(reason)


def broker(place: DemoFolder, team: Team) -> dict[str, str]:
    """The broker's address."""
    given = os.environ.get("REDIS_URL")
    if given:
        say("demo", "the broker is the given one")
        return one_redis(given)
    with step("Start the broker"):
        server = embedded_servers.start_broker(place.folder / "broker")
    team.add("broker", server)
    return one_redis(server.url)


def one_redis(url: str) -> dict[str, str]:
    """Return settings that give cache and jobs one Redis, whatever a .env says."""
    return {"REDIS_URL": url, "CACHE_URL": "", "BROKER_URL": ""}
