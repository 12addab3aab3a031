"""Check the services that the portal depends on: database, broker and disks. Used by /readyz and /metrics."""

import shutil
import tempfile
from pathlib import Path

import redis
from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, InterfaceError, connection, transaction

from complaints.file_stores.storage_interface import StorageUnavailable
from operations.file_storage import bucket_checks
from web.redis_connection import connect_to_redis

PATIENCE = 2  # seconds for the broker
SORT_ON_DISK = (
    "SELECT count(*) FROM (SELECT generate_series(1, 4000) AS number ORDER BY number DESC OFFSET 0) AS sorted"
)
"""Sorts with about 100 kB of temporary space on the database's disk if `work_mem` is small."""


def database_answers() -> bool:
    """Return whether the database answers a statement. Its time-outs are in the settings."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except (DatabaseError, InterfaceError):
        return False


def database_has_room() -> bool:
    """Return whether the database can still write to its disk."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64kB'")
            cursor.execute(SORT_ON_DISK)
            return cursor.fetchone() == (4000,)
    except (DatabaseError, InterfaceError):
        return False


def broker_answers() -> bool:
    """Return whether Redis answers PING within PATIENCE, for the broker's user and for the cache's."""
    try:
        for url in {settings.BROKER_URL, settings.CACHE_URL}:
            with connect_to_redis(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as server:
                if not server.ping():
                    return False
    except redis.RedisError:
        return False
    return True


def describe_file_storage() -> str:
    """Return "ok", or what is wrong with the buckets of evidence. A folder is described by its disk."""
    for bucket in bucket_checks.buckets_in_use():
        try:
            if problem := bucket_checks.find_bucket_problem(bucket):
                return problem
        except StorageUnavailable as error:
            return f"failed: {error}"
    return "ok"


def free_disk_shares() -> dict[str, float]:
    """Return the free share (0 to 1) of the disks with evidence, if it is in a folder, and with temporary files."""
    folders = {"evidence": getattr(storages["evidence"], "folder", None), "temporary": tempfile.gettempdir()}
    shares = {}
    for name, path in folders.items():
        if path:
            existing = next(folder for folder in (Path(path), *Path(path).parents) if folder.exists())
            usage = shutil.disk_usage(existing)
            shares[name] = usage.free / usage.total
    return shares
