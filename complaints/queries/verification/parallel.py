"""Parts of the log, looked at by several processes that read one snapshot of the database."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from django.db import connection, transaction

from complaints.queries.verification.log import LogPart, Looked, look
from complaints.worker_process import begin

ENOUGH = 16  # parts, some 200,000 events: of fewer one process is done before others have begun


def look_at(parts: Sequence[LogPart], *, processes: int) -> Iterator[Looked]:
    """Look at each part. To be used inside `snapshot`; what is not committed yet one process alone can see."""
    if processes < 2 or len(parts) < ENOUGH:
        yield from map(look, parts)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        ours = cursor.fetchone()[0]
    settings = dict(connection.settings_dict)
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), begin, (settings,))
    with pool:
        yield from pool.map(_look, ((ours, part) for part in parts))


def _look(told: tuple[str, LogPart]) -> Looked:
    snapshot, part = told
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
        return look(part)
