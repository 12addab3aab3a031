"""Many times what a database of the benches has: `python -m bench.multiplied TIMES [--open N]` (bench/README.md).

`generate_complaints` hashes and writes every line of every history, two thousand complaints a second. Ten million would
take it an afternoon, and their histories a hundred gigabytes. Here PostgreSQL copies what is there with other numbers:
of open complaints everything that desk and board read, of ended ones the first three events and the clocks of contact.
The copies' chains are not their own, so nothing that verifies histories may be run on it.

The server's superuser does it, past triggers and foreign keys; tallies are sums, and so multiplied. Copies are due half
a minute after one another: a hundred with one deadline would stand together in every list. Each copy has officers of
its own, who hold what it has: else everybody would have a hundred times what anybody can. An office has one head, so a
head's copies are further supervisors. In the end one open complaint in ten is overdue (bench.punctual). `--open`: what
is open is copied on until there are so many of it.
"""

import argparse
import time
from dataclasses import dataclass
from datetime import date

from psycopg import Connection, sql

from bench.punctual import give_time, move_on, superuser
from complaints.rules import etag
from monitoring.rules.tallies import KEYS, MEASURES

APART = 10**9
"""Between the number of a row and that of its next copy."""
DUE_APART = f"SELECT complaint, complaint / {APART} * interval '30 seconds' AS later FROM monitoring_pending"
OPEN_ONES = f"SELECT complaint FROM monitoring_pending WHERE complaint < {APART}"
CELL = "scope, grain, facet, since, value"
TALLIED = f"""
    INSERT INTO monitoring_tally AS tally ({CELL}, {", ".join(MEASURES)})
    SELECT cell.scope, cell.grain, cell.facet, cell.since, cell.value, {", ".join(f"sum({m}) * %s" for m in MEASURES)}
    FROM complaints_complaint AS complaint, LATERAL tally_contribution(complaint) AS added,
         LATERAL tally_cells({", ".join(f"added.{name}" for name in KEYS)}) AS cell
    WHERE complaint.id IN ({OPEN_ONES}) GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT ({CELL}) DO UPDATE SET {", ".join(f"{m} = tally.{m} + EXCLUDED.{m}" for m in MEASURES)}
"""
"""So many times what the first open ones add to the tallies."""
IS_OPEN = "complaint_id IN (SELECT complaint FROM monitoring_pending)"
KEPT_EVENTS = f"(seq <= 3 OR {IS_OPEN})"


@dataclass(frozen=True)
class Table:
    """What is copied of a table (`where`), and which of its columns are numbers that go up with the copies.

    `otherwise`: what stands in other columns of the copies, given the number of the copy.
    """

    name: str
    numbers: tuple[str, ...]
    where: str = "TRUE"
    otherwise: tuple[tuple[str, str], ...] = ()


HELD = "id IN (SELECT posting_id FROM complaints_custody)"
HOLDERS = {
    "accounts_officer": f"id IN (SELECT officer_id FROM accounts_posting WHERE {HELD})",
    "accounts_posting": HELD,
}
COPYS_ADDRESS = ("email", "'copy' || {copy} || '.' || base.email")
TABLES = (
    Table("accounts_officer", ("id",), HOLDERS["accounts_officer"], otherwise=(COPYS_ADDRESS,)),
    Table("accounts_posting", ("id", "officer_id"), HOLDERS["accounts_posting"], otherwise=(("is_head", "false"),)),
    Table("complaints_complainant", ("id",)),
    Table("complaints_complaint", ("id", "complainant_id", "holder_id"), otherwise=(("etag", "base_etags.etag"),)),
    Table("complaints_statement", ("complaint_id",)),
    Table("complaints_chainhead", ("complaint_id",)),
    Table("complaints_event", ("id", "complaint_id"), KEPT_EVENTS),
    Table("complaints_words", ("event_id",), f"event_id IN (SELECT id FROM complaints_event WHERE {KEPT_EVENTS})"),
    Table("complaints_clockrun", ("id", "complaint_id"), f"(clock = 'contact' OR {IS_OPEN})"),
    Table("complaints_custody", ("id", "complaint_id", "posting_id"), IS_OPEN),
    Table("complaints_contactclaim", ("id", "complaint_id"), IS_OPEN),
    Table("complaints_runningclock", ("id", "complaint_id")),
    Table("complaints_openwords", ("complaint_id",)),
    Table("monitoring_pending", ("complaint",)),
)


def multiply(database: Connection, times: int) -> None:
    """So many times as many complaints as there are. Raises where changes wait to be folded: they would count once."""
    (waiting,) = database.execute("SELECT count(*) FROM monitoring_tallydelta").fetchone()
    if waiting:
        raise SystemExit(f"{waiting:,} changes wait to be folded: `manage.py rebuild_tallies` first.")
    database.execute("SET session_replication_role = replica")
    database.execute("SET maintenance_work_mem = '1GB'")
    for table in TABLES:
        made = "CREATE TEMP TABLE {} AS SELECT * FROM {} WHERE " + table.where
        database.execute(sql.SQL(made).format(_base(table), sql.Identifier(table.name)))
    indexes = [found for table in TABLES for found in _plain_indexes(database, table.name)]
    for name, _ in indexes:
        database.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    for copy in range(1, times):
        with database.transaction():
            _etags(database, copy)
            for table in TABLES:
                _copy(database, table, copy)
    for _, definition in indexes:
        database.execute(definition)
    sums = ", ".join(f"{name} = {name} * {int(times)}" for name in MEASURES)
    database.execute(f"UPDATE monitoring_tally SET {sums}")
    database.execute("VACUUM ANALYZE")


def more_open(database: Connection, wanted: int) -> int:
    """About so many open complaints in all, by further copies of those that were there at first. How many copies."""
    (there, first) = database.execute(
        "SELECT count(*), count(*) FILTER (WHERE complaint < %s) FROM monitoring_pending", [APART]
    ).fetchone()
    (newest,) = database.execute("SELECT max(id) FROM complaints_complaint").fetchone()
    copies = range(newest // APART + 1, newest // APART + 1 + max(0, wanted - there) // first)
    database.execute("SET session_replication_role = replica")
    for table in TABLES:
        made = "CREATE TEMP TABLE {} AS SELECT * FROM {} WHERE " + _is_of_open(table.name)
        database.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(_base(table)))
        database.execute(sql.SQL(made).format(_base(table), sql.Identifier(table.name)))
    for copy in copies:
        with database.transaction():
            _etags(database, copy)
            for table in TABLES:
                _copy(database, table, copy)
    database.execute(TALLIED, [len(copies)] * len(MEASURES))
    database.execute("VACUUM ANALYZE")
    return len(copies)


def _is_of_open(table: str) -> str:
    match table:
        case "accounts_officer" | "accounts_posting":
            return f"id < {APART} AND {HOLDERS[table]}"
        case "complaints_complaint":
            return f"id IN ({OPEN_ONES})"
        case "complaints_complainant":
            return f"id IN (SELECT complainant_id FROM complaints_complaint WHERE id IN ({OPEN_ONES}))"
        case "complaints_words":
            return f"event_id IN (SELECT id FROM complaints_event WHERE complaint_id IN ({OPEN_ONES}))"
        case "monitoring_pending":
            return f"complaint IN ({OPEN_ONES})"
    return f"complaint_id IN ({OPEN_ONES})"


def _base(table: Table) -> sql.Identifier:
    return sql.Identifier(f"base_{table.name}")


def _etags(database: Connection, copy: int) -> None:
    """A number for each complaint's copy, as valid as its own, of years that nobody lives in."""
    database.execute("CREATE TEMP TABLE IF NOT EXISTS base_etags (id bigint PRIMARY KEY, etag text)")
    database.execute("TRUNCATE base_etags")
    ids = [key for (key,) in database.execute("SELECT id FROM base_complaints_complaint ORDER BY id")]
    year = date.today().year + 1 + copy // 100
    with database.cursor().copy("COPY base_etags FROM STDIN") as lines:
        for place, key in enumerate(ids):
            lines.write_row((key, etag.compose(year, copy % 100 * 10_000_000 + place)))


def _copy(database: Connection, table: Table, copy: int) -> None:
    columns = [name for (name,) in database.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = ''",
        [table.name],
    )]  # fmt: skip
    shifted = {name: sql.SQL("{} + {}").format(sql.Identifier("base", name), copy * APART) for name in table.numbers}
    shifted |= {name: sql.SQL(told).format(copy=copy) for name, told in table.otherwise}
    beside = sql.SQL("JOIN base_etags USING (id)" if "etag" in shifted else "")
    values = [shifted.get(name, sql.Identifier("base", name)) for name in columns]
    database.execute(
        sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {} AS base {} ORDER BY {}").format(
            sql.Identifier(table.name),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join(values),
            _base(table),
            beside,
            sql.Identifier("base", table.numbers[0]),
        )
    )


def _plain_indexes(database: Connection, table: str) -> list[tuple[str, str]]:
    """Those that no constraint needs: name and definition."""
    return database.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT indisunique"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [table],
    ).fetchall()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("times", type=int)
    parser.add_argument("--open", type=int, default=0, help="so many open complaints in the end, if there are fewer")
    wanted = parser.parse_args()
    began = time.monotonic()
    with superuser() as database:
        if wanted.times > 1:
            multiply(database, wanted.times)
        more_open(database, wanted.open)
        move_on(database, DUE_APART)
        (open_ones,) = database.execute("SELECT count(*) FROM monitoring_pending").fetchone()
        give_time(database, open_ones // 10)
        database.execute("CLUSTER monitoring_tally USING monitoring_tally_pkey")  # in the key's order, as a rebuild
        database.execute("VACUUM ANALYZE monitoring_tally")
        (number,) = database.execute("SELECT count(*) FROM complaints_complaint").fetchone()
    print(f"{number:,} complaints after {time.monotonic() - began:,.0f} s")


if __name__ == "__main__":
    main()
