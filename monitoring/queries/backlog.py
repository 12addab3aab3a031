"""What the projection of the backlog (monitoring.rules.backlog) is reckoned from: the tallies of the last weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from accounts.rules.offices import OfficeKind
from complaints.rules.statuses import OPEN
from monitoring.queries.board_counts import EVER, Watch, received_by, rows_elsewhere
from monitoring.rules.backlog import WEEKS, Projection, Week, project
from monitoring.tallies.definitions import daily_spans
from monitoring.tallies.reading import TallyQuery, read_tallies


@dataclass(frozen=True)
class Backlog:
    """What is open now, and in four weeks; the latter None where too little has arrived to say."""

    open: int
    then: Projection | None


def backlog(watch: Watch) -> Backlog | None:
    """Of an office and all below it, without what the reader may not see. None for a unit: no tally has its days.

    One statement.
    """
    if watch.office.kind == OfficeKind.UNIT:
        return None
    today = localdate(watch.at)
    spans = [_week(today, back) for back in range(WEEKS)]
    asked = [TallyQuery(str(back), watch.scope, "", daily_spans(*span)) for back, span in enumerate(spans)]
    asked.append(TallyQuery("now", watch.scope, "status", EVER))
    found = read_tallies(asked, hidden=watch.hidden, rows=rows_elsewhere(watch))
    told = [found.total(str(back), watch.scope) for back in range(WEEKS)]
    by_status = received_by(found["now", watch.scope, "status"])
    open_now = sum(by_status.get(str(status), 0) for status in OPEN)
    weeks = [Week(one.received, one.open) for one in told]
    return Backlog(open_now, project(weeks, older=open_now - sum(week.open for week in weeks)))


def _week(today: date, back: int) -> tuple[date, date]:
    last = today - timedelta(weeks=back)
    return last - timedelta(days=6), last
