"""What PostgreSQL does for one page: every statement that reads, explained while it is carried out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

LARGE = 2_000
"""Rows. What is larger grows with complaints, and no page reads it from end to end."""
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


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
    """One opening of a page: how many statements it asked, and those of them that read."""

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


def opened(client: Client, address: str, posted: dict | None = None) -> Opening:
    """Open a page in this process and explain what it asked."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address) if posted is None else client.post(address, posted)
        if answer.streaming:
            next(iter(answer.streaming_content))
            answer.close()
    said = [one["sql"] for one in asked if not one["sql"].startswith(TRANSACTION)]
    return Opening(
        answer.status_code,
        len(said),
        [_explained(sql) for sql in said if sql.startswith(("SELECT", "(SELECT", "WITH"))],
    )


def _explained(sql: str) -> Statement:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql)
        (((plan,),),) = cursor.fetchall()
    top = plan["Plan"]
    nodes = list(_nodes(top))
    return Statement(
        sql=sql,
        took=plan["Execution Time"],
        planning=plan["Planning Time"],
        buffers=top["Shared Hit Blocks"] + top["Shared Read Blocks"],
        looked_at=int(sum(_looked_at(node) for node in nodes)),
        scans=tuple(sorted({node["Relation Name"] for node in nodes if _reads_all(node)})),
    )


def _nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)


def _looked_at(node: dict) -> float:
    """Rows that a scan fetched, those that a filter then threw away included."""
    if "Relation Name" not in node:
        return 0
    gone = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return (node["Actual Rows"] + gone) * node["Actual Loops"]


def _reads_all(node: dict) -> bool:
    """A sequential scan of a large table that somebody carried out."""
    return node["Node Type"] == "Seq Scan" and node["Actual Loops"] > 0 and _rows(node["Relation Name"]) > LARGE


@cache
def _rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return int(cursor.fetchone()[0])
