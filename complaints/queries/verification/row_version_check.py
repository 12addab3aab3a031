"""Verify the rows that have signed versions: postings, role requests, namings, policies and others. Read only."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import NamedTuple

from django.db import connection

from accounts.models import RowVersion, VersionedModel
from accounts.models.row_version import read_rows, versioned_models, versions_by_row
from complaints.queries.verification import chain_check

BATCH = 1000
# Rows that were recorded in a table and are not in it any more.
GONE_SQL = """
    SELECT DISTINCT version.row FROM accounts_rowversion AS version
    WHERE version."table" = %s AND NOT EXISTS (SELECT FROM {table} AS row WHERE row.{key}::text = version.row)
    ORDER BY version.row
"""


class RowHistory(NamedTuple):
    """The versions of one row, as chain_check.check_history_chain expects a chain."""

    events: Sequence[RowVersion]
    words: Mapping[int, object] = {}

    @property
    def head(self) -> RowVersion:
        return self.events[-1]


def check_row_versions() -> Iterator[tuple[str, str]]:
    """Yield the place and a sentence for each row that is not the one that was last recorded."""
    tables = []
    for model in versioned_models():
        table, key = model._meta.db_table, model._meta.pk.column
        tables.append(table)
        yield from _check_table(model)
        with connection.cursor() as cursor:
            cursor.execute(GONE_SQL.format(table=table, key=key), [table])
            for (row,) in cursor.fetchall():
                yield f"{table} {row}", "it was recorded, and it is gone"
    for pk, table in RowVersion.objects.exclude(table__in=tables).values_list("pk", "table"):
        yield f"version {pk}", f"it is of the table {table}, which has no versions"


def _check_table(model: type[VersionedModel]) -> Iterator[tuple[str, str]]:
    table = model._meta.db_table
    keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
    for batch in batched(keys.iterator(chunk_size=BATCH), BATCH):
        versions = dict(versions_by_row(table, map(str, batch)))
        for pk, values in read_rows(model, batch).items():
            for error in _check_row(values, versions.get(str(pk), [])):
                yield f"{table} {pk}", error


def _check_row(values: Mapping[str, object], versions: Sequence[RowVersion]) -> Iterator[str]:
    if not versions:
        yield "it was never recorded"
        return
    yield from chain_check.check_history_chain(RowHistory(versions), _stated_and_stored_columns)
    bodies = [chain_check.parse_event_body(version) for version in versions]
    if not bodies[0].get("created"):
        yield "it was changed before it was ever recorded"
    for version, body in zip(versions, bodies, strict=True):
        if not body.get("as_recorded"):
            yield f"before version {version.seq} it was changed by somebody else than the portal"
        if version is not versions[-1] and bytes(version.salt):
            yield f"version {version.seq} has a salt, which was destroyed"
    try:
        is_recorded = versions[-1].is_version_of(values)
    except (KeyError, TypeError, ValueError):
        is_recorded = False
    if not is_recorded:
        yield "it is not what was last recorded"


def _stated_and_stored_columns(version: RowVersion, body: dict) -> Iterator[tuple]:
    yield "table", body.get("table"), version.table
    yield "row", body.get("row"), version.row
    yield "number", body.get("seq"), version.seq
