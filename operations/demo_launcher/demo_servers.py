"""The demo's database and broker: embedded servers, or those given by environment variables."""

import os
import secrets
import shutil
import socket
import time

import psycopg

from operations import demo_marker, embedded_servers
from operations.database import database_roles
from operations.demo_launcher.demo_folder import DemoFolder
from operations.demo_launcher.process_group import ProcessGroup, print_line, report_step

OWNER, APP, NAME = "portal_owner", "portal_app", "portal"
OPTIONS = {"synchronous_commit": "off"}
"""After a power cut, the demo may lose its last second; the database stays consistent."""
OLDEST = 15
"""The oldest PostgreSQL that Django 6.1 supports."""


def demo_settings(demo: DemoFolder) -> dict[str, str]:
    """Return the environment of the demo's processes, without the servers' URLs."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "false",
        "DEMO": "true",
        "SITE_URL": f"http://127.0.0.1:{demo.port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "STATIC_ROOT": str(demo.folder / "static"),
        "EVIDENCE_STORAGE": str(demo.folder / "evidence"),
        "SPEECH_FOLDER": str(demo.folder / "speech"),
        "INSPECT_WITHOUT_SANDBOX": "true",  # where there is no bubblewrap; the worker then says so once
        "DEMO_PROGRESS_FILE": str(demo.progress),
        "PYTHONUNBUFFERED": "1",
    }
    # Let the first process write compiled modules for the others (bin/setup compiles none).
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | demo.secrets() | settings | whatsapp_settings()


def start_servers(demo: DemoFolder, team: ProcessGroup) -> dict[str, str]:
    """Start the servers that are not given, and return the servers' URLs as settings. Raises CannotStart."""
    demo.create_socket_folder()
    return postgres_settings(demo, team) | broker_settings(demo, team)


def whatsapp_settings() -> dict[str, str]:
    """Return the settings of the WhatsApp service, with a free port for the simulator (portal_processes starts it)."""
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


def postgres_settings(demo: DemoFolder, team: ProcessGroup) -> dict[str, str]:
    """Start the database unless one is given. Return its URLs for the portal's role and for the owner."""
    database_url = os.environ.get("DATABASE_URL")
    if database_url:
        owner = os.environ.get("DATABASE_OWNER_URL")
        print_line(
            "demo", f"the database is the given one{'' if owner else ' (DATABASE_OWNER_URL is not set: one role)'}"
        )
        return prepare_given_database(owner or database_url, database_url)
    with report_step("Start PostgreSQL"):
        server = start_postgres(demo)
    team.add("postgres", server)
    urls = {role: f"postgresql://{role}@/{NAME}?host={demo.socket_folder / 's'}" for role in (OWNER, APP)}
    database_roles.create_roles_and_database(server.url, owner_url=urls[OWNER], app_url=urls[APP])
    demo_marker.mark_as_demo(urls[OWNER], is_own=True)
    return {"DATABASE_OWNER_URL": urls[OWNER], "DATABASE_URL": urls[APP]}


def start_postgres(demo: DemoFolder) -> embedded_servers.EmbeddedServer:
    """Start the demo's cluster. Create it at the first start."""
    programs = embedded_servers.postgres_programs(demo.shared)
    if not demo.data.exists():
        unfinished = demo.data.with_name("postgres.half")  # renamed when complete, in case the start is interrupted
        shutil.rmtree(unfinished, ignore_errors=True)
        embedded_servers.create_cluster(unfinished, programs=programs)
        unfinished.rename(demo.data)
    for _ in range(3):  # the server of a killed demo may not have ended yet
        try:
            return embedded_servers.start_postgres(
                demo.data, sockets=demo.socket_folder / "s", programs=programs, options=OPTIONS
            )
        except embedded_servers.CannotStart as error:
            last_error = error
            time.sleep(1)
    raise last_error


def prepare_given_database(owner_url: str, app_url: str) -> dict[str, str]:
    """Set the extensions, rights and the demo's marker on a given database. Raises CannotStart if it is unsuitable."""
    try:
        demo_marker.mark_as_demo(owner_url)
        database_roles.grant_access(owner_url, database_roles.role_name_of(app_url))
        check_version_and_locale(owner_url)
    except demo_marker.DatabaseInUse:
        raise embedded_servers.CannotStart(
            "the database of DATABASE_URL is in use: name an empty one, or none"
        ) from None
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise embedded_servers.CannotStart(
            f"the database of DATABASE_URL refuses, check that address: {reason}"
        ) from error
    return {"DATABASE_OWNER_URL": owner_url, "DATABASE_URL": app_url}


def check_version_and_locale(url: str) -> None:
    """Raise CannotStart if a database is too old or cannot search Urdu (configuration_checks.check_urdu_search)."""
    with psycopg.connect(url, autocommit=True) as connection:
        version, name = connection.info.server_version // 10_000, connection.info.dbname
        if version < OLDEST:
            reason = f"DATABASE_URL names PostgreSQL {version}: use {OLDEST} or newer, or leave DATABASE_URL unset"
            raise embedded_servers.CannotStart(reason)
        if not connection.execute("SELECT cardinality(show_trgm('لاہور'))").fetchone()[0]:
            make = f"createdb --locale={database_roles.LOCALE} --template=template0 {name}"
            reason = f'the locale of the database "{name}" finds no Urdu words: drop the database and run {make}'
            raise embedded_servers.CannotStart(reason)


def broker_settings(demo: DemoFolder, team: ProcessGroup) -> dict[str, str]:
    """Start the broker unless one is given. Return its URL as settings."""
    redis_url = os.environ.get("REDIS_URL")
    if redis_url:
        print_line("demo", "the broker is the given one")
        return redis_settings(redis_url)
    with report_step("Start the broker"):
        server = embedded_servers.start_broker(demo.folder / "broker")
    team.add("broker", server)
    return redis_settings(server.url)


def redis_settings(url: str) -> dict[str, str]:
    """Return settings by which cache and jobs use one Redis, regardless of a .env file."""
    return {"REDIS_URL": url, "CACHE_URL": "", "BROKER_URL": ""}
