"""Let PostgreSQL plan a statement as it would in production, or for a table of a million rows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from tests import databases

ROWS = 1_000_000
_SET_STATISTICS = """
    SELECT pg_restore_relation_stats(
        'schemaname', 'public', 'relname', relname::text,
        'relpages', (pg_relation_size(oid) / current_setting('block_size')::int)::int, 'reltuples', %(rows)s::real)
    FROM pg_class
    WHERE oid = %(table)s::regclass OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = %(table)s::regclass)
"""


def as_in_production() -> None:
    """Restore PostgreSQL's own planner limits for the rest of this test (see `tests.servers.FAST_PLANS`)."""
    with connection.cursor() as cursor:
        cursor.execute("SET join_collapse_limit = 8; SET from_collapse_limit = 8")


@contextmanager
def large(table: str) -> Iterator[None]:
    """Let the planner assume, within the context, that the table and each of its indexes hold `ROWS` rows.

    On a table of ten rows two indexes have the same cost, and the choice between them is random. The planner derives
    the number of rows from the rows per page in the statistics and the current number of pages. Earlier tests leave
    pages of dead rows, so the statistics name the pages that exist. Only the owner may set statistics, hence the second
    connection; they are reset at the end.
    """
    with psycopg.connect(databases.at(os.environ["TEST_OWNER_URL"], connection.settings_dict["NAME"])) as owner:
        owner.execute(_SET_STATISTICS, {"table": table, "rows": ROWS})
    try:
        yield
    finally:
        with psycopg.connect(databases.at(os.environ["TEST_OWNER_URL"], connection.settings_dict["NAME"])) as owner:
            owner.execute(_SET_STATISTICS, {"table": table, "rows": -1})
