"""Count open complaints that are overdue, due soon, late or of some age at a moment, from `Pending` alone.

One statement counts everything for an office, or for all that a posting may see, without what is hidden from its
officer (docs/decisions/0027).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple, Self

from django.db import connections, router
from django.utils.timezone import make_aware

from accounts.models import Office
from accounts.rules.offices import OfficeKind, lineage
from desk.queries.complaint_filters import WITHIN
from monitoring.models import Pending

DISTRICTS_PLACE = 2
"""The index of the district in the line of offices from the province down to a station."""
EVERYWHERE = "true"
OVERDUE, AGE, CONTACT, MORE_TIME, REPORT, STOOD = "overdue", "age", "contact", "more", "report", "stood"
Span = tuple[date, date]


class Late(NamedTuple):
    """How many complaints of a period are late at the moment although the tallies do not count them as late.

    `contact`: late contacts, minus those that the tallies count as late and whose deadline was extended.
    `stood`: late reports that the tallies count as in time.
    `report`: late reports without those that the tallies count as late already.
    """

    contact: int = 0
    stood: int = 0
    report: int = 0


@dataclass
class Pressing:
    """The counts at a moment.

    `overdue`: by office. `within`: by name of `WITHIN` and by office, how many are due within that time.
    `ages`: how many were received in each requested interval. `late`: by period.
    """

    overdue: dict[int, int] = field(default_factory=dict)
    within: dict[str, dict[int, int]] = field(default_factory=dict)
    ages: list[int] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)

    @classmethod
    def nothing(cls, asked: "PendingQuery") -> Self:
        return cls({}, {name: {} for name in asked.within}, [0] * len(asked.ages), [Late()] * len(asked.periods))

    def without_nothing(self) -> Self:
        """Return a copy without the offices whose count is zero."""
        within = {name: _some(numbers) for name, numbers in self.within.items()}
        return replace(self, overdue=_some(self.overdue), within=within)


def _some(numbers: dict[int, int]) -> dict[int, int]:
    return {office: number for office, number in numbers.items() if number}


@dataclass(frozen=True)
class PendingQuery:
    """What to count, at a moment, in an office and all below it.

    `level`: group by offices of this kind, or by the complaint's own office. `apart`: the counts that are grouped; the
    others are counted together, under 0. `within`: count what is due within these times.
    `hidden`: ids of complaints that the reader may not see. `held`: ids of complaints of other offices that they see.
    `periods`: count late complaints received from the first day to the last.
    `ages`: count complaints received after one moment and up to another.
    """

    at: datetime
    office: Office
    level: OfficeKind | None
    hidden: Sequence[int] = ()
    held: Sequence[int] = ()
    within: Sequence[str] = ("day",)
    apart: Sequence[str] = (OVERDUE,)
    periods: Sequence[Span] = ()
    ages: Sequence[tuple[datetime, datetime]] = ()


def pressing(asked: PendingQuery) -> Pressing:
    """Return all counts. One statement, in which each count is an index-only scan.

    Hidden complaints are counted separately and subtracted: they are few and are found by their key, whereas an
    exclusion would have to check the id of every row.
    """
    values = _values(asked)
    where = _where(asked.office, values)
    parts = list(_parts(asked, where, asked.level))
    if asked.hidden:
        parts += _parts(asked, f"{where} AND complaint = ANY(%(hidden)s::bigint[])", asked.level, sign=-1)
    if asked.held:
        parts += _parts(asked, "complaint = ANY(%(held)s::bigint[])", None)
    connection, found = connections[router.db_for_read(Pending)], Pressing.nothing(asked)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for what, child, sign, *numbers in cursor.fetchall():
            _add(found, what, child, [sign * number for number in numbers])
    return found.without_nothing()


def _values(asked: PendingQuery) -> dict:
    values = {"at": asked.at, "hidden": list(asked.hidden), "held": sorted({*asked.held} - {*asked.hidden})}
    values |= {name: asked.at + WITHIN[name] for name in asked.within}
    for number, (after, until) in enumerate(asked.ages):
        values |= {f"after{number}": after, f"until{number}": until}
    for number, (first, last) in enumerate(asked.periods):
        values |= {f"first{number}": midnight(first), f"last{number}": midnight(last + timedelta(days=1))}
    return values


def midnight(day: date) -> datetime:
    """Return the beginning of a day in Pakistan."""
    return make_aware(datetime.combine(day, time.min))


def _where(office: Office, values: dict) -> str:
    """Return the condition for an office and all below it. Below a district it also names the district (index)."""
    kind = OfficeKind(office.kind)
    if kind == OfficeKind.CENTRAL:
        return EVERYWHERE
    values["scope"] = office.pk
    own = f"{'office' if kind == OfficeKind.UNIT else kind} = %(scope)s"
    if kind in {OfficeKind.REGION, OfficeKind.DISTRICT}:
        return own
    above = lineage(office.path)
    if len(above) <= DISTRICTS_PLACE + 1:
        return f"{own} AND district IS NULL"
    values["district"] = above[DISTRICTS_PLACE]
    return f"{own} AND district = (SELECT id FROM accounts_office WHERE path = %(district)s)"  # noqa: S608


def _parts(asked: PendingQuery, where: str, level: OfficeKind | None, *, sign: int = 1) -> Iterator[str]:
    """Return the queries that each count one thing: its name, the office (0: all together), the sign, the numbers."""
    part = partial(_part, asked, sign)
    times = {OVERDUE: "due_at <= %(at)s"} | {name: f"due_at > %(at)s AND due_at <= %({name})s" for name in asked.within}
    for what, when in times.items():
        if what not in asked.apart:
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


def _within(asked: PendingQuery, also: str = "true") -> list[str]:
    """Return one count for each period. The end comes first: it already excludes most rows from the earlier period."""
    return [
        f"count(*) FILTER (WHERE {also} AND received_at < %(last{n})s AND received_at >= %(first{n})s)"
        for n in range(len(asked.periods))
    ]


def _part(
    asked: PendingQuery, sign: int, what: str, where: str, *, child: str = "", counts: Sequence[str] = ("count(*)",)
) -> str:
    numbers = [*counts, *["0"] * (max(1, 2 * len(asked.periods)) - len(counts))]  # UNION needs equal columns
    group = f" GROUP BY {child}" if child else ""
    return f"""
        SELECT '{what}', {child or "0"}::bigint, {sign}, {", ".join(numbers)}
        FROM monitoring_pending WHERE {where}{group}
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
