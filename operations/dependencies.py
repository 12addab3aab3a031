"""Whether the parts that the portal stands on do their work: asked by /readyz and by /metrics."""

import shutil
import tempfile
from pathlib import Path

import redis
from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, InterfaceError, connection, transaction

PATIENCE = 2  # seconds for the broker
SPILLS = "SELECT count(*) FROM (SELECT generate_series(1, 4000) AS number ORDER BY number DESC OFFSET 0) AS sorted"
"""Takes some 100 kB of the database's disk for a moment where `work_mem` is small, and leaves nothing behind."""


def database_answers() -> bool:
    """Whether the database answers a statement (connect_timeout and statement time-out are in the settings)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except (DatabaseError, InterfaceError):
        return False


def database_has_room() -> bool:
    """Whether the disk of the database takes anything more."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64kB'")
            cursor.execute(SPILLS)
            return cursor.fetchone() == (4000,)
    except (DatabaseError, InterfaceError):
        return False


def broker_answers() -> bool:
    """Whether Redis answers PING within PATIENCE, to the broker's user and to the cache's."""
    try:
        return all(map(_pings, {settings.BROKER_URL, settings.CACHE_URL}))
    except redis.RedisError:
        return False


def _pings(url: str) -> bool:
    with redis.Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as server:
        return bool(server.ping())


def free() -> dict[str, float]:
    """What share is free, 0 to 1, of the disks that fill: of what citizens hand in (where it lies in a folder), and of
    what is under way."""
    places = {"evidence": getattr(storages["evidence"], "location", None), "temporary": tempfile.gettempdir()}
    usages = {name: shutil.disk_usage(_there(Path(place))) for name, place in places.items() if place}
    return {name: usage.free / usage.total for name, usage in usages.items()}


def _there(place: Path) -> Path:
    """The folder, or the one in which it will be made."""
    return next(folder for folder in (place, *place.parents) if folder.exists())
