"""What PostgreSQL would do for a statement if the table were as large as it will be one day."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from tests import databases

ROWS = 1_000_000
_SAID = """
    SELECT pg_restore_relation_stats(
        'schemaname', 'public', 'relname', relname::text,
        'relpages', (pg_relation_size(oid) / current_setting('block_size')::int)::int, 'reltuples', %(rows)s::real)
    FROM pg_class
    WHERE oid = %(table)s::regclass OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = %(table)s::regclass)
"""


def as_in_production() -> None:
    """Have PostgreSQL plan the rest of this test as it does of itself (otherwise `tests.servers.HASTY_PLANS` holds)."""
    with connection.cursor() as cursor:
        cursor.execute("SET join_collapse_limit = 8; SET from_collapse_limit = 8")


@contextmanager
def large(table: str) -> Iterator[None]:
    """Within, the planner believes that the table and each of its indexes hold `ROWS` rows.

    On a table of ten rows two indexes cost the same and chance decides between them. The planner multiplies how full
    it was told that a page is by how many pages there are now, and earlier tests have left pages of rows taken back:
    so it is told of the pages that are there, at least one. Only its owner may say how large a table is, so another
    connection says it, and takes it back.
    """
    with psycopg.connect(databases.at(os.environ["TEST_OWNER_URL"], connection.settings_dict["NAME"])) as owner:
        owner.execute(_SAID, {"table": table, "rows": ROWS})
    try:
        yield
    finally:
        with psycopg.connect(databases.at(os.environ["TEST_OWNER_URL"], connection.settings_dict["NAME"])) as owner:
            owner.execute(_SAID, {"table": table, "rows": -1})
