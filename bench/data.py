"""Fill the database of DATABASE_OWNER_URL with any number of complaints.

Up to a million are created by `generate_complaints`: complaints that services simulated, duplicated by COPY with their
own histories, clocks, calls, readings and messages. For more, PostgreSQL copies a hundred thousand of them without
triggers and foreign keys: open complaints completely, ended ones partly (three events, the contact clock, no messages).
The chains of these copies are not valid, so histories cannot be verified on such a database. Ten million take 38 GB.
"""

import os
import time
from datetime import date

import psycopg
from django.apps import apps
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from complaints.models import Complaint
from complaints.rules import etag
from ledger.encrypted_fields import SealedTextField
from operations.embedded_servers import SUPERUSER
from tests import databases

GENERATED, BASE, OPEN = 1_000_000, 100_000, 200_000
"""The largest number that is generated; the number that is generated for copying; the number of open complaints in the
end."""
APART = 10**9
"""Difference between the ids of a row and its next copy. Complaints' ids follow one another, as from a sequence: the
search looks at windows of ids."""
OVERDUE = 0.1
"""Share of the open complaints that is overdue."""

OF_COMPLAINT = "complaint_id IN (SELECT id FROM base_complaints_complaint)"
IS_OPEN = "complaint_id IN (SELECT id FROM open_ones)"
HOLDERS = f"SELECT posting_id FROM complaints_custody WHERE posting_id < {APART}"
# Table, id columns that differ in each copy, condition for the rows to copy.
TABLES = (
    ("complaints_complaint", "id complainant_id holder_id", "{chosen}"),
    ("complaints_complainant", "id", "id IN (SELECT complainant_id FROM base_complaints_complaint)"),
    ("complaints_statement", "complaint_id", OF_COMPLAINT),
    ("complaints_chainhead", "complaint_id", OF_COMPLAINT),
    ("complaints_event", "id complaint_id", f"{OF_COMPLAINT} AND (seq <= 3 OR {IS_OPEN})"),
    ("complaints_words", "event_id", "event_id IN (SELECT id FROM base_complaints_event)"),
    ("complaints_clockrun", "id complaint_id", f"{OF_COMPLAINT} AND (clock = 'contact' OR {IS_OPEN})"),
    ("complaints_custody", "id complaint_id posting_id", f"{OF_COMPLAINT} AND {IS_OPEN}"),
    ("complaints_contactclaim", "id complaint_id", f"{OF_COMPLAINT} AND {IS_OPEN}"),
    ("complaints_runningclock", "id complaint_id", OF_COMPLAINT),
    ("complaints_waitingcall", "id complaint_id", OF_COMPLAINT),
    ("complaints_exclusion", "id complaint_id", f"{OF_COMPLAINT} AND naming_id IS NULL"),
    ("complaints_openwords", "complaint_id", OF_COMPLAINT),
    # Each copy has its own officers, because no officer could hold the complaints of a hundred copies.
    ("accounts_officer", "id", f"id IN (SELECT officer_id FROM accounts_posting WHERE id IN ({HOLDERS}))"),
    ("accounts_posting", "id officer_id", f"id IN ({HOLDERS})"),
)
CHANGED = {
    ("complaints_complaint", "etag"): "(SELECT etag FROM new_etags WHERE new_etags.id = base.id)",
    ("accounts_officer", "email"): "'copy' || {copy} || '.' || base.email",
    ("accounts_posting", "is_head"): "false",
}
SEALED = {
    (model._meta.db_table, field.column)
    for model in apps.get_models()
    for field in model._meta.local_concrete_fields
    if isinstance(field, SealedTextField)
}
"""Encrypted columns. A value opens only in its own row, so copies have empty ones."""
DEADLINES = (
    """UPDATE complaints_clockrun SET budget = budget + later
       FROM given WHERE complaint_id = complaint AND ended_at IS NULL""",
    """UPDATE complaints_runningclock SET due_at = due_at + later, next_step_at = next_step_at + later
       FROM given WHERE complaint_id = complaint""",
    """UPDATE complaints_complaint SET due_at = due_at + later
       FROM given WHERE id = complaint AND due_at < '9000-01-01'""",
)
COPIES_DUE_APART = "SELECT id, id / %s * interval '30 seconds' FROM open_ones"
TOO_MANY_OVERDUE = """
    SELECT id, now() - due_at + random() * interval '14 days' FROM complaints_complaint
    WHERE id IN (SELECT id FROM open_ones) AND due_at <= now() ORDER BY md5(id::text)
    OFFSET (SELECT count(*) FROM open_ones) * %s
"""


def fill_database(complaints: int) -> None:
    """Fill an empty database. In the end, one open complaint in ten is overdue, and the tallies are recounted."""
    began = time.monotonic()
    generated = complaints if complaints <= GENERATED else BASE
    databases.manage("generate_complaints", str(generated), **databases.DEMO)
    seconds = time.monotonic() - began
    print(f"generated {generated:,} complaints, {generated / seconds:,.0f} a second", flush=True)
    parameters = conninfo_to_dict(os.environ["DATABASE_OWNER_URL"]) | {"user": SUPERUSER}
    with psycopg.connect(make_conninfo(**parameters), autocommit=True) as database:
        database.execute("SET session_replication_role = replica; SET maintenance_work_mem = '1GB'")
        if complaints > generated:
            copy_complaints(database, complaints)
        limit_overdue(database)
        databases.manage("rebuild_tallies")
        database.execute("REINDEX TABLE monitoring_pending")  # so that its indexes are small from the start
        database.execute("VACUUM ANALYZE")
    print(f"filled after {time.monotonic() - began:,.0f} s", flush=True)


def limit_overdue(database: Connection) -> None:
    """Extend the deadlines of overdue complaints until one open complaint in ten is overdue.

    With every hour after the filling, more complaints become overdue. The histories do not mention the extension.
    """
    _find_open(database)
    _extend(database, COPIES_DUE_APART, BASE)
    _extend(database, TOO_MANY_OVERDUE, OVERDUE)


def copy_complaints(database: Connection, complaints: int) -> None:
    """Copy complaints until the database has `complaints` of them, of which `OPEN` are open."""
    _find_open(database)
    indexes = [index for table, *_ in TABLES for index in _plain_indexes(database, table)]
    for name, _ in indexes:
        database.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    (open_ones,) = database.execute("SELECT count(*) FROM open_ones").fetchone()
    (base_ids,) = database.execute("SELECT max(id) FROM complaints_complaint").fetchone()
    full_copies = complaints // BASE - 1
    open_copies = max(0, OPEN // open_ones - full_copies - 1)
    _stage(database, "TRUE")  # the ids of the full copies are the highest: most searches look at these alone
    for number in range(open_copies + 1, open_copies + full_copies + 1):
        _copy(database, number, base_ids=base_ids)
    _stage(database, "id IN (SELECT id FROM open_ones)")
    for number in range(1, open_copies + 1):
        _copy(database, number, base_ids=base_ids)
    for _, definition in indexes:
        database.execute(definition)


def _find_open(database: Connection) -> None:
    """Create a temporary table with the ids of the open complaints."""
    database.execute("DROP TABLE IF EXISTS open_ones")
    database.execute("CREATE TEMP TABLE open_ones (id bigint PRIMARY KEY)")
    with database.cursor().copy("COPY open_ones FROM STDIN") as rows:
        for pk in Complaint.objects.unscoped("bench").open().order_by().values_list("pk", flat=True).iterator():
            rows.write_row((pk,))
    database.execute("ANALYZE open_ones")


def _extend(database: Connection, chosen: str, *values) -> None:
    """Extend the deadlines of complaints by the intervals that a query returns (`chosen`: id and interval)."""
    database.execute(f"CREATE TEMP TABLE given AS SELECT * FROM ({chosen}) AS chosen (complaint, later)", values)
    for statement in DEADLINES:
        database.execute(statement)
    database.execute("DROP TABLE given")


def _stage(database: Connection, chosen: str) -> None:
    """Create temporary tables with the rows to copy. `chosen`: a condition for complaints."""
    for table, _, where in TABLES:
        database.execute(f"DROP TABLE IF EXISTS base_{table}")
        database.execute(f"CREATE TEMP TABLE base_{table} AS SELECT * FROM {table} WHERE {where.format(chosen=chosen)}")
        database.execute(f"ANALYZE base_{table}")


def _copy(database: Connection, number: int, *, base_ids: int) -> None:
    """Insert one copy of the staged rows, with its own ids and E-tags. `base_ids`: the highest id of a complaint."""
    with database.transaction():
        _new_etags(database, number)
        for table, ids, _ in TABLES:
            values = {name: f'base."{name}"' for name in _columns(database, table)}
            values |= {
                name: f"base.{name} + {number * (base_ids if _is_id_of_complaint(table, name) else APART)}"
                for name in ids.split()
            }
            values |= {column: "''" for sealed_table, column in SEALED if sealed_table == table}
            values |= {
                name: value.format(copy=number)
                for (changed_table, name), value in CHANGED.items()
                if changed_table == table
            }
            database.execute(
                f"INSERT INTO {table} ({', '.join(f'"{name}"' for name in values)}) OVERRIDING SYSTEM VALUE"
                f" SELECT {', '.join(values.values())} FROM base_{table} AS base ORDER BY base.{ids.split()[0]}"
            )


def _is_id_of_complaint(table: str, column: str) -> bool:
    """Return whether a column has a complaint's id. Its complainant has the same."""
    owns_id = table in {"complaints_complaint", "complaints_complainant"} and column == "id"
    return owns_id or column in {"complaint_id", "complainant_id"}


def _columns(database: Connection, table: str) -> list[str]:
    rows = database.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = ''",
        [table],
    )
    return [name for (name,) in rows]


def _new_etags(database: Connection, number: int) -> None:
    """Create a temporary table with a valid E-tag of a future year for each complaint's copy."""
    database.execute("CREATE TEMP TABLE IF NOT EXISTS new_etags (id bigint PRIMARY KEY, etag text)")
    database.execute("TRUNCATE new_etags")
    ids = [pk for (pk,) in database.execute("SELECT id FROM base_complaints_complaint ORDER BY id")]
    year = date.today().year + 1 + number // 100
    with database.cursor().copy("COPY new_etags FROM STDIN") as rows:
        for position, pk in enumerate(ids):
            rows.write_row((pk, etag.compose_etag(year, number % 100 * 10_000_000 + position)))


def _plain_indexes(database: Connection, table: str) -> list[tuple[str, str]]:
    """Return name and definition of the indexes that do not belong to a constraint."""
    return database.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT indisunique"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [table],
    ).fetchall()
