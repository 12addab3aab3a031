"""Hours of deadlines (`DueHour`): rows of one hour are put together, some thousand times a day, or counted anew.

Killed at any moment, all of a fold is done or none of it; two that fold at once pass over each other's rows.
"""

from django.db import connection, transaction

from monitoring.models.due_hour import HOUR

FOLD = """
    WITH gone AS (
        DELETE FROM monitoring_duehour WHERE id IN (
            SELECT id FROM monitoring_duehour
            WHERE hour IN (SELECT hour FROM monitoring_duehour GROUP BY hour HAVING count(*) > 1 OR sum(number) = 0)
            ORDER BY id FOR UPDATE SKIP LOCKED
        ) RETURNING hour, number
    )
    INSERT INTO monitoring_duehour (hour, number)
    SELECT hour, sum(number) FROM gone GROUP BY hour HAVING sum(number) <> 0
"""
BUILD = f"""
    INSERT INTO monitoring_duehour (hour, number)
    SELECT {HOUR}, count(*) FROM monitoring_pending WHERE due_at IS NOT NULL GROUP BY 1
"""  # noqa: S608 (names)


def fold() -> None:
    """One row an hour, as far as nobody else is at it."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD)


def rebuild() -> None:
    """Count anew what is open. Who changes a deadline meanwhile waits for it, a tenth of a second.

    Raises RuntimeError inside a transaction that runs already.
    """
    if connection.in_atomic_block:
        raise RuntimeError("Hours of deadlines are counted anew in a transaction of their own.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("LOCK TABLE monitoring_duehour IN SHARE ROW EXCLUSIVE MODE")  # what has changed is committed now
        cursor.execute("DELETE FROM monitoring_duehour")
        cursor.execute(BUILD)
