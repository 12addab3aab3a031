"""Whether the parts that the portal stands on do their work: asked by /readyz and by /metrics."""

import shutil
import tempfile
from pathlib import Path

import redis
from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, InterfaceError, connection

PATIENCE = 2  # seconds for the broker


def database_answers() -> bool:
    """Whether the database answers a statement (connect_timeout and statement time-out are in the settings)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except (DatabaseError, InterfaceError):
        return False


def broker_answers() -> bool:
    """Whether the broker answers PING within PATIENCE."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
        ) as broker:
            return bool(broker.ping())
    except redis.RedisError:
        return False


def free() -> dict[str, float]:
    """What share is free, 0 to 1, of the disks that fill: of what citizens hand in (where it lies in a folder), and of
    what is under way."""
    places = {"evidence": getattr(storages["evidence"], "location", None), "temporary": tempfile.gettempdir()}
    usages = {name: shutil.disk_usage(_there(Path(place))) for name, place in places.items() if place}
    return {name: usage.free / usage.total for name, usage in usages.items()}


def _there(place: Path) -> Path:
    """The folder, or the one in which it will be made."""
    return next(folder for folder in (place, *place.parents) if folder.exists())
