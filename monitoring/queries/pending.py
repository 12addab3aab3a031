"""What depends on the moment: late by now, running out soon, how old what is open is. Read from `Pending` alone.

One statement for all of it, of an office or of all that one posting sees; what is hidden from them is left out by it
(docs/decisions/0039).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import connections, router
from django.utils.timezone import make_aware

from accounts.models import Office
from accounts.queries.written import binding_at_the_server
from accounts.rules.offices import Kind, lineage
from complaints.queries.narrowing import WITHIN
from monitoring.models import Pending

DISTRICTS_PLACE = 2
"""Of a district among the offices above one of its stations, from the province down."""
SEEN = """
    SELECT complaint, {child} AS child, received_at, due_at, contact_late_from, NULL::timestamptz AS more_until,
        report_late_from, report_stood, NULL::timestamptz AS since
    FROM monitoring_pending WHERE {where} AND due_at <= %(horizon)s
"""
MORE_TIME = """
    SELECT complaint, {child}, received_at, NULL, NULL, contact_more_until, NULL, 0, NULL
    FROM monitoring_pending WHERE {where} AND contact_more_until > %(at)s
"""
RECEIVED = """
    SELECT complaint, {child}, NULL, NULL, NULL, NULL, NULL, 0, received_at
    FROM monitoring_pending WHERE {where} AND ({days})
"""
HELD = """
    SELECT complaint, office, received_at, due_at, contact_late_from, contact_more_until,
        report_late_from, report_stood, received_at
    FROM monitoring_pending WHERE complaint = ANY(%(held)s::bigint[])
"""
Span = tuple[date, date]


class Late(NamedTuple):
    """Of what was received in a period and is late by now: what the tallies do not know of it.

    `contact`: late by now, less what has got more time. `stood`: reports that the tallies hold for in time.
    `report`: those late by now, without what the tallies hold for late already.
    """

    contact: int = 0
    stood: int = 0
    report: int = 0


@dataclass
class Pressing:
    """By office: how many are past a limit, and how many of the others run out within each time of `WITHIN`.

    `ages`: how many were received in each piece of time that was asked for, in all. `late`: by period.
    """

    overdue: dict[int, int] = field(default_factory=dict)
    within: dict[str, dict[int, int]] = field(default_factory=dict)
    ages: list[int] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """What is asked: at a moment, of an office; `level`: by offices of which kind, or the office that has it.

    `hidden`: the ids of what its reader may not see; `held`: of what they see though it lies elsewhere.
    `periods`: of which received to count what is late by now. `ages`: from after one moment to another, each.
    """

    at: datetime
    office: Office
    level: Kind | None
    hidden: Sequence[int] = ()
    held: Sequence[int] = ()
    within: Sequence[str] = ("day",)
    periods: Sequence[Span] = ()
    ages: Sequence[tuple[datetime, datetime]] = ()


def pressing(asked: Asked) -> Pressing:
    """All of it. One statement."""
    values = _values(asked)
    child = f"coalesce({asked.level}, office)" if asked.level else "office"
    shape = {"child": child, "where": _where(asked.office, values), "days": _days(asked)}
    arms = [SEEN, MORE_TIME] + ([RECEIVED] if asked.ages else [])
    seen = [arm.format(**shape) for arm in arms]
    if asked.held:
        seen.append(HELD)
    counts = [*_of_offices(asked), *_of_ages(asked), *_of_periods(asked)]
    statement = f"""
        SELECT child, {", ".join(counts)} FROM ({" UNION ALL ".join(seen)}) AS seen
        WHERE complaint <> ALL(%(hidden)s::bigint[]) GROUP BY child
    """  # noqa: S608 (names)
    connection = connections[router.db_for_read(Pending)]
    with binding_at_the_server(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return _read(asked, cursor.fetchall())


def _values(asked: Asked) -> dict:
    values = {"hidden": list(asked.hidden), "held": list(asked.held)}
    values |= {"at": asked.at, "horizon": asked.at + max(WITHIN[name] for name in asked.within)}
    values |= {name: asked.at + WITHIN[name] for name in asked.within}
    for number, (after, until) in enumerate(asked.ages):
        values |= {f"after{number}": after, f"until{number}": until}
    for number, (first, last) in enumerate(asked.periods):
        values |= {f"first{number}": midnight(first), f"last{number}": midnight(last + timedelta(days=1))}
    return values


def midnight(day: date) -> datetime:
    """By the wall clock of Pakistan."""
    return make_aware(datetime.combine(day, time.min))


def _where(office: Office, values: dict) -> str:
    """Within an office. Below a district, by the district's index."""
    kind = Kind(office.kind)
    if kind == Kind.CENTRAL:
        return "true"
    values["scope"] = office.pk
    own = f"{'office' if kind == Kind.UNIT else kind} = %(scope)s"
    if kind in {Kind.REGION, Kind.DISTRICT}:
        return own
    above = lineage(office.path)
    if len(above) <= DISTRICTS_PLACE + 1:
        return f"{own} AND district IS NULL"
    values["district"] = above[DISTRICTS_PLACE]
    return f"{own} AND district = (SELECT id FROM accounts_office WHERE path = %(district)s)"  # noqa: S608


def _days(asked: Asked) -> str:
    parts = [f"received_at > %(after{n})s AND received_at <= %(until{n})s" for n in range(len(asked.ages))]
    return " OR ".join(parts)


def _of_offices(asked: Asked) -> Iterable[str]:
    yield "count(*) FILTER (WHERE due_at <= %(at)s)"
    for name in asked.within:
        yield f"count(*) FILTER (WHERE due_at > %(at)s AND due_at <= %({name})s)"


def _of_ages(asked: Asked) -> Iterable[str]:
    for number in range(len(asked.ages)):
        yield f"count(*) FILTER (WHERE since > %(after{number})s AND since <= %(until{number})s)"


def _of_periods(asked: Asked) -> Iterable[str]:
    for number in range(len(asked.periods)):
        within = f"received_at >= %(first{number})s AND received_at < %(last{number})s"
        yield (
            f"count(*) FILTER (WHERE contact_late_from <= %(at)s AND {within})"
            f" - count(*) FILTER (WHERE more_until > %(at)s AND {within})"
        )
        yield f"count(*) FILTER (WHERE report_stood = 1 AND report_late_from <= %(at)s AND {within})"
        yield f"count(*) FILTER (WHERE report_stood >= 0 AND report_late_from <= %(at)s AND {within})"


def _read(asked: Asked, rows: Iterable[Sequence[int]]) -> Pressing:
    rows = list(rows)
    columns: Mapping[int, list[int]] = dict(enumerate(map(list, zip(*rows, strict=True))))
    offices, count = columns.get(0, []), 1 + len(asked.within)
    by_office = [dict(zip(offices, columns.get(1 + n, []), strict=True)) for n in range(count)]
    totals = [sum(columns.get(n, [])) for n in range(1 + count, 1 + count + len(asked.ages) + 3 * len(asked.periods))]
    ages, late = totals[: len(asked.ages)], totals[len(asked.ages) :]
    return Pressing(
        overdue=by_office[0],
        within=dict(zip(asked.within, by_office[1:], strict=True)),
        ages=ages,
        late=[Late(*late[3 * n : 3 * n + 3]) for n in range(len(asked.periods))],
    )
