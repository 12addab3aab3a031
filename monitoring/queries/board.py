"""The board: how many complaints there are, how late, and where. Each figure carries the filter that it counts."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models import Category
from complaints.rules.statuses import OPEN, Status
from desk.queries import complaint_filters
from monitoring.queries.board_counts import (
    BoardScope,
    count_held_elsewhere,
    count_open_by_age,
    pending_query,
    read_board_tallies,
    received_by_value,
)
from monitoring.queries.board_levels import BoardLevels
from monitoring.queries.board_trend import BoardTrend, make_board_trend
from monitoring.queries.figures_with_filters import Figure, FigureFilter, FigureShare, OfficeFigures
from monitoring.queries.settling_load import CellLoad, load_settling_load
from monitoring.queries.sums_by_office import add_sums
from monitoring.queries.trend_numbers import trend_numbers
from monitoring.tallies.durations import interpolate_quantile
from monitoring.tallies.pending_counts import LateCounts, PendingCounts, count_pending
from monitoring.tallies.tally_reading import Sums, TallyResult, consistent_snapshot
from reviews.queries.review_visibility import reviews_visible_to
from reviews.rules.review_capacities import ReviewActor

DEFAULT_PERIOD = timedelta(days=30)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class BoardPeriod:
    """The figures of the complaints received from one day to another.

    `reports`: complaints with a report. `median`, `percentile_90`: the time within which half and nine in ten were
    reported.
    """

    first: date
    last: date
    received: Figure
    contacted: FigureShare
    reported: FigureShare
    reports: Figure
    median: timedelta | None
    percentile_90: timedelta | None
    closed: Figure
    reopened: FigureShare
    denied: FigureShare
    satisfied: FigureShare


@dataclass(frozen=True)
class BoardRegion:
    """A region with all below it: its complaints now, and those received in the period."""

    row: OfficeFigures
    open: Figure
    overdue: Figure
    received: Figure


@dataclass(frozen=True)
class Board:
    """All figures of the board of an `office`.

    `level`: the kind of the offices in `rows`; None for a station, which has none below. `above`: higher offices and
    units that have complaints themselves, so that the table adds up. `ages`: open complaints by age (module
    complaint_age_groups). `trend`: the last weeks, whatever the chosen period. `period`: the
    chosen period. `before`: the same number of days before it. `regions`: for the province only. `reviews`: open
    reviews, on the reader's own board only. `by_status`: the present status of the complaints received in the period.
    `settling`: on the reader's own board of the province only, the load of each complaint cell. `version`: changes
    whenever one of the numbers does.
    """

    at: datetime
    version: str
    office: Office
    is_own: bool
    open: Figure
    overdue: Figure
    day: Figure
    resolved: Figure
    period: BoardPeriod
    before: BoardPeriod
    ages: dict[str, Figure]
    trend: BoardTrend
    categories: list[tuple[Category, Figure]]
    channels: dict[str, Figure]
    outcomes: dict[str, Figure]
    by_status: dict[str, Figure]
    statuses: dict[Status, Figure]
    reviews: int | None
    level: OfficeKind | None = None
    rows: list[OfficeFigures] = field(default_factory=list)
    above: list[OfficeFigures] = field(default_factory=list)
    regions: list[BoardRegion] = field(default_factory=list)
    settling: list[CellLoad] = field(default_factory=list)

    @property
    def is_province(self) -> bool:
        """Whether this is the board of the whole province, so that its rows are all districts."""
        return self.office.kind == OfficeKind.CENTRAL


def load_board(
    actor: Actor,
    *,
    at: datetime,
    office: Office | None = None,
    first: date | None = None,
    last: date | None = None,
    reuse_trend: bool = False,
) -> Board:
    """Return the board of the complaints that the actor may see, as of one moment. Default: the last thirty days.

    `office`: the actor's own (default), or one below it; the caller checks that. `reuse_trend`: the trends and the
    numbers of the complaint cells may be up to two minutes old (queries.trend_numbers, settling_load). Seven
    statements, whatever the data; at most one more for the Central Police Office's own board, and seven for
    what is read anew.
    """
    last = last or localdate(at)
    first = first or last - DEFAULT_PERIOD + DAY
    path, kind = (office.path, OfficeKind(office.kind)) if office else (actor.office_path, actor.office_kind)
    with consistent_snapshot():
        levels = BoardLevels.load(path, kind)
        board_scope = BoardScope.load(actor, levels.own, first, last, at)
        tallies = read_board_tallies(board_scope, levels)
        pending = count_pending(pending_query(board_scope, levels.level))
        reviews = _count_open_reviews(board_scope) if board_scope.is_own else None
        is_cpo = board_scope.is_own and board_scope.office.kind == OfficeKind.CENTRAL  # only its board shows the cells
        settling = load_settling_load(board_scope.hidden, at=at, reuse=reuse_trend) if is_cpo else []
        trend = trend_numbers(board_scope, levels, reuse=reuse_trend)
        return Board(
            at=at,
            version=_digest_of_numbers(board_scope, tallies, pending, reviews, settling, trend.digest),
            office=board_scope.office,
            is_own=board_scope.is_own,
            overdue=Figure(sum(pending.overdue.values()), FigureFilter(office=board_scope.code, clock="overdue")),
            day=Figure(sum(pending.due_soon["day"].values()), FigureFilter(office=board_scope.code, clock="day")),
            period=_figures_of_period(board_scope, "period", board_scope.period, tallies, pending.late[0]),
            before=_figures_of_period(board_scope, "before", board_scope.before, tallies, pending.late[1]),
            ages=_figures_by_age(board_scope, tallies, pending),
            trend=make_board_trend(board_scope, levels, trend),
            reviews=reviews,
            settling=settling,
            level=levels.level,
            rows=_figures_of_offices_below(levels.below, tallies, pending.overdue),
            above=_figures_of_offices_above(board_scope, tallies, levels, pending.overdue),
            regions=[_figures_of_region(board_scope, region, levels, tallies, pending) for region in levels.regions],
            **_status_figures(board_scope, received_by_value(tallies["now", board_scope.scope, "status"])),
            **_breakdown_figures(board_scope, tallies),
        )


def _count_open_reviews(board_scope: BoardScope) -> int:
    """Return how many open reviews the reader may see. One statement."""
    review_actor = ReviewActor(board_scope.actor.officer_id, board_scope.actor)
    return reviews_visible_to(review_actor, at=board_scope.at, hidden=board_scope.hidden).open().count()


def _digest_of_numbers(board_scope: BoardScope, *numbers: object) -> str:
    """Return a digest of all numbers of the board. The day is part of it, because figures by day move at midnight."""
    request = (board_scope.office.pk, board_scope.first, board_scope.last, localdate(board_scope.at), board_scope.held)
    return hashlib.sha256(repr((request, numbers)).encode()).hexdigest()[:32]


def _status_figures(board_scope: BoardScope, by_status: Mapping[str, int]) -> dict:
    """Return the figures of the complaints in each status now."""
    statuses = {
        status: Figure(by_status.get(status, 0), FigureFilter(office=board_scope.code, status=str(status)))
        for status in Status
    }
    return {
        "open": Figure(sum(statuses[status].number for status in OPEN), FigureFilter(office=board_scope.code)),
        "resolved": statuses[Status.RESOLVED],
        "statuses": statuses,
    }


def _figures_of_period(
    board_scope: BoardScope, name: str, days: tuple[date, date], tallies: TallyResult, late: LateCounts
) -> BoardPeriod:
    """Return the figures of a period. `late`: corrections for running clocks that have passed their deadline."""
    first, last = days
    totals = add_sums(
        tallies.total(name, board_scope.scope),
        Sums(contact_late=late.contact, report_in_time=-late.counted_in_time, report_late=late.report),
    )
    buckets = {
        int(bucket): number for bucket, number in received_by_value(tallies[name, board_scope.scope, "hours"]).items()
    }
    closed = received_by_value(tallies[name, board_scope.scope, "status"]).get(str(Status.CLOSED), 0)

    def figure(
        number: int, status: str = complaint_filters.ALL, office: str = board_scope.code, **conditions
    ) -> Figure:
        return Figure(number, FigureFilter(status, office=office, first=first, last=last, **conditions))

    return BoardPeriod(
        first=first,
        last=last,
        received=figure(totals.received),
        contacted=FigureShare(
            figure(totals.contact_in_time, contact=complaint_filters.IN_TIME),
            totals.contact_in_time + totals.contact_late,
        ),
        reported=FigureShare(
            figure(totals.report_in_time, report=complaint_filters.IN_TIME), totals.report_in_time + totals.report_late
        ),
        reports=figure(totals.reported, report=complaint_filters.GIVEN),
        median=interpolate_quantile(buckets, 0.5),
        percentile_90=interpolate_quantile(buckets, 0.9),
        closed=figure(closed, str(Status.CLOSED)),
        reopened=FigureShare(
            figure(totals.reopened, word="reopened", office=board_scope.accountable_code), totals.accountable
        ),
        denied=FigureShare(
            figure(totals.denied, word="denied", office=board_scope.accountable_code), totals.word_known
        ),
        satisfied=FigureShare(figure(totals.satisfied, word="satisfied"), totals.rung),
    )


def _breakdown_figures(board_scope: BoardScope, tallies: TallyResult) -> dict:
    """Return the complaints received in the period, by category, channel, outcome and status."""
    categories = {str(category.pk): category for category in Category.objects.only("code", "name_en", "name_ur")}

    def figures(facet: str) -> list[tuple[str, Figure]]:
        figure_filter = {
            "status": complaint_filters.ALL,
            "office": board_scope.code,
            "first": board_scope.first,
            "last": board_scope.last,
        }
        numbers = received_by_value(tallies["period", board_scope.scope, facet])
        most_first = sorted(((number, value) for value, number in numbers.items() if number), reverse=True)
        codes = {value: categories[value].code for value in numbers} if facet == "category" else {}
        return [
            (value, Figure(number, FigureFilter(**figure_filter | {facet: codes.get(value, value)})))
            for number, value in most_first
        ]

    return {
        "categories": [(categories[value], figure) for value, figure in figures("category")],
        "channels": dict(figures("channel")),
        "outcomes": dict(figures("outcome")),
        "by_status": dict(figures("status")),
    }


def _figures_by_age(board_scope: BoardScope, tallies: TallyResult, pending: PendingCounts) -> dict[str, Figure]:
    numbers = count_open_by_age(board_scope, tallies, pending)
    return {age: Figure(number, FigureFilter(office=board_scope.code, age=age)) for age, number in numbers.items()}


def _figures_of_region(
    board_scope: BoardScope, office: Office, levels: BoardLevels, tallies: TallyResult, pending: PendingCounts
) -> BoardRegion:
    within = [each.pk for each in (*levels.below, *levels.higher) if each.path.startswith(office.path)]
    overdue = sum(pending.overdue.get(pk, 0) for pk in within)
    row = OfficeFigures(office, received_by_value(tallies["now", office.pk, "status"]), overdue)
    period = {"status": complaint_filters.ALL, "first": board_scope.first, "last": board_scope.last}
    return BoardRegion(
        row=row,
        open=row.figure(row.open),
        overdue=row.figure(overdue, clock="overdue"),
        received=row.figure(tallies.total("period", office.pk).received, **period),
    )


def _figures_of_offices_below(
    offices: Iterable[Office], tallies: TallyResult, overdue: Mapping[int, int]
) -> list[OfficeFigures]:
    """Return the board's rows: the figures of each office with everything below it."""
    return [
        OfficeFigures(office, received_by_value(tallies["now", office.pk, "status"]), overdue.get(office.pk, 0))
        for office in offices
    ]


def _figures_of_offices_above(
    board_scope: BoardScope, tallies: TallyResult, levels: BoardLevels, overdue: Mapping[int, int]
) -> list[OfficeFigures]:
    """Return the figures of offices that have complaints themselves and belong to none of the board's rows."""
    if not levels.level:
        return []
    offices = [(office, received_by_value(tallies["own", office.pk, "status"])) for office in levels.higher]
    if held := count_held_elsewhere(board_scope):
        offices += [(office, held[office.pk]) for office in Office.objects.filter(pk__in=held).order_by("path")]
    rows = [OfficeFigures(office, by_status, overdue.get(office.pk, 0), only=True) for office, by_status in offices]
    return [row for row in rows if row.open or row.by_status.get(str(Status.RESOLVED))]
