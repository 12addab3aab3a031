"""Compare the tallies with the complaints: read all complaints, one scope at a time."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

from accounts.models import Office
from accounts.rules.offices import OfficeKind
from complaints.models.complaint import SCOPE_COLUMN
from monitoring.queries.tallies import CELL, KEY, NAMES
from monitoring.rules.tallies import MEASURES, PROVINCE

TALLIED = ", ".join(f"coalesce(sum({measure}) FILTER (WHERE is_told), 0)::bigint" for measure in MEASURES)
COUNTED = ", ".join(f"coalesce(sum({measure}) FILTER (WHERE NOT is_told), 0)::bigint" for measure in MEASURES)
COMPARE = f"""
    SELECT grain, facet, since, value, ARRAY[{TALLIED}] AS tallied, ARRAY[{COUNTED}] AS counted FROM (
        SELECT true AS is_told, {CELL}, {NAMES} FROM monitoring_tally WHERE scope = %(scope)s
      UNION ALL
        SELECT true, cell.*, {NAMES} FROM monitoring_tallydelta AS added, LATERAL tally_cells({KEY}) AS cell
        WHERE cell.scope = %(scope)s
      UNION ALL
        SELECT false, cell.*, {NAMES} FROM complaints_complaint AS complaint,
            LATERAL tally_contribution(complaint) AS added, LATERAL tally_cells({KEY}) AS cell
        WHERE cell.scope = %(scope)s AND {{within}}
    ) AS both_ways GROUP BY 1, 2, 3, 4
    HAVING ARRAY[{TALLIED}] <> ARRAY[{COUNTED}] ORDER BY 1, 2, 3, 4
"""  # noqa: S608 (names)


OPEN = """
    SELECT coalesce(kept.complaint, counted.complaint), kept::text, counted::text
    FROM monitoring_pending AS kept FULL JOIN (
        SELECT told.* FROM complaints_complaint AS complaint, LATERAL pending_of(complaint) AS told
    ) AS counted ON counted.complaint = kept.complaint
    WHERE kept IS DISTINCT FROM counted ORDER BY 1
"""


class Difference(NamedTuple):
    """A row that differs: one of the tallies, unapplied changes included, from the sum of its complaints; or one of an
    open complaint (`Pending`) from what its complaint and clocks say."""

    where: str
    cell: str
    measure: str
    tallied: int | str | None
    counted: int | str | None

    def __str__(self):
        return f"{self.where}, {self.cell}: {self.measure} is {self.tallied}, its complaints say {self.counted}"


def differences() -> Iterator[tuple[str, list[Difference]]]:
    """Return the differences of each scope, by its office's code, then those of the rows of open complaints.

    Each is one statement, so it sees one moment while others write."""
    yield "province", list(_compare("province", PROVINCE, "true"))
    for office in Office.objects.order_by("path"):
        columns = {"office_id"} | (
            {SCOPE_COLUMN[OfficeKind(office.kind)]} if office.kind != OfficeKind.CENTRAL else set()
        )
        within = " OR ".join(f"complaint.{column} = {office.pk}" for column in sorted(columns))
        within += f" OR complaint.reopened_line @> ARRAY[{office.pk}]::bigint[]"
        yield office.code, list(_compare(office.code, office.pk, f"({within})"))
    yield "what is open", list(_compare_open())


def _compare_open() -> Iterator[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(OPEN)
        for complaint, kept, counted in cursor.fetchall():
            yield Difference("what is open", f"complaint {complaint}", "row", kept, counted)


def _compare(where: str, scope: int, within: str) -> Iterator[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(COMPARE.replace("{within}", within), {"scope": scope})
        rows = cursor.fetchall()
    for grain, facet, since, value, tallied, counted in rows:
        cell = " ".join(filter(None, [grain, str(since), facet, value]))
        for measure, told, found in zip(MEASURES, tallied, counted, strict=True):
            if told != found:
                yield Difference(where, cell, measure, told, found)
