"""A pytest plugin (`-p tests.far_on`): the ids of every table begin at a number of its own, far from one.

A rollback does not set a sequence back, so what a test finds depends on those before it where it takes ids for small,
or one table's for another's. `make test-deep` has this.
"""

import psycopg

from tests import databases

FAR_ON, APART = 3_000_000, 1_000_003
MOVED = """
    SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s + %s * place)
    FROM (SELECT *, row_number() OVER (ORDER BY sequencename) AS place FROM pg_sequences) AS sequences
    WHERE data_type = 'bigint'::regtype AND sequencename NOT LIKE 'django%%'
"""

load_reference = databases.load_reference


def load_and_move(owner_url: str, app_url: str, name: str) -> None:
    """What offices have is loaded, and what comes later has ids from far on."""
    load_reference(owner_url, app_url, name)
    with psycopg.connect(databases.at(owner_url, name)) as owner:
        owner.execute(MOVED, [FAR_ON, APART])


databases.load_reference = load_and_move
