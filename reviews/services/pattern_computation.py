"""Compute the patterns of the months that can still change, once a night, in the database.

The computation reads the ledgers and histories of those months completely. It therefore runs at night, and its result
is stored.
"""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from complaints.services.clocks import PAKISTAN
from reviews.rules.publication_periods import months_before

CHANGING_MONTHS = 4
"""Months that can still change: an objection or a denial follows weeks later, a breach at most some months later."""

LOCK_SQL = "LOCK TABLE reviews_monthofofficer IN SHARE ROW EXCLUSIVE MODE"
"""A second computation waits. Otherwise both would insert the same rows. Reading goes on."""

DELETE_SQL = "DELETE FROM reviews_monthofofficer WHERE month >= %(first)s"

COMPUTE_SQL = """
    INSERT INTO reviews_monthofofficer (officer_id, office_id, month, pattern, number, of)
    SELECT officer_id, office_id, date_trunc('month', at AT TIME ZONE 'Asia/Karachi')::date, pattern,
           count(*) FILTER (WHERE is_so), count(*)
    FROM (
        SELECT posting.officer_id, posting.office_id, min(custody.started_at) AS at, 'breached' AS pattern,
               EXISTS (SELECT 1 FROM sla_breach AS breach
                       WHERE breach.complaint_id = custody.complaint_id AND breach.level = 0
                         AND breach.officer_id = posting.officer_id) AS is_so
        FROM complaints_custody AS custody JOIN accounts_posting AS posting ON posting.id = custody.posting_id
        WHERE custody.started_at >= %(since)s
          AND NOT EXISTS (SELECT 1 FROM complaints_custody AS earlier
                          JOIN accounts_posting AS same ON same.id = earlier.posting_id
                          WHERE earlier.complaint_id = custody.complaint_id AND earlier.started_at < %(since)s
                            AND same.officer_id = posting.officer_id AND same.office_id = posting.office_id)
        GROUP BY custody.complaint_id, posting.officer_id, posting.office_id
      UNION ALL
        SELECT posting.officer_id, posting.office_id, report.at, 'objected',
               EXISTS (SELECT 1 FROM complaints_event AS objection
                       WHERE objection.complaint_id = report.complaint_id AND objection.kind = 'object'
                         AND objection.seq > report.seq
                         AND NOT EXISTS (SELECT 1 FROM complaints_event AS other
                                         WHERE other.complaint_id = report.complaint_id AND other.kind = 'submit_report'
                                           AND other.seq > report.seq AND other.seq < objection.seq))
        FROM complaints_event AS report JOIN accounts_posting AS posting ON posting.id = report.posting_id
        WHERE report.kind = 'submit_report' AND report.at >= %(since)s
          AND report.body::jsonb #>> '{facts,outcome}' = 'relief_granted'
      UNION ALL
        SELECT posting.officer_id, posting.office_id, run.ended_at, 'paused_late',
               COALESCE(run."left", run.started_at + run.budget - run.ended_at) < run."limit" / 10
        FROM complaints_clockrun AS run
        JOIN complaints_custody AS custody ON custody.complaint_id = run.complaint_id
         AND custody.started_at <= run.ended_at AND (custody.ended_at IS NULL OR custody.ended_at > run.ended_at)
        JOIN accounts_posting AS posting ON posting.id = custody.posting_id
        WHERE run.why = 'paused' AND run.ended_at >= %(since)s
      UNION ALL
        SELECT posting.officer_id, posting.office_id, claim.claimed_at, 'denied',
               claim.answer IN ('nobody', 'someone_else')
        FROM complaints_contactclaim AS claim JOIN accounts_posting AS posting ON posting.id = claim.posting_id
        WHERE claim.claimed_at >= %(since)s AND claim.answered_at IS NOT NULL
    ) AS one
    GROUP BY 1, 2, 3, 4
"""


@transaction.atomic
def compute_patterns(*, at: datetime, since: date | None = None) -> int:
    """Recompute the months from `since` on; by default those that can still change. Return the number of rows."""
    first = since or months_before(localdate(at), CHANGING_MONTHS - 1)
    begins_at = datetime(first.year, first.month, 1, tzinfo=PAKISTAN)
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SQL)
        cursor.execute(DELETE_SQL, {"first": first})
        cursor.execute(COMPUTE_SQL, {"since": begins_at})
        return cursor.rowcount
