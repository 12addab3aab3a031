"""What several offices' complaints of some days add up to: from the tallies, without what is hidden, and with what runs
late at this moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce

from django.db import connections, router

from accounts.models import Office
from accounts.rules.offices import OfficeKind
from monitoring.models import Pending
from monitoring.rules.league import Measure
from monitoring.tallies.definitions import PROVINCE, shortest_spans
from monitoring.tallies.pending_counts import start_of_day
from monitoring.tallies.reading import Sums, TallyQuery, read_tallies
from reviews.rules.patterns import Share

Days = tuple[date, date]
"""A first and a last day, both included."""
LATE = """
    SELECT {level}, count(*) FILTER (WHERE contact_late_from <= %(at)s),
        count(*) FILTER (WHERE contact_more_until > %(at)s),
        count(*) FILTER (WHERE report_stood = 1 AND report_late_from <= %(at)s),
        count(*) FILTER (WHERE report_stood >= 0 AND report_late_from <= %(at)s)
    FROM monitoring_pending WHERE {within} AND received_at >= %(first)s AND received_at < %(last)s
        AND (due_at <= %(at)s OR contact_more_until > %(at)s) AND complaint <> ALL(%(hidden)s::bigint[])
    GROUP BY {level}
"""


@dataclass(frozen=True)
class SideBySide:
    """What each office received. `total`: of the office above them. `elsewhere`: what is at none of them."""

    by_office: dict[int, Sums]
    total: Sums

    @property
    def elsewhere(self) -> Sums:
        return reduce(subtract, self.by_office.values(), self.total)


def side_by_side(
    offices: Iterable[Office], days: Days, *, within: Office, hidden: Sequence[int], at: datetime
) -> SideBySide:
    """Of each of these offices of one kind, which stand below `within`, and of that: what was received on these days.
    Two statements, however many they are. `hidden`: the ids of what is not counted."""
    offices = list(offices)
    if not offices:
        return SideBySide({}, Sums())
    scope = PROVINCE if within.kind == OfficeKind.CENTRAL else within.pk
    wants = [TallyQuery("period", pk, "", shortest_spans(*days)) for pk in (scope, *(office.pk for office in offices))]
    found = read_tallies(wants, hidden=hidden)
    late = late_by(OfficeKind(offices[0].kind), days, within=within, hidden=hidden, at=at)
    total = reduce(add, late.values(), found.total("period", scope))
    rows = {office.pk: add(found.total("period", office.pk), late.get(office.pk, Sums())) for office in offices}
    return SideBySide(rows, total)


def late_by(
    level: OfficeKind, days: Days, *, within: Office, hidden: Sequence[int], at: datetime
) -> dict[int | None, Sums]:
    """What to add to the sums of each office of a level (None: what lies above them), because a clock has run out that
    nobody has stopped. One statement, of narrow rows (docs/decisions/0027)."""
    own = "true" if within.kind == OfficeKind.CENTRAL else f"{OfficeKind(within.kind)} = %(scope)s"
    values = {"at": at, "scope": within.pk, "hidden": list(hidden)}
    values |= {"first": start_of_day(days[0]), "last": start_of_day(days[1] + timedelta(days=1))}
    with connections[router.db_for_read(Pending)].cursor() as cursor:
        cursor.execute(LATE.format(level=level, within=own), values)
        return {
            office: Sums(contact_late=late - more, report_in_time=-stood, report_late=report)
            for office, late, more, stood, report in cursor.fetchall()
        }


def add(one: Sums, other: Sums) -> Sums:
    return Sums(*(a + b for a, b in zip(one, other, strict=True)))


def subtract(one: Sums, other: Sums) -> Sums:
    return Sums(*(a - b for a, b in zip(one, other, strict=True)))


def share(measure: Measure, told: Sums) -> Share:
    """So many of so many, of what was added up."""
    match measure:
        case Measure.REPORTED:
            return Share(told.report_in_time, told.report_in_time + told.report_late)
        case Measure.CONTACTED:
            return Share(told.contact_in_time, told.contact_in_time + told.contact_late)
        case Measure.REOPENED:
            return Share(told.reopened, told.accountable)
        case Measure.DENIED:
            return Share(told.denied, told.word_known)
