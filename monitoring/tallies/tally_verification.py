"""Compare tallies and pending rows with the complaints: read all complaints, one scope at a time."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models.complaint import SCOPE_COLUMN
from monitoring.tallies.definitions import MEASURES, PROVINCE
from monitoring.tallies.tally_reading import CELL_COLUMNS, DELTA_ARGUMENTS, MEASURE_COLUMNS

TALLIED = ", ".join(f"coalesce(sum({measure}) FILTER (WHERE is_tallied), 0)::bigint" for measure in MEASURES)
COUNTED = ", ".join(f"coalesce(sum({measure}) FILTER (WHERE NOT is_tallied), 0)::bigint" for measure in MEASURES)
COMPARE_TALLIES = f"""
    SELECT grain, facet, since, value, ARRAY[{TALLIED}] AS tallied, ARRAY[{COUNTED}] AS counted FROM (
        SELECT true AS is_tallied, {CELL_COLUMNS}, {MEASURE_COLUMNS} FROM monitoring_tally WHERE scope = %(scope)s
      UNION ALL
        SELECT true, cell.*, {MEASURE_COLUMNS}
        FROM monitoring_tallydelta AS added, LATERAL tally_cells({DELTA_ARGUMENTS}) AS cell
        WHERE cell.scope = %(scope)s
      UNION ALL
        SELECT false, cell.*, {MEASURE_COLUMNS} FROM complaints_complaint AS complaint,
            LATERAL tally_contribution(complaint) AS added, LATERAL tally_cells({DELTA_ARGUMENTS}) AS cell
        WHERE cell.scope = %(scope)s AND {{within}}
    ) AS both_ways GROUP BY 1, 2, 3, 4
    HAVING ARRAY[{TALLIED}] <> ARRAY[{COUNTED}] ORDER BY 1, 2, 3, 4
"""  # noqa: S608 (names)
COMPARE_PENDING = """
    SELECT coalesce(stored.complaint, computed.complaint), stored::text, computed::text
    FROM monitoring_pending AS stored FULL JOIN (
        SELECT told.* FROM complaints_complaint AS complaint, LATERAL pending_of(complaint) AS told
    ) AS computed ON computed.complaint = stored.complaint
    WHERE stored IS DISTINCT FROM computed ORDER BY 1
"""
OPEN_COMPLAINTS = "open complaints"
"""The name of the scope of all pending rows."""


class TallyDifference(NamedTuple):
    """A stored value that differs from what the complaints add up to.

    Either one measure of a cell (`tallied` includes unapplied deltas), or a whole pending row, as text.
    """

    where: str
    cell: str
    measure: str
    tallied: int | str | None
    counted: int | str | None

    def __str__(self):
        return f"{self.where}, {self.cell}: {self.measure} is {self.tallied}, but its complaints give {self.counted}"


def find_differences() -> Iterator[tuple[str, list[TallyDifference]]]:
    """Return the differences of each scope, by the code of its office, then those of the pending rows.

    Each scope is compared in one statement, so that writers cannot cause a difference meanwhile.
    """
    yield "province", list(_compare_tallies("province", PROVINCE, "true"))
    for office in Office.objects.order_by("path"):
        columns = {"office_id"} | (
            {SCOPE_COLUMN[OfficeKind(office.kind)]} if office.kind != OfficeKind.CENTRAL else set()
        )
        within = " OR ".join(f"complaint.{column} = {office.pk}" for column in sorted(columns))
        within += f" OR complaint.reopened_line @> ARRAY[{office.pk}]::bigint[]"
        yield office.code, list(_compare_tallies(office.code, office.pk, f"({within})"))
    yield OPEN_COMPLAINTS, list(_compare_pending())


def _compare_pending() -> Iterator[TallyDifference]:
    with connection.cursor() as cursor:
        cursor.execute(COMPARE_PENDING)
        for complaint, stored, computed in cursor.fetchall():
            yield TallyDifference(OPEN_COMPLAINTS, f"complaint {complaint}", "row", stored, computed)


def _compare_tallies(where: str, scope: int, within: str) -> Iterator[TallyDifference]:
    with connection.cursor() as cursor:
        cursor.execute(COMPARE_TALLIES.replace("{within}", within), {"scope": scope})
        rows = cursor.fetchall()
    for grain, facet, since, value, tallied, counted in rows:
        cell = " ".join(filter(None, [grain, str(since), facet, value]))
        for measure, stored, computed in zip(MEASURES, tallied, counted, strict=True):
            if stored != computed:
                yield TallyDifference(where, cell, measure, stored, computed)
