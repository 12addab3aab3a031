"""Load the tallies of the last weeks, from which the backlog is projected (monitoring.rules.backlog_projection)."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localdate

from monitoring.queries.board_counts import ALL_TIME, BoardScope, count_open, received_by_value
from monitoring.rules.backlog_projection import WEEKS, Projection, WeekOfArrival, project_backlog
from monitoring.tallies.definitions import daily_spans
from monitoring.tallies.tally_reading import TallyQuery


@dataclass(frozen=True)
class Backlog:
    """The number of open complaints, and its projection (`then`: None if too few complaints arrived lately)."""

    open: int
    then: Projection | None


def load_backlog(board_scope: BoardScope) -> Backlog:
    """Return the backlog of an office and all below it, without what the reader may not see. One statement.

    The newest week ends yesterday: a week without most of a day would be the one with the fewest arrivals. The
    complaints of today belong to the four weeks ahead.
    """
    today = localdate(board_scope.at)
    last_days = [today - timedelta(days=1, weeks=back) for back in range(WEEKS)]
    spans = [(last - timedelta(days=6), last) for last in last_days]
    queries = [TallyQuery(str(back), board_scope.scope, "", daily_spans(*span)) for back, span in enumerate(spans)]
    queries.append(TallyQuery("today", board_scope.scope, "", daily_spans(today, today)))
    queries.append(TallyQuery("now", board_scope.scope, "status", ALL_TIME))
    result = board_scope.read(queries)
    totals = [result.total(str(back), board_scope.scope) for back in range(WEEKS)]
    open_now = count_open(received_by_value(result["now", board_scope.scope, "status"]))
    weeks = [WeekOfArrival(sums.received, sums.open) for sums in totals]
    older = open_now - sum(week.open for week in weeks) - result.total("today", board_scope.scope).open
    return Backlog(open_now, project_backlog(weeks, older=older))
