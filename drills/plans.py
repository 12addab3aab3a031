"""Look at PostgreSQL's plans for the officers' pages: `python -m drills.plans [COMPLAINTS] [--filled]`.

Fills a database as `bench` does, opens every page that `bench.desk` measures, and explains each statement while it is
carried out. Prints statements, the slowest one and pages of memory; ends with 1 if a statement reads a table from end
to end that grows with complaints.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bench import servers

servers.start(servers.LARGE, filled="--filled" in sys.argv)

from django.db import connection  # noqa: E402 (what reads Django's settings comes after the start)
from django.test import Client  # noqa: E402
from psycopg import ClientCursor, RawCursor  # noqa: E402

from bench import data, desk, load  # noqa: E402

LARGE = 2_000
"""Rows. What is larger grows with complaints, and no page reads it from end to end."""
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Asked:
    """A statement as Django hands it over."""

    sql: str
    parameters: Sequence | Mapping


@dataclass(frozen=True)
class Statement:
    """One statement: how long it took in the server (ms), planning apart; pages of memory it touched; rows looked at.

    `scans`: the large tables, or indexes of them, that it reads from end to end.
    """

    sql: str
    took: float
    planning: float
    buffers: int
    looked_at: int
    scans: tuple[str, ...]


@dataclass(frozen=True)
class Opening:
    """One opening of a page: the number of its statements, and those that read."""

    status: int
    asked: int
    read: list[Statement]

    @property
    def slowest(self) -> Statement:
        return max(self.read, key=lambda one: one.took)

    @property
    def buffers(self) -> int:
        return sum(one.buffers for one in self.read)

    @property
    def scans(self) -> set[str]:
        return {name for one in self.read for name in one.scans}


def opened(client: Client, address: str) -> Opening:
    """Open a page in this process and explain its statements."""
    asked: list[Asked] = []

    def noted(execute, sql, parameters, many, context):
        asked.append(Asked(str(sql), parameters or ()))
        return execute(sql, parameters, many, context)

    client.get(address)  # fills the caches
    with connection.execute_wrapper(noted):
        answer = client.get(address)
        if answer.streaming:
            next(iter(answer.streaming_content))
            answer.close()
    said = [one for one in asked if not one.sql.startswith(TRANSACTION)]
    return Opening(
        answer.status_code,
        len(said),
        [_explained(one) for one in said if one.sql.startswith(("SELECT", "(SELECT", "WITH"))],
    )


def _explained(asked: Asked) -> Statement:
    """Explain a statement while it runs."""
    plan = _plan("ANALYZE, BUFFERS", ClientCursor(connection.connection).mogrify(asked.sql, asked.parameters))
    top = plan["Plan"]
    nodes = list(_nodes(top))
    scans = {node["Relation Name"] for node in nodes if _reads_all(node)}
    return Statement(
        sql=asked.sql,
        took=plan["Execution Time"],
        planning=plan["Planning Time"],
        buffers=top["Shared Hit Blocks"] + top["Shared Read Blocks"],
        looked_at=int(sum(_looked_at(node) for node in nodes)),
        scans=tuple(sorted(scans)),
    )


def _plan(options: str, sql: str) -> dict:
    with RawCursor(connection.connection) as cursor:  # leaves "%" and "$1" as they are
        cursor.execute(f"EXPLAIN ({options}, FORMAT JSON) {sql}", prepare=False)
        (((plan,),),) = cursor.fetchall()
    return plan


def _nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)


def _looked_at(node: dict) -> float:
    """Return the rows that a scan fetched, those that a filter removed included."""
    if "Relation Name" not in node:
        return 0
    gone = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return (node["Actual Rows"] + gone) * node["Actual Loops"]


def _reads_all(node: dict) -> bool:
    """Return whether a scan read a large table whole: sequentially, or half of its rows by an index."""
    if "Relation Name" not in node or not node["Actual Loops"]:
        return False
    rows = _rows(node["Relation Name"])
    return rows > LARGE and (node["Node Type"] == "Seq Scan" or _looked_at(node) / node["Actual Loops"] > rows / 2)


@cache
def _rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return int(cursor.fetchone()[0])


def main() -> None:
    """Open all pages and print what their statements did."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("complaints", nargs="?", type=int, default=100_000)
    parser.add_argument("--filled", action="store_true", help="take the database of DATABASE_URL as it is")
    wanted = parser.parse_args()
    if not wanted.filled:
        data.fill(wanted.complaints)
    sessions, scanned = desk.Sessions(), set()
    with servers.portal() as portal:
        for page in list(desk.pages(load.Line(portal.port), sessions)):
            one = opened(sessions[page.email], page.path)
            scanned |= one.scans
            scans = f"  reads {', '.join(sorted(one.scans))} from end to end" if one.scans else ""
            print(
                f"{page.name:<50} {one.asked:>2} statements, slowest {one.slowest.took:.1f} ms, {one.buffers:,}{scans}"
            )
    sys.exit(1 if scanned else 0)


if __name__ == "__main__":
    main()
