"""Apply waiting deltas to the tallies, or count all tallies again.

Deltas are applied some thousand at a time, each batch in one statement. The statement reads only deltas that it has
claimed, so several workers may apply at once. If it is killed, the whole batch is applied or nothing. Readers add up
deltas and tallies in one statement, so they never see a batch half applied.
"""

from django.db import connection, transaction

from monitoring.tallies.definitions import MEASURES
from monitoring.tallies.tally_reading import CELL_COLUMNS, DELTA_ARGUMENTS, MEASURE_COLUMNS

BATCH = 5_000
REBUILD_MEMORY = "256MB"
"""PostgreSQL's work_mem while all tallies are counted. With the default, ten million complaints make 600 million rows
of cells that go to the disk, over 50 GB; with this much, the sums of a month stay in memory."""
TALLY_COLUMNS = f"{CELL_COLUMNS}, {MEASURE_COLUMNS}"
DELTA_SUMS = ", ".join(f"sum((delta).{measure})::int" for measure in MEASURES)
ANY_NONZERO = " OR ".join(f"sum((delta).{measure}) <> 0" for measure in MEASURES)
INCREMENTS = ", ".join(f"{measure} = tally.{measure} + EXCLUDED.{measure}" for measure in MEASURES)

# Rows are written in the order of the primary key, so that two workers cannot deadlock.
APPLY_DELTAS = f"""
    WITH claimed AS (
        DELETE FROM monitoring_tallydelta AS delta WHERE id IN (
            SELECT id FROM monitoring_tallydelta ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
        ) RETURNING delta
    ), applied AS (
        INSERT INTO monitoring_tally AS tally ({TALLY_COLUMNS})
        SELECT cell.scope, cell.grain, cell.facet, cell.since, cell.value, {DELTA_SUMS}
        FROM claimed, LATERAL tally_cells({DELTA_ARGUMENTS.replace("added.", "(delta).")}) AS cell
        GROUP BY 1, 2, 3, 4, 5 HAVING {ANY_NONZERO}
        ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT ({CELL_COLUMNS}) DO UPDATE SET {INCREMENTS}
    )
    SELECT count(*) FROM claimed
"""  # noqa: S608 (names)

# The first moment of each month with complaints, as local time without a zone.
MONTHS = """
    SELECT generate_series(date_trunc('month', min(received_at) AT TIME ZONE 'Asia/Karachi'),
                           max(received_at) AT TIME ZONE 'Asia/Karachi', '1 month')
    FROM complaints_complaint
"""
# The order of the primary key puts rows that are read together into few pages. Cells of EVER and OWN get a part from
# each month, so existing rows are added to.
BUILD_TALLIES_OF_MONTH = f"""
    INSERT INTO monitoring_tally AS tally ({TALLY_COLUMNS})
    SELECT cell.scope, cell.grain, cell.facet, cell.since, cell.value, {", ".join(f"sum({m})" for m in MEASURES)}
    FROM complaints_complaint AS complaint, LATERAL tally_contribution(complaint) AS added,
         LATERAL tally_cells({DELTA_ARGUMENTS}) AS cell
    WHERE complaint.received_at >= %(month)s AT TIME ZONE 'Asia/Karachi'
        AND complaint.received_at < (%(month)s + interval '1 month') AT TIME ZONE 'Asia/Karachi'
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT ({CELL_COLUMNS}) DO UPDATE SET {INCREMENTS}
"""  # noqa: S608 (names)


def apply_deltas(*, batch: int = BATCH) -> int:
    """Apply all waiting deltas, at most `batch` at a time. Return how many were applied."""
    total = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(APPLY_DELTAS, [batch])
            applied = cursor.fetchone()[0]
        total += applied
        if applied < batch:
            return total


def rebuild_tallies() -> None:
    """Count all tallies again from the complaints, as of one moment.

    Month by month, so that the sums fit into REBUILD_MEMORY. `apply_deltas` waits meanwhile, writers and readers do
    not. Changes that are committed later wait as deltas. Raises RuntimeError inside a running transaction.
    """
    if connection.in_atomic_block:
        raise RuntimeError("Tallies are rebuilt in a transaction of their own.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"SET LOCAL work_mem = '{REBUILD_MEMORY}'")
        cursor.execute("LOCK TABLE monitoring_tally IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM monitoring_tally")
        cursor.execute("DELETE FROM monitoring_tallydelta")
        cursor.execute(MONTHS)
        for (month,) in cursor.fetchall():
            cursor.execute(BUILD_TALLIES_OF_MONTH, {"month": month})
