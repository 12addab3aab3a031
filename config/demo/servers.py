"""The demo's database and broker: embedded ones, or those that the environment names."""

import os
import secrets
import socket
import time

import psycopg

from config import database, demo_marker, embedded
from config.demo.place import Place
from config.demo.team import Team, say

OWNER, APP, NAME = "portal_owner", "portal_app", "portal"


def start(place: Place, team: Team) -> dict[str, str]:
    """Start what is not given; the environment in which every process of the demo runs. Raises CannotStart."""
    place.open_room()
    own = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "false",
        "DEMO": "true",
        "SITE_URL": f"http://127.0.0.1:{place.port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "STATIC_ROOT": str(place.folder / "static"),
        "EVIDENCE_STORAGE": str(place.folder / "evidence"),
        "PYTHONUNBUFFERED": "1",
    }
    return os.environ | place.secrets() | own | postgres(place, team) | broker(place, team) | whatsapp()


def whatsapp() -> dict[str, str]:
    """The settings of the WhatsApp service: a stand-in for Meta on a free port (config.demo.portal starts it)."""
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


def postgres(place: Place, team: Team) -> dict[str, str]:
    """The database's addresses, for the portal's role and for the owner."""
    given = os.environ.get("DATABASE_URL")
    if given:
        owner = os.environ.get("DATABASE_OWNER_URL")
        say("demo", f"the database is the given one{'' if owner else ' (DATABASE_OWNER_URL is not set: one role)'}")
        return grant(owner or given, given)
    server = start_postgres(place)
    team.add("postgres", server)
    say("demo", "PostgreSQL runs")
    addresses = {role: f"postgresql://{role}@/{NAME}?host={place.room / 's'}" for role in (OWNER, APP)}
    database.prepare(server.url, owner_url=addresses[OWNER], app_url=addresses[APP])
    demo_marker.mark(addresses[OWNER], is_own=True)
    return {"DATABASE_OWNER_URL": addresses[OWNER], "DATABASE_URL": addresses[APP]}


def start_postgres(place: Place) -> embedded.Server:
    """Start the demo's cluster, made at the first start."""
    programs = embedded.postgres_programs(place.shared)
    if not (place.data / "PG_VERSION").exists():
        embedded.make_cluster(place.data, programs=programs)
    for _ in range(3):  # a killed demo's server may still be on its way out
        try:
            return embedded.start_postgres(place.data, sockets=place.room / "s", programs=programs)
        except embedded.CannotStart as reason:
            trouble = reason
            time.sleep(1)
    raise trouble


def grant(owner_url: str, app_url: str) -> dict[str, str]:
    """Extensions, rights and the demo's marker on a given database. Raises CannotStart if it refuses or is in use."""
    try:
        demo_marker.mark(owner_url)
        database.grant(owner_url, database.role_of(app_url))
    except demo_marker.InUse:
        raise embedded.CannotStart("the database of DATABASE_URL is in use: name an empty one, or none") from None
    except psycopg.Error as trouble:
        raise embedded.CannotStart(f"the database of DATABASE_URL refuses: {str(trouble).strip()}") from trouble
    return {"DATABASE_OWNER_URL": owner_url, "DATABASE_URL": app_url}


def broker(place: Place, team: Team) -> dict[str, str]:
    """The broker's address."""
    given = os.environ.get("REDIS_URL")
    if given:
        say("demo", "the broker is the given one")
        return {"REDIS_URL": given}
    server = embedded.start_broker(place.folder / "broker")
    team.add("broker", server)
    say("demo", "the broker runs")
    return {"REDIS_URL": server.url}
