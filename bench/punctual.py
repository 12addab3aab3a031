"""As many open complaints late as a bench asks for: `python -m bench.punctual LATE` (bench/README.md).

A base is made with one open complaint in ten overdue, and each hour that it then lies there more of them run out. Here
so many of those that are late get more time, up to a fortnight, that the rest is the number asked for: their running
clocks are moved on in clock, ledger and complaint alike, as the board's rule reads them (`pending_of`). No line of a
history tells of it, so nothing that verifies histories may be run on it afterwards.

The server's superuser does it, past triggers. The tallies know nothing of deadlines that nobody has met yet.
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
BY_THE_HOUR = """
    INSERT INTO monitoring_duehour (hour, number) SELECT date_trunc('hour', due_at, 'UTC'), count(*)
    FROM monitoring_pending WHERE due_at IS NOT NULL GROUP BY 1
"""


def give_time(database: Connection, late: int) -> int:
    """Until no more than so many open complaints are overdue. How many got more time."""
    return move_on(database, LATE, late)


def move_on(database: Connection, chosen: str, *values) -> int:
    """Move all running clocks of some open complaints on, by `later` each. How many complaints that were.

    `chosen`: a query of their ids and of how much, with its values.
    """
    with database.transaction():
        database.execute("SET LOCAL session_replication_role = replica")
        database.execute(f"CREATE TEMP TABLE given AS {chosen}", values)
        for statement in WRITTEN:
            changed = database.execute(statement).rowcount
        database.execute("DELETE FROM monitoring_duehour")
        database.execute(BY_THE_HOUR)
        database.execute("DROP TABLE given")
    for table in ("monitoring_pending", "complaints_runningclock", "complaints_clockrun", "complaints_complaint"):
        database.execute(f"VACUUM ANALYZE {table}")
    database.execute("REINDEX TABLE monitoring_pending")  # as each night (monitoring.services.packing)
    return changed


def superuser() -> Connection:
    """At the server of DATABASE_OWNER_URL."""
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
