"""The trends of a board: thirteen weeks of each figure, and of each office below, with the value of a week before.

Every number of complaints carries its filter. A number that was overdue in the past has no list: it is no present fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from desk.queries import complaint_filters
from monitoring.queries.board_counts import BoardScope
from monitoring.queries.board_levels import BoardLevels
from monitoring.queries.figures_with_filters import Figure, FigureFilter, FigureShare
from monitoring.queries.trend_numbers import MINUTE, TrendNumbers
from monitoring.rules.board_weeks import TREND_WEEKS, WeeklyResult, board_weeks, is_week_mature, mature_weeks
from monitoring.tallies.tally_reading import Sums

FEWEST_IN_LINE = 5
"""Complaints of a week for which a line of percentages has a point."""


@dataclass(frozen=True)
class BoardWeek:
    """The complaints received in one week. A result is None until every complaint of the week has had its time.

    `median`: the time to the report. `reports`: the complaints that it is computed from. `overdue`: how many
    complaints, of whatever age, were overdue at the end of the week; None if that was not recorded.
    """

    first: date
    last: date
    received: Figure
    contacted: FigureShare | None
    reported: FigureShare | None
    reports: Figure | None
    median: timedelta | None
    denied: FigureShare | None
    overdue: int | None


@dataclass(frozen=True)
class OfficeTrend:
    """The trend of one office below the board's.

    `sums`: of all weeks (`days`), the oldest first. `overdue`: at the end of each of the last thirteen weeks but the
    newest, and of a week ago (`week_ago`). The shares are computed when they are read: most pages have a drawing of
    them already.
    """

    code: str
    week_ago: int | None
    overdue: list[int | None]
    days: Sequence[tuple[date, date]]
    sums: Sequence[Sums]

    @property
    def reported(self) -> list[int | None]:
        """The percentages reported on time in thirteen weeks, None for too few complaints."""
        weeks = self.sums[mature_weeks(WeeklyResult.REPORTED)]
        return [_percent_of_enough(week.report_in_time, week.report_in_time + week.report_late) for week in weeks]

    @property
    def denied(self) -> list[int | None]:
        """The percentages of *citizen says not solved* in thirteen weeks, None for too few complaints."""
        weeks = self.sums[mature_weeks(WeeklyResult.DENIED)]
        return [_percent_of_enough(week.denied, week.word_known) for week in weeks]

    @property
    def newest_reported(self) -> FigureShare:
        """The newest share reported on time that is known."""
        weeks = mature_weeks(WeeklyResult.REPORTED)
        return _reported_share(self.sums[weeks][-1], self.days[weeks][-1], self.code)

    @property
    def newest_denied(self) -> FigureShare:
        """The newest share of *citizen says not solved* that is known."""
        weeks = mature_weeks(WeeklyResult.DENIED)
        return _denied_share(self.sums[weeks][-1], self.days[weeks][-1], self.code)


@dataclass(frozen=True)
class BoardTrend:
    """`weeks`: all weeks of rules.board_weeks. `overdue`: as in OfficeTrend. `targets`: by figure.

    `key`: for caches of what is drawn: it changes whenever a number, the weeks or the links of the board's office do.
    """

    key: str
    weeks: list[BoardWeek]
    week_ago: int | None
    overdue: list[int | None]
    targets: dict[str, int]
    offices: dict[int, OfficeTrend]

    def thirteen(self, result: WeeklyResult) -> list[BoardWeek]:
        """Return the thirteen newest weeks whose result is known, the oldest first."""
        return self.weeks[mature_weeks(result)]


def make_board_trend(board_scope: BoardScope, levels: BoardLevels, numbers: TrendNumbers) -> BoardTrend:
    """Return the trends of a board with the links of their figures."""
    days = board_weeks(localdate(board_scope.at))
    own_overdue = numbers.overdue[board_scope.scope]
    own = numbers.sums[board_scope.scope]
    return BoardTrend(
        key=str((numbers.digest, days[0], board_scope.code, board_scope.accountable_code)),
        weeks=[_week(board_scope, days[place], place, sums, numbers) for place, sums in enumerate(own)],
        week_ago=own_overdue[-2],
        overdue=own_overdue[-TREND_WEEKS:-1],
        targets=numbers.targets,
        offices={
            office.pk: OfficeTrend(
                office.code,
                week_ago=numbers.overdue[office.pk][-2],
                overdue=numbers.overdue[office.pk][-TREND_WEEKS:-1],
                days=days,
                sums=numbers.sums[office.pk],
            )
            for office in levels.below
        },
    )


def _week(board_scope: BoardScope, days: tuple[date, date], place: int, sums: Sums, numbers: TrendNumbers) -> BoardWeek:
    def figure(number: int, office: str = board_scope.code, **conditions) -> Figure:
        return _figure_of_days(number, days, office, **conditions)

    minutes = numbers.medians[place]
    is_reported = is_week_mature(WeeklyResult.REPORTED, place)
    contacted = FigureShare(
        figure(sums.contact_in_time, contact=complaint_filters.IN_TIME), sums.contact_in_time + sums.contact_late
    )
    return BoardWeek(
        first=days[0],
        last=days[1],
        received=figure(sums.received),
        contacted=contacted if is_week_mature(WeeklyResult.CONTACTED, place) else None,
        reported=_reported_share(sums, days, board_scope.code) if is_reported else None,
        reports=figure(sums.reported, report=complaint_filters.GIVEN) if is_reported else None,
        median=minutes * MINUTE if is_reported and minutes is not None else None,
        denied=_denied_share(sums, days, board_scope.accountable_code)
        if is_week_mature(WeeklyResult.DENIED, place)
        else None,
        overdue=numbers.overdue[board_scope.scope][place],
    )


def _figure_of_days(number: int, days: tuple[date, date], office: str, **conditions) -> Figure:
    first, last = days
    return Figure(number, FigureFilter(complaint_filters.ALL, office=office, first=first, last=last, **conditions))


def _reported_share(sums: Sums, days: tuple[date, date], office: str) -> FigureShare:
    in_time = _figure_of_days(sums.report_in_time, days, office, report=complaint_filters.IN_TIME)
    return FigureShare(in_time, sums.report_in_time + sums.report_late)


def _denied_share(sums: Sums, days: tuple[date, date], office: str) -> FigureShare:
    return FigureShare(_figure_of_days(sums.denied, days, office, word="denied"), sums.word_known)


def _percent_of_enough(number: int, known: int) -> int | None:
    """Return the percentage, or None if it is of so few complaints that one of them would move the line visibly."""
    return round(100 * number / known) if known >= FEWEST_IN_LINE else None
