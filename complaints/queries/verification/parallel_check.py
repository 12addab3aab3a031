"""Verify the parts of the log in several processes that read one snapshot of the database."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from django.db import connection, transaction

from complaints.queries.verification.log_check import LogPart, PartResult, verify_log_part
from complaints.worker_process import set_up_worker

FEWEST_PARTS = 16  # about 200,000 events; with fewer, one process finishes before others have started


def verify_log_parts(parts: Sequence[LogPart], *, processes: int) -> Iterator[PartResult]:
    """Verify each part. Use it inside `snapshot`.

    Uncommitted data are visible to a single process only.
    """
    if processes < 2 or len(parts) < FEWEST_PARTS:
        yield from map(verify_log_part, parts)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    settings = dict(connection.settings_dict)
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), set_up_worker, (settings,))
    with pool:
        yield from pool.map(_verify_part_in_snapshot, ((snapshot, part) for part in parts))


def _verify_part_in_snapshot(arguments: tuple[str, LogPart]) -> PartResult:
    snapshot, part = arguments
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
        return verify_log_part(part)
