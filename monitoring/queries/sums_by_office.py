"""Add up the complaints of several offices received in a period, so that the offices can be compared.

The sums come from the tallies, without hidden complaints. Complaints that became late since the last write are added.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce

from django.db import connections, router

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from monitoring.models import Pending
from monitoring.rules.league_places import LeagueMeasure
from monitoring.tallies.definitions import PROVINCE, shortest_spans
from monitoring.tallies.tally_reading import MovedAbove, Sums, TallyQuery, read_tallies
from reviews.rules.delay_patterns import PatternShare
from web.calendar_days import start_of_day

Days = tuple[date, date]
"""A first and a last day, both included."""
COUNT_LATE = """
    SELECT {level}, count(*) FILTER (WHERE contact_late_from <= %(at)s),
        count(*) FILTER (WHERE contact_more_until > %(at)s),
        count(*) FILTER (WHERE report_stood = 1 AND report_late_from <= %(at)s),
        count(*) FILTER (WHERE report_stood >= 0 AND report_late_from <= %(at)s)
    FROM monitoring_pending WHERE {within} AND received_at >= %(first)s AND received_at < %(last)s
        AND (due_at <= %(at)s OR contact_more_until > %(at)s) AND complaint <> ALL(%(hidden)s::bigint[])
    GROUP BY {level}
"""


@dataclass(frozen=True)
class OfficeComparison:
    """The sums of each office. `total`: of the office above them. `elsewhere`: complaints at none of them."""

    by_office: dict[int, Sums]
    total: Sums

    @property
    def elsewhere(self) -> Sums:
        return reduce(subtract_sums, self.by_office.values(), self.total)


def sums_of_offices(
    offices: Iterable[Office], days: Days, *, within: Office, hidden: Sequence[int], moved: MovedAbove, at: datetime
) -> OfficeComparison:
    """Return the sums of the complaints received on these days, of each office and of `within`.

    The offices must be of one kind and lie below `within`. `hidden`: ids of complaints that are not counted, as
    those that have `moved` above the reader. Two statements, for any number of offices.
    """
    offices = list(offices)
    if not offices:
        return OfficeComparison({}, Sums())
    scope = PROVINCE if within.kind == OfficeKind.CENTRAL else within.pk
    queries = [
        TallyQuery("period", pk, "", shortest_spans(*days)) for pk in (scope, *(office.pk for office in offices))
    ]
    result = read_tallies(queries, hidden=hidden, moved=moved)
    late = late_corrections_by_office(OfficeKind(offices[0].kind), days, within=within, hidden=hidden, at=at)
    total = reduce(add_sums, late.values(), result.total("period", scope))
    rows = {office.pk: add_sums(result.total("period", office.pk), late.get(office.pk, Sums())) for office in offices}
    return OfficeComparison(rows, total)


def late_corrections_by_office(
    level: OfficeKind, days: Days, *, within: Office, hidden: Sequence[int], at: datetime
) -> dict[int | None, Sums]:
    """Return what to add to the sums of each office of a level, because a running clock has passed its deadline.

    The key None is for complaints above that level. One statement, from pending rows (docs/decisions/0027).
    """
    own = "true" if within.kind == OfficeKind.CENTRAL else f"{OfficeKind(within.kind)} = %(scope)s"
    values = {"at": at, "scope": within.pk, "hidden": list(hidden)}
    values |= {"first": start_of_day(days[0]), "last": start_of_day(days[1] + timedelta(days=1))}
    with connections[router.db_for_read(Pending)].cursor() as cursor:
        cursor.execute(COUNT_LATE.format(level=level, within=own), values)
        return {
            office: Sums(contact_late=late - more, report_in_time=-stood, report_late=report)
            for office, late, more, stood, report in cursor.fetchall()
        }


def add_sums(left: Sums, right: Sums) -> Sums:
    return Sums(*(a + b for a, b in zip(left, right, strict=True)))


def subtract_sums(left: Sums, right: Sums) -> Sums:
    return Sums(*(a - b for a, b in zip(left, right, strict=True)))


def share_of_measure(measure: LeagueMeasure, sums: Sums) -> PatternShare:
    """Return the share of a measure in these sums."""
    match measure:
        case LeagueMeasure.REPORTED:
            return PatternShare(sums.report_in_time, sums.report_in_time + sums.report_late)
        case LeagueMeasure.CONTACTED:
            return PatternShare(sums.contact_in_time, sums.contact_in_time + sums.contact_late)
        case LeagueMeasure.REOPENED:
            return PatternShare(sums.reopened, sums.accountable)
        case LeagueMeasure.DENIED:
            return PatternShare(sums.denied, sums.word_known)
