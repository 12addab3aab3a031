"""What a board reads from the tallies and from the pending rows, without complaints that its reader may not see."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Self

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.rules.complaint_age_groups import AGE_GROUPS
from complaints.rules.statuses import OPEN
from monitoring.queries import complaint_ages
from monitoring.queries.board_levels import BoardLevels
from monitoring.queries.complaint_ages import LATEST_RECEIPT
from monitoring.queries.hidden_complaints import (
    HeldComplaint,
    complaints_held_elsewhere,
    excluded_by_conflict_since,
    moved_above,
)
from monitoring.tallies.definitions import EPOCH, FACETS, PROVINCE, Grain, TallySpan, daily_spans, shortest_spans
from monitoring.tallies.pending_counts import PendingCounts, PendingQuery
from monitoring.tallies.tally_reading import (
    NOTHING_MOVED,
    HeldElsewhere,
    MovedAbove,
    Sums,
    TallyQuery,
    TallyResult,
    read_tallies,
)

COMPARED_FACETS = ("", "status", "hours")
"""The facets that are read for the period before."""
ALL_TIME, OWN_COMPLAINTS = [TallySpan(Grain.EVER, EPOCH, EPOCH)], [TallySpan(Grain.OWN, EPOCH, EPOCH)]


@dataclass(frozen=True)
class BoardScope:
    """The reader of a board, its office (with all below it), and the period of receipt.

    `hidden`: complaints that conflict exclusion hides. `held`: complaints of other offices that the reader holds.
    `moved`: complaints that are above the reader now, although an office at or below theirs is accountable.
    `hidden_since`: since when each of `hidden` is hidden, None for always.
    """

    actor: Actor
    office: Office
    first: date
    last: date
    at: datetime
    hidden: Sequence[int] = ()
    held: Sequence[HeldComplaint] = ()
    moved: MovedAbove = NOTHING_MOVED
    hidden_since: Mapping[int, datetime | None] = field(default_factory=dict)

    @classmethod
    def load(cls, actor: Actor, office: Office, first: date, last: date, at: datetime) -> Self:
        """Load what the reader may not see. One statement, and two more if the reader acts for somebody on leave."""
        held = complaints_held_elsewhere(actor, at=at) if office.pk == actor.office_id else ()
        since = excluded_by_conflict_since(actor, at=at)
        return cls(actor, office, first, last, at, list(since), held, moved_above(actor, at=at), since)

    @property
    def is_own(self) -> bool:
        return self.office.pk == self.actor.office_id

    @property
    def code(self) -> str:
        """The office in links to the desk's list. "" for the reader's own, to include complaints held elsewhere."""
        return "" if self.is_own else self.office.code

    @property
    def accountable_code(self) -> str:
        """The office in links to complaints for which it is accountable. These exclude complaints held elsewhere."""
        return "" if self.office.kind == OfficeKind.CENTRAL else self.office.code

    @property
    def scope(self) -> int:
        return PROVINCE if self.office.kind == OfficeKind.CENTRAL else self.office.pk

    @property
    def held_elsewhere(self) -> HeldElsewhere:
        """The complaints that the reader holds for a posting on leave, counted like those of the office."""
        return HeldElsewhere(self.scope, [complaint.pk for complaint in self.held])

    @property
    def period(self) -> tuple[date, date]:
        return self.first, self.last

    @property
    def before(self) -> tuple[date, date]:
        """The same number of days, immediately before the period."""
        return self.first - (self.last - self.first) - timedelta(days=1), self.first - timedelta(days=1)

    def read(self, queries: Iterable[TallyQuery]) -> TallyResult:
        """Return the results of tally queries, of what the reader may see. One statement."""
        return read_tallies(queries, hidden=self.hidden, moved=self.moved, held=self.held_elsewhere)


def read_board_tallies(board_scope: BoardScope, levels: BoardLevels) -> TallyResult:
    """Read all tallies of a board. One statement. The names of the results:

    - of the office: "period", "before", "now", each age
    - of each office below it: "now"; of higher offices: "own"
    - of regions: "now" and "period"
    """
    scope = board_scope.scope
    period, before = shortest_spans(*board_scope.period), shortest_spans(*board_scope.before)
    queries = [TallyQuery("period", scope, facet, period) for facet in FACETS]
    queries += [TallyQuery("before", scope, facet, before) for facet in COMPARED_FACETS]
    queries.append(TallyQuery("now", scope, "status", ALL_TIME))
    queries += [TallyQuery("now", office.pk, "status", ALL_TIME) for office in (*levels.below, *levels.regions)]
    queries += [TallyQuery("own", office.pk, "status", OWN_COMPLAINTS) for office in levels.higher]
    queries += [TallyQuery("period", region.pk, "", period) for region in levels.regions]
    return board_scope.read([*queries, *age_queries(board_scope)])


def age_queries(board_scope: BoardScope) -> list[TallyQuery]:
    """Return a query for each age except the oldest, named by the age: all days from its limit on."""
    last = localdate(board_scope.at + LATEST_RECEIPT)
    limits = complaint_ages.age_limits(at=board_scope.at)
    return [TallyQuery(limit.age, board_scope.scope, "", daily_spans(limit.first, last)) for limit in limits]


def pending_query(board_scope: BoardScope, level: OfficeKind | None) -> PendingQuery:
    """Return the query for what depends on the present moment."""
    return PendingQuery(
        at=board_scope.at,
        office=board_scope.office,
        level=level,
        hidden=board_scope.hidden,
        held=[complaint.pk for complaint in board_scope.held],
        periods=[board_scope.period, board_scope.before],
        ages=[(limit.after, limit.until) for limit in complaint_ages.age_limits(at=board_scope.at)],
    )


def count_open_by_age(board_scope: BoardScope, tallies: TallyResult, pending: PendingCounts) -> dict[str, int]:
    """Return the number of open complaints of each age."""
    limits = zip(complaint_ages.age_limits(at=board_scope.at), pending.ages, strict=True)
    up_to_age = [tallies.total(limit.age, board_scope.scope).open + limit.sign * part for limit, part in limits]
    numbers = complaint_ages.split_by_age(up_to_age)
    oldest = count_open(received_by_value(tallies["now", board_scope.scope, "status"])) - sum(numbers)
    return dict(zip(AGE_GROUPS, [*numbers, oldest], strict=True))


def count_held_elsewhere(board_scope: BoardScope) -> dict[int, dict[str, int]]:
    """Count the complaints that the reader holds at other offices, by office and status."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for complaint in board_scope.held:
        counts[complaint.office][complaint.status] += 1
    return dict(counts)


def count_open(by_status: Mapping[str, int]) -> int:
    """Return how many of these complaints are open."""
    return sum(by_status.get(str(status), 0) for status in OPEN)


def received_by_value(values: Mapping[str, Sums]) -> dict[str, int]:
    """Return how many complaints were received, by value of a facet."""
    return {value: sums.received for value, sums in values.items()}
