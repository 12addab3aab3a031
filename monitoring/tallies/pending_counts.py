"""Count open complaints that are overdue, due soon, late or of some age at a moment, from the pending rows alone.

One statement counts everything for an office, or for all that a posting may see, without what is hidden from its
officer (docs/decisions/0027).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple, Self

from django.db import connections, router

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind, paths_from_root
from desk.queries.complaint_filters import DUE_WITHIN
from monitoring.tallies.pending_models import Pending
from web.calendar_days import start_of_day

DISTRICT_DEPTH = 2
"""The index of the district in the line of offices from the province down to a station."""
EVERYWHERE = "true"
OVERDUE, AGE, CONTACT, MORE_TIME, REPORT, STOOD = "overdue", "age", "contact", "more", "report", "stood"
Days = tuple[date, date]
"""A first and a last day, both included."""


class LateCounts(NamedTuple):
    """How many complaints of a period are late at the moment although the tallies do not count them as late.

    `contact`: late contacts, minus those that the tallies count as late and whose deadline was extended.
    `counted_in_time`: late reports that the tallies count as in time.
    `report`: late reports without those that the tallies count as late already.
    """

    contact: int = 0
    counted_in_time: int = 0
    report: int = 0


@dataclass
class PendingCounts:
    """The counts at a moment.

    `overdue`: by office. `due_soon`: by name of `DUE_WITHIN` and by office, how many are due within that time.
    `ages`: how many were received in each requested interval. `late`: by period.
    """

    overdue: dict[int, int] = field(default_factory=dict)
    due_soon: dict[str, dict[int, int]] = field(default_factory=dict)
    ages: list[int] = field(default_factory=list)
    late: list[LateCounts] = field(default_factory=list)

    @classmethod
    def zeros(cls, query: "PendingQuery") -> Self:
        late = [LateCounts()] * len(query.periods)
        return cls({}, {name: {} for name in query.due_soon}, [0] * len(query.ages), late)

    def without_zeros(self) -> Self:
        """Return a copy without the offices whose count is zero."""
        due_soon = {name: _without_zeros(numbers) for name, numbers in self.due_soon.items()}
        return replace(self, overdue=_without_zeros(self.overdue), due_soon=due_soon)


def _without_zeros(numbers: dict[int, int]) -> dict[int, int]:
    return {office: number for office, number in numbers.items() if number}


@dataclass(frozen=True)
class PendingQuery:
    """What to count, at a moment, in an office and all below it.

    `level`: group by offices of this kind, or by the complaint's own office. `by_office`: the counts that are grouped;
    the others are counted together, under 0. `due_soon`: count what is due within these times (names of `DUE_WITHIN`).
    `hidden`: ids of complaints that the reader may not see. `held`: ids of complaints of other offices that they see.
    `periods`: count late complaints received from the first day to the last.
    `ages`: count complaints received after one moment and up to another.
    """

    at: datetime
    office: Office
    level: OfficeKind | None
    hidden: Sequence[int] = ()
    held: Sequence[int] = ()
    due_soon: Sequence[str] = ("day",)
    by_office: Sequence[str] = (OVERDUE,)
    periods: Sequence[Days] = ()
    ages: Sequence[tuple[datetime, datetime]] = ()


def count_pending(query: PendingQuery) -> PendingCounts:
    """Return all counts. One statement, in which each count is an index-only scan.

    Hidden complaints are counted separately and subtracted: they are few and are found by their key, whereas an
    exclusion would have to check the id of every row.
    """
    values = _query_parameters(query)
    where = _office_sql_condition(query.office, values)
    selects = list(_count_select_statements(query, where, query.level))
    if query.hidden:
        selects += _count_select_statements(
            query, f"{where} AND complaint = ANY(%(hidden)s::bigint[])", query.level, sign=-1
        )
    if query.held:
        selects += _count_select_statements(query, "complaint = ANY(%(held)s::bigint[])", None)
    connection, counts = connections[router.db_for_read(Pending)], PendingCounts.zeros(query)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), values)
        for name, office, sign, *numbers in cursor.fetchall():
            _add_result_row(counts, name, office, [sign * number for number in numbers])
    return counts.without_zeros()


def _query_parameters(query: PendingQuery) -> dict:
    values = {"at": query.at, "hidden": list(query.hidden), "held": sorted({*query.held} - {*query.hidden})}
    values |= {name: query.at + DUE_WITHIN[name] for name in query.due_soon}
    for number, (after, until) in enumerate(query.ages):
        values |= {f"after{number}": after, f"until{number}": until}
    for number, (first, last) in enumerate(query.periods):
        values |= {f"first{number}": start_of_day(first), f"last{number}": start_of_day(last + timedelta(days=1))}
    return values


def _office_sql_condition(office: Office, values: dict) -> str:
    """Return the condition for an office and all below it, and add its parameters to `values`.

    Below a district the condition also names the district, so that an index can be used.
    """
    kind = OfficeKind(office.kind)
    if kind == OfficeKind.CENTRAL:
        return EVERYWHERE
    values["scope"] = office.pk
    own = f"{scope_column(kind)} = %(scope)s"
    if kind in {OfficeKind.REGION, OfficeKind.DISTRICT}:
        return own
    line = paths_from_root(office.path)
    if len(line) <= DISTRICT_DEPTH + 1:
        return f"{own} AND district IS NULL"
    values["district"] = line[DISTRICT_DEPTH]
    return f"{own} AND district = (SELECT id FROM accounts_office WHERE path = %(district)s)"  # noqa: S608


def scope_column(kind: OfficeKind) -> str:
    """Return the column of `monitoring_pending` with the office of this kind. A unit is the complaint's own office."""
    return "office" if kind == OfficeKind.UNIT else str(kind)


def _count_select_statements(
    query: PendingQuery, where: str, level: OfficeKind | None, *, sign: int = 1
) -> Iterator[str]:
    """Yield a SELECT for each count. Its columns: name, office (0: all together), sign, numbers."""
    select = partial(_select_statement, query, sign)
    times = {OVERDUE: "due_at <= %(at)s"}
    times |= {name: f"due_at > %(at)s AND due_at <= %({name})s" for name in query.due_soon}
    for name, condition in times.items():
        if name not in query.by_office:
            yield select(name, f"{where} AND {condition}")
        elif level:
            yield select(name, f"{where} AND {level} IS NOT NULL AND {condition}", group_by=level)
            yield select(name, f"{where} AND {level} IS NULL AND {condition}", group_by="office")
        else:
            yield select(name, f"{where} AND {condition}", group_by="office")
    for number in range(len(query.ages)):
        interval = f"received_at > %(after{number})s AND received_at <= %(until{number})s"
        yield select(f"{AGE}{number}", f"{where} AND {interval}")
    if query.periods:
        late = {
            CONTACT: "contact_late_from <= %(at)s",
            MORE_TIME: "contact_more_until > %(at)s",
            REPORT: "report_late_from <= %(at)s",
        }
        for name, condition in late.items():
            yield select(name, f"{where} AND {condition}", counts=_period_select_statements(query))
        stood = [
            *_period_select_statements(query, "report_stood = 1"),
            *_period_select_statements(query, "report_stood = -1"),
        ]
        yield select(STOOD, f"{where} AND report_late_from <= %(at)s AND report_stood <> 0", counts=stood)


def _period_select_statements(query: PendingQuery, condition: str = "true") -> list[str]:
    """Return one count for each period. The end comes first: it already excludes most rows from the earlier period."""
    return [
        f"count(*) FILTER (WHERE {condition} AND received_at < %(last{n})s AND received_at >= %(first{n})s)"
        for n in range(len(query.periods))
    ]


def _select_statement(
    query: PendingQuery,
    sign: int,
    name: str,
    where: str,
    *,
    group_by: str = "",
    counts: Sequence[str] = ("count(*)",),
) -> str:
    numbers = [*counts, *["0"] * (max(1, 2 * len(query.periods)) - len(counts))]  # UNION needs equal columns
    group = f" GROUP BY {group_by}" if group_by else ""
    return f"""
        SELECT '{name}', {group_by or "0"}::bigint, {sign}, {", ".join(numbers)}
        FROM monitoring_pending WHERE {where}{group}
    """  # noqa: S608 (names)


def _add_result_row(counts: PendingCounts, name: str, office: int, numbers: Sequence[int]) -> None:
    """Add one row of the result to the counts."""
    if name == OVERDUE or name in counts.due_soon:
        by_office = counts.overdue if name == OVERDUE else counts.due_soon[name]
        by_office[office] = by_office.get(office, 0) + numbers[0]
    elif name.startswith(AGE):
        counts.ages[int(name.removeprefix(AGE))] += numbers[0]
    else:
        for period, late in enumerate(counts.late):
            number, number_late = numbers[period], numbers[len(counts.late) + period]
            changes = {
                CONTACT: LateCounts(contact=number),
                MORE_TIME: LateCounts(contact=-number),
                REPORT: LateCounts(report=number),
                STOOD: LateCounts(counted_in_time=number, report=-number_late),
            }
            counts.late[period] = LateCounts(*(a + b for a, b in zip(late, changes[name], strict=True)))
