"""Extend deadlines until a number of open complaints is overdue: `python -m bench.punctual LATE` (bench/README.md).

A prepared database has more overdue complaints with every hour. This extends the deadlines of some of them by up to a
fortnight until LATE remain, in running clocks, their ledger, and complaints, as `pending_of` reads them. It writes no
events, so histories of this database can no longer be verified.

It runs as superuser without triggers. Tallies don't depend on deadlines that are not met yet, so they stay right.
"""

import argparse
import os

import psycopg
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config.embedded import SUPERUSER

LATE = """
    SELECT complaint, now() - due_at + random() * interval '14 days' AS later FROM monitoring_pending
    WHERE due_at <= now() ORDER BY md5(complaint::text)
    LIMIT greatest((SELECT count(*) FROM monitoring_pending WHERE due_at <= now()) - %s, 0)
"""
WRITTEN = (
    """
    UPDATE complaints_clockrun SET budget = budget + later
    FROM given WHERE complaint_id = complaint AND ended_at IS NULL
    """,
    """
    UPDATE complaints_runningclock SET due_at = due_at + later, next_step_at = next_step_at + later
    FROM given WHERE complaint_id = complaint
    """,
    """
    UPDATE complaints_complaint SET due_at = due_at + later FROM given WHERE id = complaint AND due_at < '9000-01-01'
    """,
    "DELETE FROM monitoring_pending USING given WHERE monitoring_pending.complaint = given.complaint",
    """
    INSERT INTO monitoring_pending SELECT told.*
    FROM given JOIN complaints_complaint AS found ON found.id = given.complaint, LATERAL pending_of(found) AS told
    """,
)


def give_time(database: Connection, late: int) -> int:
    """Extend deadlines until at most `late` open complaints are overdue. Return how many were extended."""
    return move_on(database, LATE, late)


def move_on(database: Connection, chosen: str, *values) -> int:
    """Extend all running clocks of the chosen complaints. Return how many complaints were changed.

    `chosen`: a query that returns `complaint` and the interval `later`, with its values.
    """
    with database.transaction():
        database.execute("SET LOCAL session_replication_role = replica")
        database.execute(f"CREATE TEMP TABLE given AS {chosen}", values)
        for statement in WRITTEN:
            changed = database.execute(statement).rowcount
        database.execute("DROP TABLE given")
    for table in ("monitoring_pending", "complaints_runningclock", "complaints_clockrun", "complaints_complaint"):
        database.execute(f"VACUUM ANALYZE {table}")
    return changed


def superuser() -> Connection:
    """Connect to the server of DATABASE_OWNER_URL as superuser."""
    where = conninfo_to_dict(os.environ["DATABASE_OWNER_URL"]) | {"user": SUPERUSER}
    return psycopg.connect(make_conninfo(**where), autocommit=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("late", type=int)
    wanted = parser.parse_args()
    with superuser() as database:
        print(f"{give_time(database, wanted.late):,} open complaints were given time")


if __name__ == "__main__":
    main()
