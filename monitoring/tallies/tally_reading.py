"""Read the tallies: applied deltas, plus unapplied ones, minus complaints that the reader may not see. One statement.

So every figure is exact up to the last commit, and includes only what its reader may see (docs/decisions/0027).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connections, router, transaction

from monitoring.tallies.definitions import ACCOUNTABLE_MEASURES, DELTA_KEYS, MEASURES, MOVED, PROVINCE, TallySpan
from monitoring.tallies.tally_models import Tally

CELL_COLUMNS = "scope, grain, facet, since, value"
DELTA_ARGUMENTS = ", ".join(f"added.{name}" for name in DELTA_KEYS)
"""The arguments of `tally_cells` and `tally_entries`, from a delta named `added`."""
MEASURE_COLUMNS = ", ".join(MEASURES)
MEASURE_SUMS = ", ".join(f"sum({measure})::bigint AS {measure}" for measure in MEASURES)
SIGNED_SUMS = ", ".join(f"sum(sign * {measure})::bigint AS {measure}" for measure in MEASURES)
OTHER_MEASURES = MEASURES[1:]
"""All but `received`. They are read for the facet "" only: a breakdown shows how many were received."""
ZEROS = ", ".join(f"0 AS {measure}" for measure in OTHER_MEASURES)
ZERO_IN_BREAKDOWNS = ", ".join(f"CASE facet WHEN '' THEN {measure} ELSE 0 END" for measure in OTHER_MEASURES)
HELD_COLUMNS = ", ".join(f"0 AS {measure}" if measure in ACCOUNTABLE_MEASURES else measure for measure in MEASURES)

UNAPPLIED_DELTAS = f"""
    SELECT cell.*, 1 AS sign, {MEASURE_COLUMNS}
    FROM monitoring_tallydelta AS added, LATERAL tally_cells({DELTA_ARGUMENTS}) AS cell
"""  # noqa: S608 (names, here and below)
HIDDEN_COMPLAINTS = f"""
    SELECT cell.*, -1 AS sign, {MEASURE_COLUMNS} FROM complaints_complaint AS hidden,
        LATERAL tally_contribution(hidden) AS added, LATERAL tally_cells({DELTA_ARGUMENTS}) AS cell
    WHERE hidden.id = ANY(%s)
"""  # noqa: S608
MOVED_BUT_SEEN = f"{HIDDEN_COMPLAINTS} AND cell.facet = '{MOVED}'"
"""Takes complaints out of those that have moved, so that the reader's sums keep them."""
HELD_COMPLAINTS = f"""
    SELECT %s::bigint AS scope, entry.*, 1 AS sign, {HELD_COLUMNS} FROM complaints_complaint AS held,
        LATERAL tally_contribution(held) AS added, LATERAL tally_entries({DELTA_ARGUMENTS}) AS entry
    WHERE held.id = ANY(%s) AND entry.facet <> '{MOVED}'
"""  # noqa: S608
MATCHING_TALLIES = """
    FROM monitoring_tally AS tally
    WHERE (tally.scope, tally.grain, tally.facet) = (wanted.scope, wanted.grain, wanted.facet)
        AND since BETWEEN first AND last
"""
NEGATIVE_SUMS = ", ".join(f"-sum({measure})::bigint AS {measure}" for measure in MEASURES)
NEGATIVE = ", ".join(f"-{measure}" for measure in MEASURES)
# What `wanted` has without a facet, as negative numbers: of the complaints that have moved to the given levels.
MOVED_ABOVE_READER = f"""
      UNION ALL
        SELECT n, '', {MEASURE_COLUMNS} FROM wanted, LATERAL (
            SELECT {NEGATIVE_SUMS} FROM monitoring_tally AS tally
            WHERE (tally.scope, tally.grain, tally.facet) = (wanted.scope, wanted.grain, '{MOVED}')
                AND since BETWEEN first AND last AND value = ANY(%s)
        ) AS matching WHERE facet = ''
      UNION ALL
        SELECT n, '', {NEGATIVE} FROM wanted JOIN adjustments USING (scope, grain)
        WHERE (wanted.facet, adjustments.facet) = ('', '{MOVED}') AND since BETWEEN first AND last AND value = ANY(%s)
"""  # noqa: S608
READ_TALLIES = f"""
    WITH wanted AS (
        SELECT * FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::text[], %s::date[], %s::date[])
            AS asked (n, scope, grain, facet, first, last)
    ), adjustments AS MATERIALIZED (
        SELECT {CELL_COLUMNS}, {SIGNED_SUMS} FROM ({{changes}}) AS changed WHERE scope = ANY(%s) GROUP BY {CELL_COLUMNS}
    )
    SELECT n, value COLLATE "C", {MEASURE_SUMS} FROM (
        SELECT n, '' AS value, {MEASURE_COLUMNS}
        FROM wanted, LATERAL (SELECT {MEASURE_SUMS} {MATCHING_TALLIES}) AS matching WHERE facet = ''
      UNION ALL
        SELECT n, value, received, {ZEROS} FROM wanted,
            LATERAL (
                SELECT value COLLATE "C", sum(received)::bigint AS received {MATCHING_TALLIES} GROUP BY 1
            ) AS matching
        WHERE facet <> ''
      UNION ALL
        SELECT n, value, received, {ZERO_IN_BREAKDOWNS}
        FROM wanted JOIN adjustments USING (scope, grain, facet) WHERE since BETWEEN first AND last
      {{moved}}
    ) AS found GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 (names)

SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class Sums(NamedTuple):
    """The sums of the measures over some complaints (definitions.MEASURES, in their order)."""

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


class TallyQuery(NamedTuple):
    """What to read: the sums of a scope over some spans, by the values of a facet. The caller chooses the name."""

    name: str
    scope: int
    facet: str
    spans: Sequence[TallySpan]


class MovedAbove(NamedTuple):
    """Complaints that are above a reader now, although an office at or below theirs is accountable for them.

    `levels`: the kinds of offices above the reader's. `seen`: ids of those that the reader sees all the same.
    """

    levels: Sequence[str] = ()
    seen: Sequence[int] = ()


NOTHING_MOVED = MovedAbove()


class HeldElsewhere(NamedTuple):
    """Complaints of other offices (ids) to count as if they belonged to a scope.

    Their ACCOUNTABLE_MEASURES are left out: those count for another office.
    """

    scope: int
    ids: Sequence[int]


NOTHING_HELD = HeldElsewhere(PROVINCE, ())


class TallyResult(dict[tuple[str, int, str], dict[str, Sums]]):
    """The sums by value, for each name, scope and facet."""

    def __missing__(self, key):
        return {}

    def total(self, name: str, scope: int) -> Sums:
        """Return the sums that are not broken down by a facet."""
        return self[name, scope, ""].get("", Sums())


def read_tallies(
    queries: Iterable[TallyQuery],
    *,
    hidden: Sequence[int] = (),
    moved: MovedAbove = NOTHING_MOVED,
    held: HeldElsewhere = NOTHING_HELD,
) -> TallyResult:
    """Return the results of all queries, without the `hidden` complaints (ids) and those that have `moved` above the
    reader, and with those that are `held` elsewhere. One statement.

    No two queries may have the same name, scope and facet.
    """
    queries = list(queries)
    spans = [
        (n, query.scope, str(span.grain), query.facet, span.first, span.last)
        for n, query in enumerate(queries)
        for span in query.spans
    ]
    if not spans:
        return TallyResult()
    changes, parameters = [UNAPPLIED_DELTAS], []
    if hidden:
        changes.append(HIDDEN_COMPLAINTS)
        parameters.append(list(hidden))
    if moved.seen:
        changes.append(MOVED_BUT_SEEN)
        parameters.append(list(moved.seen))
    if held.ids:
        changes.append(HELD_COMPLAINTS)
        parameters += [held.scope, list(held.ids)]
    statement = READ_TALLIES.replace("{changes}", " UNION ALL ".join(changes))
    statement = statement.replace("{moved}", MOVED_ABOVE_READER if moved.levels else "")
    levels = [list(map(str, moved.levels))] * 2 if moved.levels else []
    columns, result = [list(column) for column in zip(*spans, strict=True)], TallyResult()
    with connections[_read_alias()].cursor() as cursor:
        cursor.execute(statement, [*columns, *parameters, sorted({query.scope for query in queries}), *levels])
        for n, value, *sums in cursor.fetchall():
            if any(sums):
                name, scope, facet, _spans = queries[n]
                result.setdefault((name, scope, facet), {})[value] = Sums(*sums)
    return result


@contextmanager
def consistent_snapshot() -> Iterator[None]:
    """Read everything in the block as of one moment (REPEATABLE READ).

    Inside a running transaction nothing changes: that transaction's isolation applies.
    """
    alias = _read_alias()
    if connections[alias].in_atomic_block:
        yield
        return
    with transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute(SNAPSHOT)
        yield


def _read_alias() -> str:
    return router.db_for_read(Tally)
