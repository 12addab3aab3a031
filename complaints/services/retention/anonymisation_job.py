"""The job that anonymises complaints after their retention period, in short runs.

If it is killed, the next run continues.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic

from accounts.services.row_failures import RowFailures
from complaints.queries import past_retention as queries
from complaints.services.retention import file_deletion
from complaints.services.retention.anonymisation import anonymise

logger = logging.getLogger(__name__)

RUN_DURATION = timedelta(seconds=120)
BATCH = 200


def anonymise_due(*, at: datetime) -> int:
    """Anonymise complaints whose retention period is over, in one short run. Return their number.

    Raises RowsFailed at the end if some could not be anonymised.
    """
    failures = RowFailures(logger)
    count = run_anonymisation(at=at, failures=failures)
    failures.raise_if_any()
    return count


def run_anonymisation(*, at: datetime, failures: RowFailures) -> int:
    """Anonymise complaints as `anonymise_due` does, each in its own transaction, and add to `failures` what failed.

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
            if monotonic() - started > RUN_DURATION.total_seconds():
                return count
            with failures.caught("Complaint %s could not be anonymised", complaint_id):
                count += anonymise(complaint_id, at=at, months=months)
            last_id = complaint_id
    return count
