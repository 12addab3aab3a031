"""Reading the tallies: what is folded, what is not yet, less what the reader may not see, in one statement.

So a figure is exact to the last commit, and the firewall holds in it (docs/decisions/0035).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connections, router, transaction

from complaints.models.complaint import ComplaintQuerySet
from monitoring.models import Tally
from monitoring.rules.tallies import KEYS, MEASURES, Span

CELL = "scope, grain, facet, since, value"
KEY = ", ".join(f"added.{name}" for name in KEYS)
NAMES = ", ".join(MEASURES)
SUMS = ", ".join(f"sum({measure})::bigint AS {measure}" for measure in MEASURES)
SIGNED = ", ".join(f"sum(sign * {measure})::bigint AS {measure}" for measure in MEASURES)

UNFOLDED = f"""
    SELECT cell.*, 1 AS sign, {NAMES} FROM monitoring_tallydelta AS added, LATERAL tally_cells({KEY}) AS cell
"""  # noqa: S608 (names, here and below)
WITHOUT = f"""
    SELECT cell.*, -1 AS sign, {NAMES} FROM complaints_complaint AS hidden,
        LATERAL tally_contribution(hidden) AS added, LATERAL tally_cells({KEY}) AS cell
    WHERE hidden.id IN ({{ids}})
"""  # noqa: S608
WITH = f"""
    SELECT {{scope}}::bigint AS scope, told.*, 1 AS sign, {NAMES} FROM complaints_complaint AS counted,
        LATERAL tally_contribution(counted) AS added, LATERAL tally_told({KEY}) AS told
    WHERE counted.id IN ({{ids}}) AND {{part}}
"""  # noqa: S608
READ = f"""
    WITH wanted AS (
        SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::date[], %s::date[])
            AS asked (name, scope, grain, facet, first, last)
    ), beside AS MATERIALIZED (
        SELECT {CELL}, {SIGNED} FROM ({{changes}}) AS changed WHERE scope = ANY(%s) GROUP BY {CELL}
    )
    SELECT name, scope, facet, value, {SUMS} FROM (
        SELECT name, first, last, {CELL}, {NAMES} FROM wanted JOIN monitoring_tally USING (scope, grain, facet)
        WHERE since BETWEEN first AND last
      UNION ALL
        SELECT name, first, last, {CELL}, {NAMES} FROM wanted JOIN beside USING (scope, grain, facet)
        WHERE since BETWEEN first AND last
    ) AS found GROUP BY 1, 2, 3, 4
"""  # noqa: S608 (names)


class Sums(NamedTuple):
    """What some complaints add up to: rules.tallies.MEASURES, in their order."""

    received: int = 0
    open: int = 0
    contact_in_time: int = 0
    contact_late: int = 0
    report_in_time: int = 0
    report_late: int = 0
    reported: int = 0
    reopened: int = 0
    word_known: int = 0
    denied: int = 0
    rung: int = 0
    satisfied: int = 0


ALL, OF_A_TIME, FACETS_OF_A_TIME = "true", "told.grain <> 'ever'", "told.grain <> 'ever' AND told.facet <> ''"


class Want(NamedTuple):
    """What is asked, by a name of the asker's: of a scope, over some spans, apart by a facet."""

    name: str
    scope: int
    facet: str
    spans: Sequence[Span]


class Rows(NamedTuple):
    """Complaints that are counted one by one, as if of that scope: what they add, or a part of it."""

    scope: int
    complaints: ComplaintQuerySet
    part: str = ALL


class Read(dict[tuple[str, int, str], dict[str, Sums]]):
    """By name, scope and facet: the sums by value."""

    def __missing__(self, key):
        return {}

    def one(self, name: str, scope: int) -> Sums:
        """What is told apart by nothing."""
        return self[name, scope, ""].get("", Sums())


def read(wants: Iterable[Want], *, hidden: ComplaintQuerySet | None = None, rows: Iterable[Rows] = ()) -> Read:
    """What is asked for, without the `hidden` complaints and with the `rows`. One statement."""
    asked = [(w.name, w.scope, str(s.grain), w.facet, s.first, s.last) for w in wants for s in w.spans]
    changes, values = [UNFOLDED], []
    for statement, queryset in _beside(hidden, rows):
        ids, given = queryset.order_by().values("pk").query.sql_with_params()
        changes.append(statement.replace("{ids}", ids))
        values += given
    statement = READ.replace("{changes}", " UNION ALL ".join(changes))
    columns = [list(column) for column in zip(*asked, strict=True)]
    found = Read()
    with connections[_place()].cursor() as cursor:
        cursor.execute(statement, [*columns, *values, sorted({want[1] for want in asked})])
        for name, scope, facet, value, *sums in cursor.fetchall():
            if any(sums):
                found.setdefault((name, scope, facet), {})[value] = Sums(*sums)
    return found


def _beside(hidden: ComplaintQuerySet | None, rows: Iterable[Rows]) -> Iterator[tuple[str, ComplaintQuerySet]]:
    """What changes the sums beside the tallies: a statement for the ids of a queryset, and that queryset."""
    if hidden is not None:
        yield WITHOUT, hidden
    for here in rows:
        yield WITH.replace("{scope}", str(int(here.scope))).replace("{part}", here.part), here.complaints


@contextmanager
def one_moment() -> Iterator[None]:
    """Within, all that is read was so at one moment; inside a transaction that runs already, its own view."""
    alias = _place()
    if connections[alias].in_atomic_block:
        yield
        return
    with transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _place() -> str:
    """Where this request reads."""
    return router.db_for_read(Tally)
