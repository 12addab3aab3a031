"""Reading the tallies: what is folded, what is not yet, less what the reader may not see, in one statement.

So a figure is exact to the last commit, and the firewall holds in it (docs/decisions/0027).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple, Self

from django.db import connections, router, transaction

from monitoring.models import Tally
from monitoring.rules.tallies import ACCOUNTABLE, FACETS, KEYS, MEASURES, Span

CELL = "scope, grain, facet, since, value"
KEY = ", ".join(f"added.{name}" for name in KEYS)
NAMES = ", ".join(MEASURES)
SUMS = ", ".join(f"sum({measure})::bigint AS {measure}" for measure in MEASURES)
APART = MEASURES[1:]
HELD_NAMES = ", ".join(f"0 AS {measure}" if measure in ACCOUNTABLE else measure for measure in MEASURES)
NOTHING = ", ".join(f"0 AS {measure}" for measure in APART)
UNLESS_APART = ", ".join(f"CASE facet WHEN '' THEN {measure} ELSE 0 END" for measure in APART)
SIGNED = ", ".join(f"sum(sign * {measure})::bigint AS {measure}" for measure in MEASURES)

UNFOLDED = f"""
    SELECT cell.*, 1 AS sign, {NAMES} FROM monitoring_tallydelta AS added, LATERAL tally_cells({KEY}) AS cell
"""  # noqa: S608 (names, here and below)
WITHOUT = f"""
    SELECT cell.*, -1 AS sign, {NAMES} FROM complaints_complaint AS hidden,
        LATERAL tally_contribution(hidden) AS added, LATERAL tally_cells({KEY}) AS cell
    WHERE hidden.id = ANY(%s)
"""  # noqa: S608
WITH = f"""
    SELECT {{scope}}::bigint AS scope, told.*, 1 AS sign, {{names}} FROM complaints_complaint AS counted,
        LATERAL tally_contribution(counted) AS added, LATERAL tally_told({KEY}) AS told
    WHERE {{where}} AND {{part}}
"""  # noqa: S608
APART_BY = FACETS[1:]
APART_BY_NONE = 2 ** len(APART_BY) - 1
COUNTED_APART = """
    SELECT * FROM (
        SELECT {{scope}}::bigint AS scope, 'day'::varchar AS grain,
            CASE grouping({facets}) {names} END::varchar AS facet, since,
            coalesce({texts}) AS value, 1 AS sign, count(*) AS received, {nothing}
        FROM (
            SELECT CASE WHEN added.day < %s THEN %s ELSE %s END::date AS since, {of_each}
            FROM complaints_complaint AS counted, LATERAL tally_contribution(counted) AS added
            WHERE added.received > 0 AND {{where}}
        ) AS added
        GROUP BY GROUPING SETS ({sets})
    ) AS told WHERE value <> ''
""".format(  # noqa: S608
    facets=", ".join(APART_BY),
    # `grouping` has a bit of 1 for each that a row is not told apart by, the last the least.
    names=" ".join(f"WHEN {APART_BY_NONE - 2**n} THEN '{facet}'" for n, facet in enumerate(reversed(APART_BY))),
    of_each=", ".join(f"added.{facet}" for facet in APART_BY),
    texts=", ".join(f"{facet}::varchar" for facet in APART_BY),
    nothing=NOTHING,
    sets=", ".join(f"(since, {facet})" for facet in APART_BY),
)
OF_WANTED = """
    FROM monitoring_tally AS tally
    WHERE (tally.scope, tally.grain, tally.facet) = (wanted.scope, wanted.grain, wanted.facet)
        AND since BETWEEN first AND last
"""
READ = f"""
    WITH wanted AS (
        SELECT * FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::text[], %s::date[], %s::date[])
            AS asked (n, scope, grain, facet, first, last)
    ), beside AS MATERIALIZED (
        SELECT {CELL}, {SIGNED} FROM ({{changes}}) AS changed WHERE scope = ANY(%s) GROUP BY {CELL}
    )
    SELECT n, value COLLATE "C", {SUMS} FROM (
        SELECT n, '' AS value, {NAMES} FROM wanted, LATERAL (SELECT {SUMS} {OF_WANTED}) AS told WHERE facet = ''
      UNION ALL
        SELECT n, value, received, {NOTHING} FROM wanted,
            LATERAL (SELECT value COLLATE "C", sum(received)::bigint AS received {OF_WANTED} GROUP BY 1) AS told
        WHERE facet <> ''
      UNION ALL
        SELECT n, value, received, {UNLESS_APART}
        FROM wanted JOIN beside USING (scope, grain, facet) WHERE since BETWEEN first AND last
    ) AS found GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 (names)
"""What is told apart by a facet is told by how many were received alone: that is all that is asked of it."""


AT_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


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
    accountable: int = 0


ALL, OF_A_TIME = "true", "told.grain <> 'ever'"


class Want(NamedTuple):
    """What is asked, by a name of the asker's: of a scope, over some spans, apart by a facet."""

    name: str
    scope: int
    facet: str
    spans: Sequence[Span]


class Rows(NamedTuple):
    """Complaints that are counted one by one, as if of that scope: what they add, or a part of it.

    `where`: SQL that says which of `counted`, with its `values`. `names`: of the measures, or SQL in their place.
    """

    scope: int
    where: str
    values: Sequence
    part: str = ALL
    names: str = NAMES

    @classmethod
    def of(cls, scope: int, ids: Sequence[int]) -> Self:
        return cls(scope, "counted.id = ANY(%s)", [list(ids)])

    @classmethod
    def held(cls, scope: int, ids: Sequence[int]) -> Self:
        """Complaints that another office has and answers for: nothing of that counts here."""
        return cls.of(scope, ids)._replace(names=HELD_NAMES)


class Apart(NamedTuple):
    """Complaints of two periods that are counted one by one, told apart by each facet: `Rows` of them, day by day, take
    three times as long. As if all were received on the first day of the period `before` or of the one that `first`
    begins.
    """

    scope: int
    where: str
    values: Sequence
    before: date
    first: date


class Read(dict[tuple[str, int, str], dict[str, Sums]]):
    """By name, scope and facet: the sums by value."""

    def __missing__(self, key):
        return {}

    def one(self, name: str, scope: int) -> Sums:
        """What is told apart by nothing."""
        return self[name, scope, ""].get("", Sums())


def read(wants: Iterable[Want], *, hidden: Sequence[int] = (), rows: Iterable[Rows | Apart] = ()) -> Read:
    """What is asked for, each name of a scope and facet once, without the `hidden` complaints and with the `rows`.

    One statement.
    """
    wants = list(wants)
    asked = [(n, w.scope, str(s.grain), w.facet, s.first, s.last) for n, w in enumerate(wants) for s in w.spans]
    changes, values = [UNFOLDED], []
    if hidden:
        changes.append(WITHOUT)
        values.append(list(hidden))
    for some in rows:
        statement, bound = _counted(some)
        changes.append(statement)
        values += bound
    statement = READ.replace("{changes}", " UNION ALL ".join(changes))
    columns, found = [list(column) for column in zip(*asked, strict=True)], Read()
    with connections[_place()].cursor() as cursor:
        cursor.execute(statement, [*columns, *values, sorted({want.scope for want in wants})])
        for n, value, *sums in cursor.fetchall():
            if any(sums):
                name, scope, facet, _spans = wants[n]
                found.setdefault((name, scope, facet), {})[value] = Sums(*sums)
    return found


def _counted(some: Rows | Apart) -> tuple[str, list]:
    """As changes to a tally, with what is bound in it."""
    shape = {"scope": int(some.scope), "where": some.where}
    if isinstance(some, Apart):
        return COUNTED_APART.format(**shape), [some.first, some.before, some.first, *some.values]
    return WITH.format(**shape, part=some.part, names=some.names), list(some.values)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything within the block as of one moment. Inside a running transaction, its own snapshot counts."""
    alias = _place()
    if connections[alias].in_atomic_block:
        yield
        return
    with transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute(AT_ONE_MOMENT)
        yield


def _place() -> str:
    """Where this request reads."""
    return router.db_for_read(Tally)
