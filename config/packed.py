"""Whose indexes the portal's own role may write anew though it owns nothing (monitoring.services.packing)."""

from django.db import connections

from config.database import allow

TABLES = ["monitoring_pending"]
KNOWN_SINCE = 17_00_00
"""The version of PostgreSQL that has a right for it; before, only the tables' owner may."""


def allow_all(*, using: str, **_) -> None:
    """After each migration, as whoever migrates."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.pg_version < KNOWN_SINCE:
            return
        for table in {*TABLES} & {*connection.introspection.table_names(cursor)}:
            allow(cursor, table, "MAINTAIN")
