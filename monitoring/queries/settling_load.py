"""The settling load of each complaint cell: how many complaints wait for an operator to confirm whom they are against.

Source: docs/rules.md, *Before registration*, 10. The staffing that follows from it is in docs/runbook.md.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.db import connections, router
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from redis.exceptions import RedisError

from accounts.models import Office, Posting
from accounts.rules.roles import Role
from complaints.models import ClockRun
from complaints.queries.officer_workload import on_leave_condition
from ledger.sql_arrays import array_literal

MEASURED_OVER = timedelta(days=30)
KEPT_SECONDS = 120
"""How long a board uses the figures again. Counting them takes PostgreSQL 6 ms at 100,000 complaints, more with more
complaints of a month and with more that wait."""
CELL_OF_RUN_SQL = """
    FROM complaints_clockrun AS run
    CROSS JOIN LATERAL (
        SELECT office_id FROM complaints_custody AS custody
        WHERE custody.complaint_id = run.complaint_id AND custody.started_at <= run.started_at
        ORDER BY custody.started_at DESC LIMIT 1
    ) AS cell
    WHERE run.clock = 'settling' AND run.complaint_id <> ALL(%(hidden)s::bigint[])
"""
"""The literal 'settling' is that of the index `clock_run_settling`."""
WAITING_SQL = f"""
    SELECT cell.office_id, count(*), count(*) FILTER (WHERE run.started_at + run.budget <= %(at)s),
           extract(epoch FROM min(run.started_at))::float
    {CELL_OF_RUN_SQL} AND run.ended_at IS NULL GROUP BY cell.office_id
"""  # noqa: S608
ENDED_SQL = f"""
    SELECT cell.office_id,
           count(*) FILTER (WHERE run.why = %(done)s),
           count(*) FILTER (WHERE run.why = %(ran_out)s),
           extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY run.ended_at - run.started_at)
               FILTER (WHERE run.why = %(done)s))::float
    {CELL_OF_RUN_SQL} AND run.ended_at > %(since)s GROUP BY cell.office_id
"""  # noqa: S608


@dataclass(frozen=True)
class CellLoad:
    """The settling load of one complaint cell: the one that had each complaint when its clock started.

    `operators`: how many complaint operators are posted there now and not on leave. `oldest`: since when the oldest
    complaint waits. `settled`, `ran_out`, `median`: of the clocks that ended within
    MEASURED_OVER; the median time of those that were settled, None if there was none.
    """

    office: Office
    operators: int
    waiting: int
    late: int
    oldest: datetime | None
    settled: int
    ran_out: int
    median: timedelta | None


def load_settling_load(hidden: Collection[int], *, at: datetime, reuse: bool = False) -> list[CellLoad]:
    """Return the load of each cell that settled or has to settle, most late and then most waiting first.

    hidden: complaints that the reader may not see. `reuse`: the numbers of complaints may be up to two minutes old. Two
    statements, none if they are reused; one more if there are any cells.
    """
    waiting, ended = (
        {office: figures for office, *figures in rows} for rows in _rows_of_cells(hidden, at=at, reuse=reuse)
    )
    present = Posting.objects.current(at).filter(role=Role.COMPLAINT_OPERATOR).exclude(on_leave_condition(at))
    numbers = present.filter(office=OuterRef("pk")).order_by().values("office").annotate(number=Count("pk"))
    with_operators = Office.objects.annotate(operators=Coalesce(Subquery(numbers.values("number")), 0))
    offices = with_operators.in_bulk(waiting.keys() | ended.keys()) if waiting or ended else {}
    loads = []
    for pk, office in offices.items():
        number, late, since = waiting.get(pk, (0, 0, None))
        oldest = None if since is None else datetime.fromtimestamp(since, UTC)
        settled, ran_out, seconds = ended.get(pk, (0, 0, None))
        median = None if seconds is None else timedelta(seconds=seconds)
        loads.append(CellLoad(office, office.operators, number, late, oldest, settled, ran_out, median))
    return sorted(loads, key=lambda load: (-load.late, -load.waiting, load.office.path))


def _rows_of_cells(hidden: Collection[int], *, at: datetime, reuse: bool) -> list[list]:
    """Return office, waiting, late and the oldest's time; and office, settled, ran out and median seconds.

    With `reuse`, those of up to two minutes ago.
    """
    if not reuse:
        return _read_rows_of_cells(hidden, at=at)
    key = f"settling_load:{hashlib.sha256(repr(sorted(hidden)).encode()).hexdigest()}"
    try:
        rows = cache.get(key)
        if rows is None:
            rows = _read_rows_of_cells(hidden, at=at)
            cache.set(key, rows, KEPT_SECONDS)
    except RedisError:
        return _read_rows_of_cells(hidden, at=at)
    return rows


def _read_rows_of_cells(hidden: Collection[int], *, at: datetime) -> list[list]:
    arguments = {
        "at": at,
        "since": at - MEASURED_OVER,
        "done": str(ClockRun.Why.DONE),
        "ran_out": str(ClockRun.Why.RAN_OUT),
        "hidden": array_literal(hidden),
    }
    with connections[router.db_for_read(ClockRun)].cursor() as cursor:
        return [cursor.execute(statement, arguments).fetchall() for statement in (WAITING_SQL, ENDED_SQL)]
