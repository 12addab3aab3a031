"""The job: a little at a time, for as long as it may. Killed at any moment it goes on where it was."""

import logging
from datetime import datetime, timedelta
from time import monotonic

from complaints.queries import retention as queries
from complaints.services.retention import files
from complaints.services.retention.whole import anonymise

logger = logging.getLogger(__name__)

ROUND = timedelta(seconds=120)
BATCH = 200


def anonymise_due(*, at: datetime, round_of: timedelta = ROUND) -> int:
    """Destroy what is over, each complaint in a transaction of its own. Returns how many complaints were done.

    First the files that somebody before was killed over. Any number of workers may: each complaint is locked, looked
    at again, and passed over where somebody else has it.
    """
    began, done, last = monotonic(), 0, 0
    files.delete_what_is_gone()
    months = queries.months_by_category()
    while months and (found := queries.due(at=at, months=months, most=BATCH, after=last)):
        for complaint_id in found:
            if monotonic() - began > round_of.total_seconds():
                return done
            done, last = done + _one(complaint_id, at=at, months=months), complaint_id
    return done


def _one(complaint_id: int, *, at: datetime, months: dict[int, int]) -> bool:
    try:
        return anonymise(complaint_id, at=at, months=months)
    except Exception:  # one that cannot be done must not keep the others for ever
        logger.exception("Complaint %s could not be anonymised", complaint_id)
        return False
