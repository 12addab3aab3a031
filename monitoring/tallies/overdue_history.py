"""Record each day which complaints are overdue, and read how many there were on earlier days.

Whether a complaint is overdue depends on the moment, so the tallies cannot know it for the past. A job records it at
the beginning of each day. Days that the job missed can be derived from the ledgers of clocks and custody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection, connections, router, transaction
from django.utils.timezone import localdate

from complaints.rules.clock import PROMISED
from monitoring.tallies.definitions import PROVINCE
from monitoring.tallies.tally_models import Tally

KEPT_DAYS = 140
"""The board looks back eighteen weeks."""

BEGIN_DAY = """
    INSERT INTO monitoring_overduesum (scope, day, overdue) VALUES (%s, %s, 0) ON CONFLICT DO NOTHING RETURNING day
"""
# Without a row, an office did not exist on that day: its complaints were overdue elsewhere then.
BEGIN_OFFICES = """
    INSERT INTO monitoring_overduesum (scope, day, overdue)
    SELECT office.id, day, 0 FROM accounts_office AS office, unnest(%s::date[]) AS day ON CONFLICT DO NOTHING
"""
RECORD_PENDING = """
    INSERT INTO monitoring_overduerecord (complaint, day, scopes)
    SELECT complaint, %s, (
        SELECT array_agg(DISTINCT scope)
        FROM unnest(ARRAY[0, region, district, division, circle, station, office]) AS scope WHERE scope IS NOT NULL
    ) FROM monitoring_pending WHERE due_at <= %s
"""
# A complaint was overdue at the beginning of a day if one of its promised clocks ran then and had passed its deadline.
DERIVE_RECORDS = """
    INSERT INTO monitoring_overduerecord (complaint, day, scopes)
    SELECT DISTINCT run.complaint_id, begins.day, line.scopes
    FROM complaints_clockrun AS run
        CROSS JOIN LATERAL (SELECT run.started_at + run.budget AS due_at) AS deadline
        CROSS JOIN LATERAL (
            SELECT day::date, day AT TIME ZONE 'Asia/Karachi' AS at
            FROM generate_series(
                greatest((due_at AT TIME ZONE 'Asia/Karachi')::date, %(first)s)::timestamp,
                least((coalesce(run.ended_at, %(at)s) AT TIME ZONE 'Asia/Karachi')::date, %(last)s)::timestamp,
                '1 day'
            ) AS day
        ) AS begins
        JOIN complaints_custody AS custody
            ON custody.complaint_id = run.complaint_id AND custody.started_at <= begins.at
            AND (custody.ended_at IS NULL OR custody.ended_at > begins.at)
        JOIN (
            SELECT office.id, array_append(array_agg(DISTINCT above.id), 0::bigint) AS scopes
            FROM accounts_office AS office
            JOIN accounts_office AS above ON starts_with(office.path, above.path)
                AND (above.kind <> 'central' OR above.id = office.id)
            GROUP BY office.id
        ) AS line ON line.id = custody.office_id
    WHERE run.clock = ANY(%(clocks)s) AND run.started_at <= begins.at AND due_at <= begins.at
        AND (run.ended_at IS NULL OR run.ended_at > begins.at) AND begins.day = ANY(%(days)s)
"""
ADD_UP = """
    INSERT INTO monitoring_overduesum (scope, day, overdue)
    SELECT scope, day, count(*) FROM monitoring_overduerecord, unnest(scopes) AS scope
    WHERE day = ANY(%s) GROUP BY scope, day
    ON CONFLICT (scope, day) DO UPDATE SET overdue = EXCLUDED.overdue
"""
READ_SUMS = """
    SELECT scope, day, sum(number)::int FROM (
        SELECT scope, day, overdue AS number FROM monitoring_overduesum
        WHERE scope = ANY(%(scopes)s::bigint[]) AND day = ANY(%(days)s::date[])
      UNION ALL
        SELECT scope, record.day, -1
        FROM unnest(%(hidden)s::bigint[], %(since)s::date[]) AS hidden (complaint, since)
            JOIN monitoring_overduerecord AS record
                ON record.complaint = hidden.complaint AND record.day > hidden.since,
            unnest(record.scopes) AS scope
        WHERE scope = ANY(%(scopes)s::bigint[]) AND record.day = ANY(%(days)s::date[])
      UNION ALL
        SELECT %(own)s::bigint, day, 1 FROM monitoring_overduerecord
        WHERE complaint = ANY(%(held)s::bigint[]) AND complaint <> ALL(%(hidden)s::bigint[])
            AND %(own)s::bigint <> ALL(scopes) AND day = ANY(%(days)s::date[])
    ) AS found GROUP BY 1, 2
"""


@dataclass(frozen=True)
class OverdueQuery:
    """Which numbers to read: of these scopes (the reader's `own` among them), at the beginning of these days.

    `hidden`: ids of complaints that the reader may not see, each with the moment since when; None for always. They are
    left out of the days after it. On the days before, the reader saw them, and a number of the past that shrank would
    reveal the exclusion: nothing else changes such a number. `held`: ids of complaints of other offices that they hold.
    """

    own: int
    scopes: Sequence[int]
    days: Sequence[date]
    hidden: Mapping[int, datetime | None] = field(default_factory=dict)
    held: Sequence[int] = ()


@transaction.atomic
def record_overdue(*, at: datetime) -> bool:
    """Record the complaints that are overdue now as those of this day. Return False if the day is recorded already.

    Two workers cannot record the same day: the second one finds the province's row.
    """
    day = localdate(at)
    with connection.cursor() as cursor:
        if not _begin_day(cursor, day):
            return False
        cursor.execute(BEGIN_OFFICES, [[day]])
        cursor.execute(RECORD_PENDING, [day, at])
        cursor.execute(ADD_UP, [[day]])
        for table in ("monitoring_overduerecord", "monitoring_overduesum"):
            cursor.execute(f"DELETE FROM {table} WHERE day < %s", [day - timedelta(days=KEPT_DAYS)])  # noqa: S608 (names)
    return True


@transaction.atomic
def derive_missing_days(*, at: datetime, days: int = KEPT_DAYS) -> int:
    """Derive from the ledgers the days up to today that are not recorded. Return how many there were.

    It reads all clock runs once. Meant for new data and for repairs, not for every day. The offices of today are taken
    to have existed on those days.
    """
    wanted = [localdate(at) - timedelta(days=back) for back in range(days)]
    with connection.cursor() as cursor:
        missing = [day for day in wanted if _begin_day(cursor, day)]
        if not missing:
            return 0
        cursor.execute(BEGIN_OFFICES, [missing])
        values = {"at": at, "first": min(missing), "last": max(missing), "days": missing, "clocks": sorted(PROMISED)}
        cursor.execute(DERIVE_RECORDS, values)
        cursor.execute(ADD_UP, [missing])
    return len(missing)


def _begin_day(cursor, day: date) -> bool:
    """Insert the province's row of a day. Return False if it exists."""
    cursor.execute(BEGIN_DAY, [PROVINCE, day])
    return cursor.fetchone() is not None


def read_overdue_history(query: OverdueQuery) -> Mapping[int, list[int | None]]:
    """Return for each scope how many complaints were overdue on each day. One statement.

    None on a day that was not recorded, and for an office that did not exist then.
    """
    values = {"own": query.own, "scopes": list(query.scopes), "days": list(query.days)}
    since = [date.min if begins is None else localdate(begins) for begins in query.hidden.values()]
    values |= {"hidden": list(query.hidden), "since": since, "held": list(query.held)}
    with connections[router.db_for_read(Tally)].cursor() as cursor:
        cursor.execute(READ_SUMS, values)
        numbers = {(scope, day): number for scope, day, number in cursor.fetchall()}
    return {scope: [numbers.get((scope, day)) for day in query.days] for scope in query.scopes}
