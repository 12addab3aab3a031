"""Read the numbers of the board's trends: eighteen weeks of results, and how much was overdue at their ends.

They change slowly and cost more than the rest of the board, so a page may use numbers that are up to two minutes old.
The key of the cache names everything that decides what the reader may see.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.core.cache import cache
from django.db import connections, router
from django.utils.timezone import localdate
from redis.exceptions import RedisError

from accounts.rules.office_tree import OfficeKind
from monitoring.models import BoardTarget, Pending
from monitoring.queries.board_counts import BoardScope, received_by_value
from monitoring.queries.board_levels import BoardLevels
from monitoring.queries.sums_by_office import add_sums
from monitoring.rules.board_weeks import DAY, WeeklyResult, board_weeks, is_week_mature
from monitoring.tallies.definitions import daily_spans
from monitoring.tallies.durations import interpolate_quantile
from monitoring.tallies.overdue_history import OverdueQuery, read_overdue_history
from monitoring.tallies.pending_counts import scope_column
from monitoring.tallies.tally_reading import Sums, TallyQuery, TallyResult
from web.calendar_days import start_of_day

KEPT_SECONDS = 120
MINUTE = timedelta(minutes=1)
# What the tallies cannot know: clocks that have passed their deadline since the last write (sums_by_office.COUNT_LATE).
COUNT_LATE_BY_WEEK = """
    SELECT {level}, ((received_at AT TIME ZONE 'Asia/Karachi')::date - %(monday)s) / 7 AS week,
        count(*) FILTER (WHERE contact_late_from <= %(at)s),
        count(*) FILTER (WHERE contact_more_until > %(at)s),
        count(*) FILTER (WHERE report_stood = 1 AND report_late_from <= %(at)s),
        count(*) FILTER (WHERE report_stood >= 0 AND report_late_from <= %(at)s)
    FROM monitoring_pending WHERE ({within} OR complaint = ANY(%(held)s::bigint[]))
        AND received_at >= %(first)s AND received_at < %(last)s
        AND (due_at <= %(at)s OR contact_more_until > %(at)s) AND complaint <> ALL(%(hidden)s::bigint[])
    GROUP BY 1, 2
"""


@dataclass(frozen=True)
class TrendNumbers:
    """The numbers of all weeks (rules.board_weeks), the oldest first, by scope: the board's own and each row's office.

    `medians`: minutes to the report, of the own office; None without reports. `overdue`: at the end of each week; None
    if that was not recorded. `targets`: by figure. `digest`: changes whenever a number does; it is computed once,
    because that takes longer than reading the numbers from the cache.
    """

    sums: dict[int, list[Sums]]
    medians: list[float | None]
    overdue: dict[int, list[int | None]]
    targets: dict[str, int]
    digest: str

    @classmethod
    def with_digest(cls, *numbers) -> Self:
        """Return the numbers, given in the order of the fields, with their digest."""
        return cls(*numbers, hashlib.sha256(repr(numbers).encode()).hexdigest())

    def as_json(self) -> dict:
        """Return the numbers for the cache, which stores JSON."""
        return {name: getattr(self, name) for name in ("sums", "medians", "overdue", "targets", "digest")}

    @classmethod
    def from_json(cls, stored: Mapping) -> Self:
        """Return the numbers that `as_json` gave. JSON has made texts of the keys, and lists of the sums."""
        sums = {int(scope): [Sums(*week) for week in weeks] for scope, weeks in stored["sums"].items()}
        overdue = {int(scope): numbers for scope, numbers in stored["overdue"].items()}
        return cls(sums, stored["medians"], overdue, stored["targets"], stored["digest"])


def trend_numbers(board_scope: BoardScope, levels: BoardLevels, *, reuse: bool) -> TrendNumbers:
    """Return the numbers; with `reuse`, those that the same reader's board had up to two minutes ago.

    At most four statements; none if they are reused.
    """
    if not reuse:
        return _read_trend_numbers(board_scope, levels)
    # Everything that decides the numbers, except what is written meanwhile.
    reader = (sorted(board_scope.hidden_since.items()), board_scope.moved, board_scope.held)
    shown = (board_scope.office.pk, levels.level, [office.pk for office in levels.below], localdate(board_scope.at))
    key = f"board_trend_numbers:{hashlib.sha256(repr((reader, shown)).encode()).hexdigest()}"
    try:
        if stored := cache.get(key):
            return TrendNumbers.from_json(stored)
        numbers = _read_trend_numbers(board_scope, levels)
        cache.set(key, numbers.as_json(), KEPT_SECONDS)
    except RedisError:
        return _read_trend_numbers(board_scope, levels)
    return numbers


def _read_trend_numbers(board_scope: BoardScope, levels: BoardLevels) -> TrendNumbers:
    weeks = board_weeks(localdate(board_scope.at))
    rows = [office.pk for office in levels.below]
    overdue = read_overdue_history(
        OverdueQuery(
            own=board_scope.scope,
            scopes=[board_scope.scope, *rows],
            days=[last + DAY for _first, last in weeks],
            hidden=board_scope.hidden_since,
            held=[complaint.pk for complaint in board_scope.held],
        )
    )
    targets = dict(BoardTarget.objects.in_force().values_list("figure", "value"))
    tallies = _read_weekly_tallies(board_scope, rows, weeks)
    late = _late_corrections_by_week(board_scope, levels, weeks)
    sums = {
        scope: [
            add_sums(tallies.total(_name(week), scope), late.get((scope, week), Sums())) for week in range(len(weeks))
        ]
        for scope in (board_scope.scope, *rows)
    }
    return TrendNumbers.with_digest(sums, _medians(board_scope, tallies, weeks), dict(overdue), targets)


def _name(week: int) -> str:
    return f"week {week}"


def _read_weekly_tallies(board_scope: BoardScope, rows: list[int], weeks: list[tuple[date, date]]) -> TallyResult:
    queries = [
        TallyQuery(_name(week), scope, "", daily_spans(*days))
        for scope in (board_scope.scope, *rows)
        for week, days in enumerate(weeks)
    ]
    queries += [
        TallyQuery(_name(week), board_scope.scope, "hours", daily_spans(*days))
        for week, days in enumerate(weeks)
        if is_week_mature(WeeklyResult.REPORTED, week)
    ]
    return board_scope.read(queries)


def _late_corrections_by_week(
    board_scope: BoardScope, levels: BoardLevels, weeks: list[tuple[date, date]]
) -> Mapping[tuple[int, int], Sums]:
    """Return what to add to the sums of each scope and week, because a clock has passed its deadline."""
    kind = OfficeKind(board_scope.office.kind)
    within = "true" if kind == OfficeKind.CENTRAL else f"{scope_column(kind)} = %(scope)s"
    parameters = {
        "at": board_scope.at,
        "scope": board_scope.office.pk,
        "hidden": list(board_scope.hidden),
        "held": [complaint.pk for complaint in board_scope.held],
        "monday": weeks[0][0],
        "first": start_of_day(weeks[0][0]),
        "last": start_of_day(weeks[-1][1] + DAY),
    }
    statement = COUNT_LATE_BY_WEEK.format(level=levels.level or "office", within=within)
    corrections: dict[tuple[int, int], Sums] = defaultdict(Sums)
    with connections[router.db_for_read(Pending)].cursor() as cursor:
        cursor.execute(statement, parameters)
        for office, week, late, more, stood, report in cursor.fetchall():
            found = Sums(contact_late=late - more, report_in_time=-stood, report_late=report)
            own = (board_scope.scope, week)
            corrections[own] = add_sums(corrections[own], found)
            if levels.level and office:
                corrections[office, week] = add_sums(corrections[office, week], found)
    return corrections


def _medians(board_scope: BoardScope, tallies: TallyResult, weeks: list[tuple[date, date]]) -> list[float | None]:
    """Return the median minutes to the report of each week."""
    by_week = [received_by_value(tallies[_name(week), board_scope.scope, "hours"]) for week in range(len(weeks))]
    buckets = [{int(bucket): number for bucket, number in of_week.items()} for of_week in by_week]
    medians = [interpolate_quantile(of_week, 0.5) for of_week in buckets]
    return [None if median is None else median / MINUTE for median in medians]
