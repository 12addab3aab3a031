"""The league: districts, or within a district its stations, compared by the shares of a period."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import OfficeKind
from desk.queries import complaint_filters
from monitoring.queries.board import PERIOD
from monitoring.queries.compared_offices import share, side_by_side
from monitoring.queries.figures import Figure, Narrowing
from monitoring.queries.hidden_complaints import kept_out
from monitoring.rules.league import HIGH_IS_GOOD, Measure, Rank, places
from monitoring.tallies.reading import Sums, consistent_snapshot
from reviews.rules.patterns import Share

WIDE = frozenset({OfficeKind.CENTRAL, OfficeKind.REGION})
NARROWED = {
    Measure.REPORTED: {"report": complaint_filters.IN_TIME},
    Measure.CONTACTED: {"contact": complaint_filters.IN_TIME},
    Measure.REOPENED: {"word": "reopened"},
    Measure.DENIED: {"word": "denied"},
}


@dataclass(frozen=True)
class LeagueShare:
    """Of one office by one measure: how many of how many, the rows of which it is true, and its place (None: too few
    to compare)."""

    share: Share
    true: Figure
    place: Rank | None


@dataclass(frozen=True)
class LeagueRow:
    office: Office
    received: Figure
    told: dict[Measure, LeagueShare]


@dataclass(frozen=True)
class Rest:
    """What is counted at none of the compared offices, or at all of them: how many, and each share."""

    received: int
    shares: dict[Measure, Share]

    @classmethod
    def of(cls, sums: Sums) -> Self:
        return cls(sums.received, {measure: share(measure, sums) for measure in Measure})


@dataclass(frozen=True)
class League:
    """`level`: of the offices that are compared; None where there is none below the reader's.

    `total`: of the reader's office. `elsewhere`: what is at none of the rows, because a higher office or a unit has it
    (an exclusion, an objection). The rows and this add up to the total.
    """

    at: datetime
    first: date
    last: date
    level: OfficeKind | None
    rows: list[LeagueRow]
    elsewhere: Rest
    total: Rest


def league(actor: Actor, *, at: datetime, first: date | None = None, last: date | None = None) -> League:
    """Of what this posting may see, by default of the last thirty days. Six statements, whatever the data."""
    last = last or localdate(at)
    first = first or last - PERIOD + timedelta(days=1)
    with consistent_snapshot():
        own = Office.objects.get(pk=actor.office_id)
        offices = compared(own)
        found = side_by_side(offices, (first, last), within=own, hidden=kept_out(actor, at=at), at=at)
    sums = found.by_office
    shares = {measure: {pk: share(measure, told) for pk, told in sums.items()} for measure in Measure}
    placed = {measure: places(shares[measure], high_is_good=measure in HIGH_IS_GOOD) for measure in Measure}
    rows = []
    for office in offices:
        of = {"status": complaint_filters.ALL, "office": office.code, "first": first, "last": last}
        told = {
            measure: LeagueShare(
                shares[measure][office.pk],
                Figure(shares[measure][office.pk].number, Narrowing(**of | NARROWED[measure])),
                placed[measure].get(office.pk),
            )
            for measure in Measure
        }
        rows.append(LeagueRow(office, Figure(sums[office.pk].received, Narrowing(**of)), told))
    level = OfficeKind(offices[0].kind) if offices else None
    return League(at, first, last, level, rows, Rest.of(found.elsewhere), Rest.of(found.total))


def compared(own: Office) -> list[Office]:
    """Which offices below one are compared: districts, or below a district stations. A station has none."""
    below = Office.objects.within(own).exclude(pk=own.pk)
    return list((below.districts() if own.kind in WIDE else below.stations()).order_by("path"))
