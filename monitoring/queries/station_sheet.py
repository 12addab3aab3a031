"""The figures of one station: of a period, of thirteen weeks, of its officers, and its patterns of delay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models import Category, Complaint
from complaints.models.complaint import ComplaintQuerySet
from desk.queries import complaint_filters
from desk.queries.complaint_filters import filter_complaints
from desk.queries.team_workload import Workload, workloads_at
from monitoring.queries.board import DEFAULT_PERIOD
from monitoring.queries.board_counts import ALL_TIME, count_open, received_by_value
from monitoring.queries.figures_with_filters import Figure, FigureFilter
from monitoring.queries.hidden_complaints import ids_excluded_by_conflict, moved_above
from monitoring.queries.league import MEASURE_FILTERS
from monitoring.queries.station_findings import RepeatOfficer, findings_at, repeat_officers, upheld_against
from monitoring.queries.station_promises import MeasuredPromise, measured_promises
from monitoring.queries.sums_by_office import Days, add_sums, late_corrections_by_office, share_of_measure
from monitoring.rules.board_weeks import DAY, TREND_WEEKS, WEEK
from monitoring.rules.league_places import LeagueMeasure
from monitoring.tallies.definitions import daily_spans, shortest_spans
from monitoring.tallies.tally_reading import (
    MovedAbove,
    Sums,
    TallyQuery,
    TallyResult,
    consistent_snapshot,
    read_tallies,
)
from reviews.queries.pattern_lists import PatternRow, officer_patterns_at
from reviews.queries.review_visibility import oversees_reviews
from reviews.rules.delay_patterns import PatternShare


@dataclass(frozen=True)
class StationShare:
    """A share, and the complaints of its numerator."""

    share: PatternShare
    true: Figure


@dataclass(frozen=True)
class StationSheet:
    """All figures of the sheet of a station.

    `happened_open`, `happened`: complaints whose incident place lies in the station's area, at any office. All other
    figures count the complaints that the station has. `weeks`: thirteen whole weeks up to the end of the period.
    `upheld`, `findings`: against the station, in the last twelve months (monitoring.queries.station_findings).
    `line`: the offices above, from the top down. `officers`: None if the actor heads no office. `patterns`: None if the
    actor does not monitor reviews.
    """

    at: datetime
    first: date
    last: date
    station: Office
    line: list[Office]
    open: Figure
    overdue: Figure
    day: Figure
    received: Figure
    happened_open: Figure
    happened: Figure
    shares: dict[LeagueMeasure, StationShare]
    satisfied: StationShare
    weeks: list[tuple[date, Figure]]
    categories: list[tuple[Category, Figure]]
    officers: list[Workload] | None
    patterns: list[PatternRow] | None
    upheld: int
    findings: int
    repeat_officers: list[RepeatOfficer]
    promises: list[MeasuredPromise]


def load_station_sheet(
    actor: Actor, station: Office, *, at: datetime, first: date | None = None, last: date | None = None
) -> StationSheet:
    """Return the sheet of a station at or below the actor's office, without what the actor may not see.

    At most 21 statements.
    """
    last = last or localdate(at)
    first = first or last - DEFAULT_PERIOD + DAY
    newest_day = min(last, localdate(at) - DAY)  # Today is not over.
    ends = [newest_day - WEEK * back for back in reversed(range(TREND_WEEKS))]
    thirteen_weeks = [(end - WEEK + DAY, end) for end in ends]
    with consistent_snapshot():
        visible, hidden = Complaint.objects.visible_to(actor), ids_excluded_by_conflict(actor, at=at)
        tallies = _read_tallies(station, (first, last), thirteen_weeks, hidden, moved_above(actor, at=at))
        late = late_corrections_by_office(OfficeKind.STATION, (first, last), within=station, hidden=hidden, at=at)
        period = add_sums(tallies.total("period", station.pk), late.get(station.pk, Sums()))
        station_figures = StationFigures(station, visible, (first, last), at)
        by_status = received_by_value(tallies["now", station.pk, "status"])
        return StationSheet(
            at=at,
            first=first,
            last=last,
            station=station,
            line=[office for office in Office.objects.line_of(station) if office.pk != station.pk],
            open=station_figures.figure(count_open(by_status)),
            overdue=station_figures.count_by_clock(clock="overdue"),
            day=station_figures.count_by_clock(clock="day"),
            received=station_figures.figure(period.received, **station_figures.period_filter),
            happened_open=station_figures.count_by_incident_place(),
            happened=station_figures.count_by_incident_place(status=complaint_filters.ALL, received=(first, last)),
            shares={
                measure: station_figures.share(share_of_measure(measure, period), **MEASURE_FILTERS[measure])
                for measure in LeagueMeasure
            },
            satisfied=station_figures.share(PatternShare(period.satisfied, period.rung), word="satisfied"),
            weeks=[
                (
                    first_day,
                    station_figures.figure(
                        tallies.total(first_day.isoformat(), station.pk).received,
                        status=complaint_filters.ALL,
                        first=first_day,
                        last=last_day,
                    ),
                )
                for first_day, last_day in thirteen_weeks
            ],
            categories=_figures_by_category(station_figures, tallies),
            officers=workloads_at(actor, station, at=at) if actor.is_head else None,
            patterns=officer_patterns_at(actor, station, today=localdate(at)) if oversees_reviews(actor) else None,
            upheld=upheld_against(station, actor, at=at).count(),
            findings=findings_at(station, actor, at=at).count(),
            repeat_officers=repeat_officers(station, actor, at=at),
            promises=measured_promises(station, visible, at=at),
        )


@dataclass(frozen=True)
class StationFigures:
    """Makes the figures of a station for the complaints that the reader may see (`visible`), in a period."""

    station: Office
    visible: ComplaintQuerySet
    days: Days
    at: datetime

    @property
    def period_filter(self) -> dict:
        return {"status": complaint_filters.ALL, "first": self.days[0], "last": self.days[1]}

    def figure(self, number: int, **conditions) -> Figure:
        return Figure(number, FigureFilter(office=self.station.code, **conditions))

    def count_by_clock(self, *, clock: str) -> Figure:
        return self.figure(
            filter_complaints(self.visible, office=self.station, clock=clock, at=self.at).count(), clock=clock
        )

    def count_by_incident_place(
        self, *, status: str = complaint_filters.OPEN, received: tuple = (None, None)
    ) -> Figure:
        """Count the complaints whose incident place lies in the station's area, at any office."""
        complaints = filter_complaints(self.visible, place=self.station, status=status, received=received, at=self.at)
        first, last = received
        figure_filter = FigureFilter(status, place=self.station.code, first=first, last=last)
        return Figure(complaints.count(), figure_filter)

    def share(self, counts: PatternShare, **conditions) -> StationShare:
        return StationShare(counts, self.figure(counts.number, **self.period_filter | conditions))


def _read_tallies(
    station: Office, period: Days, weeks: Sequence[Days], hidden: Sequence[int], moved: MovedAbove
) -> TallyResult:
    queries = [
        *(TallyQuery("period", station.pk, facet, shortest_spans(*period)) for facet in ("", "category")),
        TallyQuery("now", station.pk, "status", ALL_TIME),
        *(TallyQuery(first.isoformat(), station.pk, "", daily_spans(first, last)) for first, last in weeks),
    ]
    return read_tallies(queries, hidden=hidden, moved=moved)


def _figures_by_category(station_figures: StationFigures, tallies: TallyResult) -> list[tuple[Category, Figure]]:
    """Return the complaints of the period by category, the most frequent first."""
    by_category = received_by_value(tallies["period", station_figures.station.pk, "category"])
    numbers = sorted((-number, int(category)) for category, number in by_category.items() if number)
    categories = Category.objects.in_bulk([pk for _number, pk in numbers])
    return [
        (categories[pk], station_figures.figure(-number, **station_figures.period_filter, category=categories[pk].code))
        for number, pk in numbers
    ]
