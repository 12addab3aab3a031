"""Find recently changed complaints with clock time that no custody covers."""

from datetime import datetime

from django.db import connection

# A constraint prevents overlaps of custody, so if the union of custody contains a run, it covers each second once.
UNHELD = """
    SELECT DISTINCT run.complaint_id
    FROM complaints_clockrun AS run
    WHERE (run.ended_at IS NULL OR run.ended_at >= %s) AND NOT COALESCE((
        SELECT range_agg(tstzrange(custody.started_at, custody.ended_at)) @> tstzrange(run.started_at, run.ended_at)
        FROM complaints_custody AS custody WHERE custody.complaint_id = run.complaint_id
    ), FALSE)
    ORDER BY run.complaint_id
    LIMIT 100
"""


def find_uncovered_clock_time(*, since: datetime) -> list[int]:
    """Return at most 100 complaint ids with a clock run that custody does not cover. One statement.

    Only runs that still run or ended after `since` are checked.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNHELD, [since])
        return [pk for (pk,) in cursor.fetchall()]
