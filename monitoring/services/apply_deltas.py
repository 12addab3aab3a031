"""Folding: changes that wait are added to the tallies and are gone, some thousand at a time, each in one statement.

It reads nothing that it has not claimed, so several may fold at once; killed at any moment, all of a batch is folded or
none of it. Readers add up both tables in one statement and never see it half done.
"""

from django.db import connection, transaction

from monitoring.queries.tallies import CELL, KEY, NAMES
from monitoring.rules.tallies import MEASURES

BATCH = 5_000
COLUMNS = f"{CELL}, {NAMES}"
ADDED = ", ".join(f"sum((delta).{measure})::int" for measure in MEASURES)
SOME = " OR ".join(f"sum((delta).{measure}) <> 0" for measure in MEASURES)
GROWN = ", ".join(f"{measure} = tally.{measure} + EXCLUDED.{measure}" for measure in MEASURES)

# In the order of the key, so that two who fold wait for each other and never in a circle.
FOLD = f"""
    WITH claimed AS (
        DELETE FROM monitoring_tallydelta AS delta WHERE id IN (
            SELECT id FROM monitoring_tallydelta ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
        ) RETURNING delta
    ), folded AS (
        INSERT INTO monitoring_tally AS tally ({COLUMNS})
        SELECT cell.scope, cell.grain, cell.facet, cell.since, cell.value, {ADDED}
        FROM claimed, LATERAL tally_cells({KEY.replace("added.", "(delta).")}) AS cell
        GROUP BY 1, 2, 3, 4, 5 HAVING {SOME}
        ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT ({CELL}) DO UPDATE SET {GROWN}
    )
    SELECT count(*) FROM claimed
"""  # noqa: S608 (names)

# What is read together lies together: some pages instead of one for each day and value.
BUILD = f"""
    INSERT INTO monitoring_tally ({COLUMNS})
    SELECT cell.scope, cell.grain, cell.facet, cell.since, cell.value, {", ".join(f"sum({m})" for m in MEASURES)}
    FROM complaints_complaint AS complaint, LATERAL tally_contribution(complaint) AS added,
         LATERAL tally_cells({KEY}) AS cell
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""  # noqa: S608 (names)


def fold(*, batch: int = BATCH) -> int:
    """Fold what waits. How many changes that were."""
    total = 0
    while folded := _fold_some(batch):
        total += folded
        if folded < batch:
            break
    return total


def _fold_some(batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(FOLD, [batch])
        return cursor.fetchone()[0]


def rebuild() -> None:
    """Count everything anew, as things stand at one moment; nobody waits but who folds.

    What is committed later waits among the changes. Raises RuntimeError inside a transaction that runs already.
    """
    if connection.in_atomic_block:
        raise RuntimeError("Tallies are rebuilt in a transaction of their own.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("LOCK TABLE monitoring_tally IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM monitoring_tally")
        cursor.execute("DELETE FROM monitoring_tallydelta")
        cursor.execute(BUILD)
