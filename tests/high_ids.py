"""A pytest plugin (`-p tests.high_ids`) that starts the ids of every table at a high number, different for each table.

It finds tests that rely on small ids, or that pass one table's id as another's and succeed because both are 1.
`make test-deep` loads this plugin.
"""

import psycopg

from tests import databases

FIRST_ID, DISTANCE = 3_000_000, 1_000_003
SET_SEQUENCES = """
    SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s + %s * place)
    FROM (SELECT *, row_number() OVER (ORDER BY sequencename) AS place FROM pg_sequences) AS sequences
    WHERE data_type = 'bigint'::regtype AND sequencename NOT LIKE 'django%%'
"""

load_reference = databases.load_reference


def load_and_set_sequences(owner_url: str, app_url: str, name: str) -> None:
    """Load the reference data, then set every sequence. Rows of the reference data keep their ids."""
    load_reference(owner_url, app_url, name)
    with psycopg.connect(databases.at(owner_url, name)) as owner:
        owner.execute(SET_SEQUENCES, [FIRST_ID, DISTANCE])


databases.load_reference = load_and_set_sequences
