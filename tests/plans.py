"""What PostgreSQL would do for a statement if the table were as large as it will be one day."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from tests import databases

ROWS = 1_000_000
_SAID = """
    SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', relname::text,
                                     'relpages', {pages}, 'reltuples', {rows}::real)
    FROM pg_class
    WHERE oid = %(table)s::regclass OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = %(table)s::regclass)
"""


@contextmanager
def large(table: str) -> Iterator[None]:
    """Within, the planner believes that each page of the table and of its indexes holds `ROWS` rows.

    On a table of ten rows two indexes cost the same and chance decides between them (how many pages earlier tests have
    left in each). Only its owner may say how large a table is, so another connection says it, and takes it back.
    """
    with psycopg.connect(databases.at(os.environ["TEST_OWNER_URL"], connection.settings_dict["NAME"])) as owner:
        owner.execute(_SAID.format(pages=1, rows=ROWS), {"table": table})
    try:
        yield
    finally:
        with psycopg.connect(databases.at(os.environ["TEST_OWNER_URL"], connection.settings_dict["NAME"])) as owner:
            owner.execute(_SAID.format(pages=0, rows=-1), {"table": table})
