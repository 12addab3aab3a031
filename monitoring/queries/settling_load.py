"""The settling load of each complaint cell: how many complaints wait for an operator to confirm whom they are against.

Source: docs/rules.md, *Before registration*, 10. The staffing that follows from it is in docs/runbook.md.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connections, router

from accounts.models import Office
from complaints.models import ClockRun
from ledger.sql_arrays import array_literal

MEASURED_OVER = timedelta(days=30)
SETTLING_LOAD_SQL = """
    SELECT cell.office_id,
           count(*) FILTER (WHERE run.ended_at IS NULL) AS waiting,
           count(*) FILTER (WHERE run.ended_at IS NULL AND run.started_at + run.budget <= %(at)s) AS late,
           min(run.started_at) FILTER (WHERE run.ended_at IS NULL) AS oldest,
           count(*) FILTER (WHERE run.why = %(done)s) AS settled,
           count(*) FILTER (WHERE run.why = %(ran_out)s) AS ran_out,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY run.ended_at - run.started_at)
               FILTER (WHERE run.why = %(done)s) AS median
    FROM complaints_clockrun AS run
    CROSS JOIN LATERAL (
        SELECT office_id FROM complaints_custody AS custody
        WHERE custody.complaint_id = run.complaint_id AND custody.started_at <= run.started_at
        ORDER BY custody.started_at DESC LIMIT 1
    ) AS cell
    WHERE run.clock = 'settling' AND (run.ended_at IS NULL OR run.ended_at > %(since)s)
        AND run.complaint_id <> ALL(%(hidden)s::bigint[])
    GROUP BY cell.office_id
"""
"""The literal 'settling' is that of the index `clock_run_settling`."""


@dataclass(frozen=True)
class CellLoad:
    """The settling load of one complaint cell: the one that had each complaint when its clock started.

    `oldest`: since when the oldest complaint waits. `settled`, `ran_out`, `median`: of the clocks that ended within
    MEASURED_OVER; the median time of those that were settled, None if there was none.
    """

    office: Office
    waiting: int
    late: int
    oldest: datetime | None
    settled: int
    ran_out: int
    median: timedelta | None


def load_settling_load(hidden: Collection[int], *, at: datetime) -> list[CellLoad]:
    """Return the load of each cell that settled or has to settle, most late and then most waiting first.

    hidden: complaints that the reader may not see. One statement; a second if there are any.
    """
    arguments = {
        "at": at,
        "since": at - MEASURED_OVER,
        "done": str(ClockRun.Why.DONE),
        "ran_out": str(ClockRun.Why.RAN_OUT),
        "hidden": array_literal(hidden),
    }
    with connections[router.db_for_read(ClockRun)].cursor() as cursor:
        cursor.execute(SETTLING_LOAD_SQL, arguments)
        rows = cursor.fetchall()
    offices = Office.objects.in_bulk([row[0] for row in rows]) if rows else {}
    loads = [CellLoad(offices[office_id], *figures) for office_id, *figures in rows]
    return sorted(loads, key=lambda load: (-load.late, -load.waiting, load.office.path))
