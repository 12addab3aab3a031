"""What depends on the moment: late by now, running out soon, how old what is open is. Read from `Pending` alone.

One statement for all of it, of an office or of all that one posting sees; what is hidden from them is left out by it
(docs/decisions/0039).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple, Self

from django.db import connections, router
from django.utils.timezone import make_aware

from accounts.models import Office
from accounts.queries.written import binding_at_the_server
from accounts.rules.offices import Kind, lineage
from complaints.queries.complaint_filters import WITHIN
from monitoring.models import Pending

DISTRICTS_PLACE = 2
"""Of a district among the offices above one of its stations, from the province down."""
EVERYWHERE = "true"
NUMBER = "coalesce(sum(number), 0)::bigint"
HOUR = timedelta(hours=1)
OVERDUE, AGE, CONTACT, MORE_TIME, REPORT, STOOD = "overdue", "age", "contact", "more", "report", "stood"
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

    @classmethod
    def nothing(cls, asked: "Asked") -> Self:
        return cls({}, {name: {} for name in asked.within}, [0] * len(asked.ages), [Late()] * len(asked.periods))

    def without_nothing(self) -> Self:
        """The same without offices of which all is hidden."""
        within = {name: _some(numbers) for name, numbers in self.within.items()}
        return replace(self, overdue=_some(self.overdue), within=within)


def _some(numbers: dict[int, int]) -> dict[int, int]:
    return {office: number for office, number in numbers.items() if number}


@dataclass(frozen=True)
class Asked:
    """What is asked: at a moment, of an office; `level`: by offices of which kind, or the office that has it.

    `hidden`: the ids of what its reader may not see; `held`: of what they see though it lies elsewhere.
    `within`: how many run out within these times. `apart`: what is told by office; the rest in all, under 0.
    `periods`: of which received to count what is late by now. `ages`: from after one moment to another, each.
    """

    at: datetime
    office: Office
    level: Kind | None
    hidden: Sequence[int] = ()
    held: Sequence[int] = ()
    within: Sequence[str] = ("day",)
    apart: Sequence[str] = (OVERDUE,)
    periods: Sequence[Span] = ()
    ages: Sequence[tuple[datetime, datetime]] = ()


def pressing(asked: Asked) -> Pressing:
    """All of it. One statement, which counts one thing after the other, each from an index that has all it takes.

    What is hidden is counted by itself and taken off: few rows by their key, instead of a look at the id of every row.
    """
    values = _values(asked)
    where = _where(asked.office, values)
    parts = list(_parts(asked, where, asked.level))
    if asked.hidden:
        parts += _parts(asked, f"{where} AND complaint = ANY(%(hidden)s::bigint[])", asked.level, sign=-1)
    if asked.held:
        parts += _parts(asked, "complaint = ANY(%(held)s::bigint[])", None)
    connection, found = connections[router.db_for_read(Pending)], Pressing.nothing(asked)
    with binding_at_the_server(connection), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for what, child, sign, *numbers in cursor.fetchall():
            _add(found, what, child, [sign * number for number in numbers])
    return found.without_nothing()


def _values(asked: Asked) -> dict:
    values = {"at": asked.at, "hidden": list(asked.hidden), "held": sorted({*asked.held} - {*asked.hidden})}
    values |= {name: asked.at + WITHIN[name] for name in asked.within}
    values["hour"] = _hour(asked.at) + HOUR
    values |= {f"hour_{name}": _hour(asked.at + WITHIN[name]) for name in asked.within}
    for number, (after, until) in enumerate(asked.ages):
        values |= {f"after{number}": after, f"until{number}": until}
    for number, (first, last) in enumerate(asked.periods):
        values |= {f"first{number}": midnight(first), f"last{number}": midnight(last + timedelta(days=1))}
    return values


def _hour(moment: datetime) -> datetime:
    """In which it lies, by its beginning."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def midnight(day: date) -> datetime:
    """By the wall clock of Pakistan."""
    return make_aware(datetime.combine(day, time.min))


def _where(office: Office, values: dict) -> str:
    """Within an office. Below a district, by the district's index."""
    kind = Kind(office.kind)
    if kind == Kind.CENTRAL:
        return EVERYWHERE
    values["scope"] = office.pk
    own = f"{'office' if kind == Kind.UNIT else kind} = %(scope)s"
    if kind in {Kind.REGION, Kind.DISTRICT}:
        return own
    above = lineage(office.path)
    if len(above) <= DISTRICTS_PLACE + 1:
        return f"{own} AND district IS NULL"
    values["district"] = above[DISTRICTS_PLACE]
    return f"{own} AND district = (SELECT id FROM accounts_office WHERE path = %(district)s)"  # noqa: S608


def _parts(asked: Asked, where: str, level: Kind | None, *, sign: int = 1) -> Iterator[str]:
    """Each counts one thing: what, of which office (0: of all together), and how many; late ones by period."""
    part = partial(_part, asked, sign)
    times = {OVERDUE: "due_at <= %(at)s"} | {name: f"due_at > %(at)s AND due_at <= %({name})s" for name in asked.within}
    for what, when in times.items():
        if what in asked.within and what not in asked.apart and where == EVERYWHERE:
            yield from _by_the_hour(part, what)
        elif what not in asked.apart:
            yield part(what, f"{where} AND {when}")
        elif level:
            yield part(what, f"{where} AND {level} IS NOT NULL AND {when}", child=level)
            yield part(what, f"{where} AND {level} IS NULL AND {when}", child="office")
        else:
            yield part(what, f"{where} AND {when}", child="office")
    for number in range(len(asked.ages)):
        since = f"received_at > %(after{number})s AND received_at <= %(until{number})s"
        yield part(f"{AGE}{number}", f"{where} AND {since}")
    if asked.periods:
        late = {
            CONTACT: "contact_late_from <= %(at)s",
            MORE_TIME: "contact_more_until > %(at)s",
            REPORT: "report_late_from <= %(at)s",
        }
        for what, when in late.items():
            yield part(what, f"{where} AND {when}", counts=_within(asked))
        stood = [*_within(asked, "report_stood = 1"), *_within(asked, "report_stood = -1")]
        yield part(STOOD, f"{where} AND report_late_from <= %(at)s AND report_stood <> 0", counts=stood)


def _by_the_hour(part: Callable, what: str) -> Iterator[str]:
    """Of the whole province: whole hours, which are counted already (`DueHour`), and the rows of the hours at both
    ends, one of which has begun and the other not passed."""
    yield part(what, f"hour >= %(hour)s AND hour < %(hour_{what})s", counts=[NUMBER], table="monitoring_duehour")
    yield part(what, "due_at > %(at)s AND due_at < %(hour)s")
    yield part(what, f"due_at >= %(hour_{what})s AND due_at <= %({what})s")


def _within(asked: Asked, also: str = "true") -> list[str]:
    """How many of each period. Of most rows the first condition of the period before says that they are none of it."""
    return [
        f"count(*) FILTER (WHERE {also} AND received_at < %(last{n})s AND received_at >= %(first{n})s)"
        for n in range(len(asked.periods))
    ]


def _part(
    asked: Asked,
    sign: int,
    what: str,
    where: str,
    *,
    child: str = "",
    counts: Sequence[str] = ("count(*)",),
    table: str = "monitoring_pending",
) -> str:
    numbers = [*counts, *["0"] * (max(1, 2 * len(asked.periods)) - len(counts))]  # each part has as many columns
    group = f" GROUP BY {child}" if child else ""
    return f"""
        SELECT '{what}', {child or "0"}::bigint, {sign}, {", ".join(numbers)} FROM {table} WHERE {where}{group}
    """  # noqa: S608 (names)


def _add(found: Pressing, what: str, child: int, numbers: Sequence[int]) -> None:
    if what == OVERDUE or what in found.within:
        of = found.overdue if what == OVERDUE else found.within[what]
        of[child] = of.get(child, 0) + numbers[0]
    elif what.startswith(AGE):
        found.ages[int(what.removeprefix(AGE))] += numbers[0]
    else:
        for number, late in enumerate(found.late):
            one, other = numbers[number], numbers[len(found.late) + number]
            more = {
                CONTACT: Late(contact=one),
                MORE_TIME: Late(contact=-one),
                REPORT: Late(report=one),
                STOOD: Late(stood=one, report=-other),
            }
            found.late[number] = Late(*(a + b for a, b in zip(late, more[what], strict=True)))
