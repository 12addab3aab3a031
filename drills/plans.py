"""Check PostgreSQL's plans for the officers' pages: `python -m drills.plans [COMPLAINTS] [--filled]`.

Fills a database as `bench` does, opens all pages that `bench.desk` measures, and runs EXPLAIN ANALYZE for each
statement. Prints the number of statements, the slowest one and the memory pages read, and at the end the indexes of the
complaint table that none of these pages used. Exits with 1 if a statement completely reads a table that grows with the
number of complaints.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bench import servers

servers.start(servers.LARGE, filled="--filled" in sys.argv)

from django.db import connection  # noqa: E402 (modules that read Django's settings are imported after the start)
from django.test import Client  # noqa: E402
from psycopg import ClientCursor, RawCursor  # noqa: E402

from bench import data, desk, load_client  # noqa: E402
from complaints.models.database.complaint_indexes import SERVES  # noqa: E402

LARGE = 2_000
"""Rows. Larger tables grow with the number of complaints, and no page may read one completely."""
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class ExecutedStatement:
    """A statement and its parameters as Django executes it."""

    sql: str
    parameters: Sequence | Mapping


@dataclass(frozen=True)
class ExplainedStatement:
    """The measurements of one statement.

    `execution` and `planning`: times in the server (ms). `buffers`: memory pages read. `scans`: large tables that it
    reads completely, directly or by an index. `indexes`: those that it uses.
    """

    sql: str
    execution: float
    planning: float
    buffers: int
    rows_read: int
    scans: tuple[str, ...]
    indexes: frozenset[str]


@dataclass(frozen=True)
class PageOpening:
    """One opening of a page. `statement_count`: the number of statements. `reads`: those that read."""

    status: int
    statement_count: int
    reads: list[ExplainedStatement]

    @property
    def slowest(self) -> ExplainedStatement:
        return max(self.reads, key=lambda statement: statement.execution)

    @property
    def buffers(self) -> int:
        return sum(statement.buffers for statement in self.reads)

    @property
    def indexes(self) -> set[str]:
        return {name for statement in self.reads for name in statement.indexes}

    @property
    def scans(self) -> set[str]:
        return {name for statement in self.reads for name in statement.scans}


def open_and_explain(client: Client, address: str) -> PageOpening:
    """Open a page in this process and explain its statements."""
    statements: list[ExecutedStatement] = []

    def record(execute, sql, parameters, many, context):
        statements.append(ExecutedStatement(str(sql), parameters or ()))
        return execute(sql, parameters, many, context)

    client.get(address)  # fills the caches
    with connection.execute_wrapper(record):
        answer = client.get(address)
        if answer.streaming:
            next(iter(answer.streaming_content))
            answer.close()
    statements = [statement for statement in statements if not statement.sql.startswith(TRANSACTION)]
    reading = [statement for statement in statements if statement.sql.startswith(("SELECT", "(SELECT", "WITH"))]
    return PageOpening(answer.status_code, len(statements), [_explain(statement) for statement in reading])


def _explain(statement: ExecutedStatement) -> ExplainedStatement:
    """Run EXPLAIN ANALYZE for a statement."""
    plan = _plan("ANALYZE, BUFFERS", ClientCursor(connection.connection).mogrify(statement.sql, statement.parameters))
    top = plan["Plan"]
    nodes = list(_nodes(top))
    scans = {node["Relation Name"] for node in nodes if _reads_all(node)}
    return ExplainedStatement(
        sql=statement.sql,
        execution=plan["Execution Time"],
        planning=plan["Planning Time"],
        buffers=top["Shared Hit Blocks"] + top["Shared Read Blocks"],
        rows_read=int(sum(_rows_read(node) for node in nodes)),
        scans=tuple(sorted(scans)),
        indexes=frozenset(node["Index Name"] for node in nodes if "Index Name" in node),
    )


def _plan(options: str, sql: str) -> dict:
    with RawCursor(connection.connection) as cursor:  # does not interpret "%" and "$1"
        cursor.execute(f"EXPLAIN ({options}, FORMAT JSON) {sql}", prepare=False)
        (((plan,),),) = cursor.fetchall()
    return plan


def _nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)


def _rows_read(node: dict) -> float:
    """Return the number of rows that a scan read, including those that a filter removed."""
    if "Relation Name" not in node:
        return 0
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return (node["Actual Rows"] + removed) * node["Actual Loops"]


def _reads_all(node: dict) -> bool:
    """Return whether a scan read a large table completely: sequentially, or more than half of its rows by an index."""
    if "Relation Name" not in node or not node["Actual Loops"]:
        return False
    rows = _table_size(node["Relation Name"])
    return rows > LARGE and (node["Node Type"] == "Seq Scan" or _rows_read(node) / node["Actual Loops"] > rows / 2)


@cache
def _table_size(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return int(cursor.fetchone()[0])


def main() -> None:
    """Open all pages and print the figures of their statements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("complaints", nargs="?", type=int, default=100_000)
    parser.add_argument("--filled", action="store_true", help="use the database of DATABASE_URL as it is")
    options = parser.parse_args()
    if not options.filled:
        data.fill_database(options.complaints)
    sessions, scanned, unused = desk.Sessions(), set(), set(SERVES)
    with servers.portal() as portal:
        for page in list(desk.pages(load_client.HttpConnection(portal.port), sessions)):
            opening = open_and_explain(sessions[page.email], page.path)
            scanned |= opening.scans
            unused -= opening.indexes
            scans = f"  reads {', '.join(sorted(opening.scans))} from end to end" if opening.scans else ""
            slowest = f"slowest {opening.slowest.execution:.1f} ms"
            print(f"{page.name:<50} {opening.statement_count:>2} statements, {slowest}, {opening.buffers:,}{scans}")
    print(f"indexes of the complaint table that none of these pages used: {', '.join(sorted(unused))}")
    sys.exit(1 if scanned else 0)


if __name__ == "__main__":
    main()
