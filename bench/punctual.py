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

from complaints.rules.clock import PROMISED
from config.embedded import SUPERUSER

CHOSEN = """
    CREATE TEMP TABLE given AS SELECT complaint FROM monitoring_pending WHERE due_at <= now()
    ORDER BY md5(complaint::text)
    LIMIT greatest((SELECT count(*) FROM monitoring_pending WHERE due_at <= now()) - %s, 0)
"""
MOVED = """
    CREATE TEMP TABLE moved AS
    SELECT complaint_id, clock, due_at AS was, now() + random() * interval '14 days' AS due_at
    FROM complaints_runningclock JOIN given ON complaint_id = complaint
    WHERE clock = ANY(%s) AND due_at <= now()
"""
WRITTEN = (
    """
    UPDATE complaints_clockrun AS run SET budget = run.budget + (moved.due_at - moved.was) FROM moved
    WHERE run.complaint_id = moved.complaint_id AND run.clock = moved.clock AND run.ended_at IS NULL
    """,
    """
    UPDATE complaints_runningclock AS running SET due_at = moved.due_at FROM moved
    WHERE running.complaint_id = moved.complaint_id AND running.clock = moved.clock
    """,
    """
    UPDATE complaints_complaint SET due_at = first.due_at
    FROM (SELECT complaint_id, min(due_at) AS due_at FROM complaints_runningclock GROUP BY 1) AS first, given
    WHERE id = first.complaint_id AND id = given.complaint
    """,
    "DELETE FROM monitoring_pending USING given WHERE monitoring_pending.complaint = given.complaint",
    """
    INSERT INTO monitoring_pending SELECT told.*
    FROM given JOIN complaints_complaint AS found ON found.id = given.complaint, LATERAL pending_of(found) AS told
    """,
)


def give_time(database: Connection, late: int) -> int:
    """Until no more than so many open complaints are overdue. How many got more time."""
    with database.transaction():
        database.execute("SET LOCAL session_replication_role = replica")
        database.execute(CHOSEN, [late])
        database.execute(MOVED, [sorted(PROMISED)])
        for statement in WRITTEN:
            changed = database.execute(statement).rowcount
        database.execute("DROP TABLE given, moved")
    for table in ("monitoring_pending", "complaints_runningclock", "complaints_clockrun", "complaints_complaint"):
        database.execute(f"VACUUM ANALYZE {table}")
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
