"""Seal signed rows of other tables together with the events of complaints (settings.SEALED_BESIDE).

Versions of rows and readings are signed when they are written. A seal shows that one of them was deleted.
"""

from collections.abc import Collection, Iterator, Sequence

from django.db import connection

from complaints.models import Seal, SealedRows
from complaints.queries.sealed_events import LONGEST_TRANSACTION

UNSEALED_SQL = """
    SELECT row.id, row.{signature} FROM {table} AS row
    WHERE row.id > %(settled)s AND NOT EXISTS (
        SELECT FROM (
            SELECT unnest(ids) AS id FROM complaints_sealedrows WHERE "table" = %(table)s AND last_id > %(settled)s
        ) AS sealed WHERE sealed.id = row.id
    ) ORDER BY row.id LIMIT %(limit)s
"""
MEMBERS_SQL = """
    SELECT sealed.seal_id, sealed.id, row.{signature}
    FROM (
        SELECT seal_id, unnest(ids) AS id FROM complaints_sealedrows
        WHERE "table" = %(table)s AND seal_id BETWEEN %(first)s AND %(last)s
    ) AS sealed LEFT JOIN {table} AS row ON row.id = sealed.id ORDER BY sealed.seal_id, sealed.id
"""
FORGOTTEN_SQL = """
    SELECT row.id FROM {table} AS row
    WHERE row.id <= %(settled)s AND NOT EXISTS (
        SELECT FROM (SELECT unnest(ids) AS id FROM complaints_sealedrows WHERE "table" = %(table)s) AS sealed
        WHERE sealed.id = row.id
    ) ORDER BY row.id LIMIT 20
"""


class SealedTable:
    """A table whose signed rows the seals cover. `signature`: the column that they contain."""

    def __init__(self, table: str, signature: str):
        self.table = table
        names = {"table": table, "signature": signature}
        self.unsealed_sql, self.members_sql, self.forgotten_sql = (
            statement.format(**names) for statement in (UNSEALED_SQL, MEMBERS_SQL, FORGOTTEN_SQL)
        )

    def unsealed(self, last: Seal | None, limit: int) -> list[tuple[int, bytes]]:
        """Return the ids and signatures of the oldest rows that are not in a seal."""
        rows = self._rows(self.unsealed_sql, settled=self._last_id_surely_sealed(last), limit=limit)
        return [(pk, bytes(signature)) for pk, signature in rows]

    def record_members(self, seal: Seal, ids: Collection[int]) -> None:
        """Record that a seal holds these rows."""
        if ids:
            SealedRows.objects.create(seal=seal, table=self.table, ids=sorted(ids), last_id=max(ids))

    def members(self, first: int, last: int) -> Sequence[tuple[int, int, bytes | None]]:
        """Return seal, row and signature for a range of seals. The signature is None if the row is missing."""
        return self._rows(self.members_sql, first=first, last=last)

    def forgotten(self) -> Iterator[tuple[str, str]]:
        """Yield the place and a sentence for rows in no seal, though all rows of their time are sealed."""
        settled = self._last_id_surely_sealed(Seal.objects.order_by("pk").last())
        for (pk,) in self._rows(self.forgotten_sql, settled=settled):
            yield f"{self.table} {pk}", "it is in no seal, though all of its time are sealed"

    def _last_id_surely_sealed(self, last: Seal | None) -> int:
        """Return an id up to which all rows are sealed, as sealed_events.last_id_surely_sealed does."""
        if last is None:
            return 0
        settled = SealedRows.objects.filter(table=self.table, seal__at__lte=last.at - LONGEST_TRANSACTION)
        return settled.order_by("-last_id").values_list("last_id", flat=True).first() or 0

    def _rows(self, statement: str, **values) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"table": self.table, **values})
            return cursor.fetchall()


ROW_VERSIONS = SealedTable("accounts_rowversion", "mac")
READINGS = SealedTable("complaints_reading", "signature")


def find_forgotten_rows() -> Iterator[tuple[str, str]]:
    """Yield the signed rows that should be in a seal and are in none."""
    yield from ROW_VERSIONS.forgotten()
    yield from READINGS.forgotten()
