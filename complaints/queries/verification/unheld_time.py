"""Every second of every clock is somebody's: of all complaints that changed lately, in one statement."""

from datetime import datetime

from django.db import connection

# Custody never overlaps (a constraint of its own), so a run that lies within all of it has each second held once.
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


def unheld(*, since: datetime) -> list[int]:
    """At most a hundred complaints, some second of whose clocks is nobody's: of what runs, or ended since then."""
    with connection.cursor() as cursor:
        cursor.execute(UNHELD, [since])
        return [pk for (pk,) in cursor.fetchall()]
