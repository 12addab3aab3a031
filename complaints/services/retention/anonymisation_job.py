"""The job that anonymises complaints after their retention period, in short runs.

If it is killed, the next run continues.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic

from complaints.queries import past_retention as queries
from complaints.services.retention import file_deletion
from complaints.services.retention.anonymisation import anonymise

logger = logging.getLogger(__name__)

RUN_DURATION = timedelta(seconds=120)
BATCH = 200


def anonymise_due(*, at: datetime, max_duration: timedelta = RUN_DURATION) -> int:
    """Anonymise the complaints whose retention period is over, each in its own transaction. Return their number.

    max_duration: the maximum duration of the run.

    It first deletes the files that a killed run has left. Several workers can run it at the same time: each complaint
    is locked and checked again, and skipped if another worker has locked it.
    """
    started, count, last_id = monotonic(), 0, 0
    file_deletion.delete_marked_files()
    months = queries.retention_months_by_category()
    while months and (
        complaint_ids := queries.next_ids_past_retention(at=at, months=months, limit=BATCH, after=last_id)
    ):
        for complaint_id in complaint_ids:
            if monotonic() - started > max_duration.total_seconds():
                return count
            count, last_id = count + _try_anonymise(complaint_id, at=at, months=months), complaint_id
    return count


def _try_anonymise(complaint_id: int, *, at: datetime, months: dict[int, int]) -> bool:
    try:
        return anonymise(complaint_id, at=at, months=months)
    except Exception:  # One complaint that fails must not hold up the others.
        logger.exception("Complaint %s could not be anonymised", complaint_id)
        return False
