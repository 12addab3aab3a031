"""The league: districts, or the stations of a district, compared by the shares of a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from desk.queries import complaint_filters
from monitoring.queries.board import DEFAULT_PERIOD
from monitoring.queries.figures_with_filters import Figure, FigureFilter
from monitoring.queries.hidden_complaints import ids_excluded_by_conflict, moved_above
from monitoring.queries.sums_by_office import share_of_measure, sums_of_offices
from monitoring.rules.comparable_periods import newest_comparable_last
from monitoring.rules.league_places import HIGH_IS_GOOD, LeagueMeasure, LeaguePlace, rank_by_share
from monitoring.tallies.tally_reading import Sums, consistent_snapshot
from reviews.rules.delay_patterns import PatternShare
from web.calendar_days import start_of_day

COMPARES_DISTRICTS = frozenset({OfficeKind.CENTRAL, OfficeKind.REGION})
MEASURE_FILTERS = {
    LeagueMeasure.REPORTED: {"report": complaint_filters.IN_TIME},
    LeagueMeasure.CONTACTED: {"contact": complaint_filters.IN_TIME},
    LeagueMeasure.REOPENED: {"word": "reopened"},
    LeagueMeasure.DENIED: {"word": "denied"},
}


@dataclass(frozen=True)
class LeagueShare:
    """One measure of one office: the share, the complaints of its numerator, and its place (None: too few)."""

    share: PatternShare
    true: Figure
    place: LeaguePlace | None


@dataclass(frozen=True)
class LeagueRow:
    """One compared office, or the reader's own: the complaints received, and its share by each measure."""

    office: Office
    received: Figure
    shares: dict[LeagueMeasure, LeagueShare]


@dataclass(frozen=True)
class LeagueSum:
    """The complaints of the total that none of the compared offices has: the number received and each share."""

    received: int
    shares: dict[LeagueMeasure, PatternShare]

    @classmethod
    def from_sums(cls, sums: Sums) -> Self:
        return cls(sums.received, {measure: share_of_measure(measure, sums) for measure in LeagueMeasure})


@dataclass(frozen=True)
class League:
    """A comparison of offices in a period.

    `level`: the kind of the compared offices; None if there is none below the reader's office. `rows`: the offices,
    with the names that they had at the end of the period. `total`: of the reader's office, without places. `elsewhere`:
    complaints at none of the rows, because a higher office or a unit has them (after a conflict exclusion or an
    objection). The rows and `elsewhere` add up to the total.
    """

    at: datetime
    first: date
    last: date
    level: OfficeKind | None
    rows: list[LeagueRow]
    elsewhere: LeagueSum
    total: LeagueRow


def load_league(actor: Actor, *, at: datetime, first: date | None = None, last: date | None = None) -> League:
    """Compare the offices below the actor's, without complaints hidden from the actor. Six statements.

    Default period: the newest thirty days whose results can be compared. Younger complaints that are still within
    their limit count for *reopened* and not for *reported on time*, and none of them is late yet.
    """
    last = last or newest_comparable_last(localdate(at))
    first = first or last - DEFAULT_PERIOD + timedelta(days=1)
    with consistent_snapshot():
        own = Office.objects.get(pk=actor.office_id)
        offices = offices_to_compare(own, named_at=min(at, end_of_day(last)))
        hidden, moved = ids_excluded_by_conflict(actor, at=at), moved_above(actor, at=at)
        comparison = sums_of_offices(offices, (first, last), within=own, hidden=hidden, moved=moved, at=at)
    sums = comparison.by_office
    shares = {measure: {pk: share_of_measure(measure, each) for pk, each in sums.items()} for measure in LeagueMeasure}
    ranks = {measure: rank_by_share(shares[measure], high_is_good=measure in HIGH_IS_GOOD) for measure in LeagueMeasure}
    rows = []
    for office in offices:
        places = {measure: ranks[measure].get(office.pk) for measure in LeagueMeasure}
        rows.append(_league_row(office, sums[office.pk], (first, last), places))
    total = _league_row(own, comparison.total, (first, last), places={})
    level = OfficeKind(offices[0].kind) if offices else None
    return League(at, first, last, level, rows, LeagueSum.from_sums(comparison.elsewhere), total)


def _league_row(
    office: Office, sums: Sums, days: tuple[date, date], places: Mapping[LeagueMeasure, LeaguePlace | None]
) -> LeagueRow:
    """Return the row of an office. `places`: by measure; none for the total."""
    figure_filter = {"status": complaint_filters.ALL, "office": office.code, "first": days[0], "last": days[1]}
    shares = {}
    for measure in LeagueMeasure:
        share = share_of_measure(measure, sums)
        true = Figure(share.number, FigureFilter(**figure_filter | MEASURE_FILTERS[measure]))
        shares[measure] = LeagueShare(share, true, places.get(measure))
    return LeagueRow(office, Figure(sums.received, FigureFilter(**figure_filter)), shares)


def offices_to_compare(own: Office, *, named_at: datetime) -> list[Office]:
    """Return the offices below `own` that are compared: districts, or the stations of a district.

    They have the names that were valid at the moment `named_at`.
    """
    below = Office.objects.within(own).exclude(pk=own.pk).with_former_names()
    compared = below.districts() if own.kind in COMPARES_DISTRICTS else below.stations()
    return [office.as_of(named_at) for office in compared.order_by("path")]


def end_of_day(day: date) -> datetime:
    """Return the last moment of a day in Pakistan."""
    return start_of_day(day + timedelta(days=1)) - timedelta.resolution
