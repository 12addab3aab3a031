"""What a board adds up: from the tallies, less what its reader may not see; and what is asked of this moment beside it.

Below a district, and of a unit, the rows of the period are counted (monitoring.tallies.definitions.Grain).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import OfficeKind
from complaints.models.complaint import SCOPE_COLUMN
from complaints.rules.ages import AGES
from complaints.rules.statuses import OPEN
from monitoring.queries import ages
from monitoring.queries.ages import AHEAD
from monitoring.queries.hidden_complaints import Held, beyond_sight, held_elsewhere, hidden_from
from monitoring.queries.levels import Levels
from monitoring.tallies.definitions import EPOCH, FACETS, PROVINCE, Grain, TallySpan, daily_spans, shortest_spans
from monitoring.tallies.pending_counts import PendingCounts, PendingQuery, start_of_day
from monitoring.tallies.reading import (
    DATED_CELLS,
    CountedByFacet,
    CountedRows,
    Sums,
    TallyQuery,
    TallyResult,
    read_tallies,
)

LARGE = frozenset({OfficeKind.CENTRAL, OfficeKind.REGION, OfficeKind.DISTRICT})
"""Of which the tallies know each day: neither a period nor an age is counted row by row, but for one side of a day."""
COMPARED = ("", "status", "hours")
"""By what the period before is told apart."""
WEEKS = 13
EVER, OWN = [TallySpan(Grain.EVER, EPOCH, EPOCH)], [TallySpan(Grain.OWN, EPOCH, EPOCH)]


@dataclass(frozen=True)
class Watch:
    """Who looks, at which office and all below it, and at what was received from one day to another."""

    actor: Actor
    office: Office
    first: date
    last: date
    at: datetime
    hidden: Sequence[int] = ()
    held: Sequence[Held] = ()
    beyond: Sequence[int] = ()

    @classmethod
    def of(cls, actor: Actor, office: Office, first: date, last: date, at: datetime) -> Self:
        """Two statements at most, and one more for who has the place of somebody on leave."""
        held = held_elsewhere(actor, at=at) if office.pk == actor.office_id else ()
        hidden, beyond = hidden_from(actor, at=at), beyond_sight(actor)
        return cls(actor, office, first, last, at, hidden, held, beyond)

    @property
    def is_own(self) -> bool:
        return self.office.pk == self.actor.office_id

    @property
    def code(self) -> str:
        """As a link to the desk's list names the office; "" for the reader's own, with what they cover elsewhere."""
        return "" if self.is_own else self.office.code

    @property
    def answering(self) -> str:
        """The same in links to what the office answers for, which is never more than its own."""
        return "" if self.office.kind == OfficeKind.CENTRAL else self.office.code

    @property
    def scope(self) -> int:
        return PROVINCE if self.office.kind == OfficeKind.CENTRAL else self.office.pk

    @property
    def period(self) -> tuple[date, date]:
        return self.first, self.last

    @property
    def before(self) -> tuple[date, date]:
        """As many days, right before the period."""
        return self.first - (self.last - self.first) - timedelta(days=1), self.first - timedelta(days=1)


def weeks(watch: Watch) -> list[tuple[date, date]]:
    """First and last day of thirteen weeks up to the last day; of a unit none: no tally holds them."""
    if watch.office.kind == OfficeKind.UNIT:
        return []
    ends = [watch.last - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return [(end - timedelta(days=6), end) for end in ends]


def sums(watch: Watch, levels: Levels) -> TallyResult:
    """ "period", "before", "now", each week (by its first day) and each age of the office; "now" of each office below
    it, "own" of those higher; "now" and "period" of regions. One statement."""
    scope, is_unit = watch.scope, watch.office.kind == OfficeKind.UNIT
    over = shortest_spans if watch.office.kind in LARGE else daily_spans
    whole, before = over(*watch.period), over(*watch.before)
    asked = [TallyQuery("period", scope, facet, whole) for facet in FACETS]
    asked += [TallyQuery("before", scope, facet, before) for facet in COMPARED]
    asked.append(TallyQuery("now", scope, "status", OWN if is_unit else EVER))
    asked += [TallyQuery(first.isoformat(), scope, "", daily_spans(first, last)) for first, last in weeks(watch)]
    asked += [TallyQuery("now", office.pk, "status", EVER) for office in (*levels.below, *levels.regions)]
    asked += [TallyQuery("own", office.pk, "status", OWN) for office in levels.higher]
    asked += [TallyQuery("period", region.pk, "", whole) for region in levels.regions]
    if watch.office.kind in LARGE:
        last = localdate(watch.at + AHEAD)
        asked += [TallyQuery(edge.age, scope, "", daily_spans(edge.first, last)) for edge in ages.edges(at=watch.at)]
    return read_tallies(asked, hidden=[*watch.hidden, *watch.beyond], rows=_rows(watch))


def in_question(watch: Watch, level: OfficeKind | None) -> PendingQuery:
    """What is asked of this moment."""
    return PendingQuery(
        at=watch.at,
        office=watch.office,
        level=level,
        hidden=watch.hidden,
        held=[one.pk for one in watch.held],
        periods=[watch.period, watch.before],
        ages=_pieces(watch),
    )


def _pieces(watch: Watch) -> list[tuple[datetime, datetime]]:
    """The times of receipt that are looked at row by row: one for each age but the oldest."""
    if watch.office.kind in LARGE:
        return [(edge.after, edge.until) for edge in ages.edges(at=watch.at)]
    return ages.pieces(at=watch.at)


def ages_of(watch: Watch, found: TallyResult, now: PendingCounts) -> dict[str, int]:
    """How many of what is open have each age."""
    numbers = now.ages
    if watch.office.kind in LARGE:
        beside = zip(ages.edges(at=watch.at), now.ages, strict=True)
        numbers = ages.apart([found.total(edge.age, watch.scope).open + edge.sign * some for edge, some in beside])
    by_status = received_by(found["now", watch.scope, "status"])
    left = sum(by_status.get(str(status), 0) for status in OPEN) - sum(numbers)
    return dict(zip(AGES, [*numbers, left], strict=True))


def _rows(watch: Watch) -> list[CountedRows | CountedByFacet]:
    """What no tally holds of a small office, and what is held for somebody on leave outside of it."""
    if watch.office.kind in LARGE:
        return rows_elsewhere(watch)
    column = SCOPE_COLUMN[OfficeKind(watch.office.kind)]
    first, end = start_of_day(watch.before[0]), start_of_day(watch.last + timedelta(days=1))
    # Nothing is due before it was received, and the office's index goes by when it is due. Of the time of receipt no
    # index is to be asked (hence the sum): that one has all that the province received.
    where = f"""
        counted.{column} = %s AND counted.due_at >= %s AND counted.id <> ALL(%s::bigint[])
        AND counted.received_at + interval '0' >= %s AND counted.received_at + interval '0' < %s
    """
    values = [watch.office.pk, first, list(watch.hidden), first, end]
    if watch.office.kind == OfficeKind.UNIT:
        return [*_rows_of_unit(watch, where, values), *rows_elsewhere(watch)]
    return [CountedByFacet(watch.scope, where, values, watch.before[0], watch.first), *rows_elsewhere(watch)]


def _rows_of_unit(watch: Watch, where: str, values: list) -> list[CountedRows]:
    """What a unit has, and what it answers for though another office has it now."""
    unit = watch.office.pk
    part = f"{DATED_CELLS} AND added.office = {int(unit)}"
    charged = (
        "counted.reopened_line @> ARRAY[%s]::bigint[] AND counted.office_id <> %s AND counted.id <> ALL(%s::bigint[])"
    )
    hidden = [*watch.hidden, *watch.beyond]
    return [
        CountedRows(watch.scope, where, values, part),
        CountedRows(watch.scope, charged, [unit, unit, hidden], part),
    ]


def rows_elsewhere(watch: Watch) -> list[CountedRows]:
    """What is held for somebody on leave outside of the office."""
    return [CountedRows.held(watch.scope, [one.pk for one in watch.held])] if watch.held else []


def standing_elsewhere(watch: Watch) -> dict[int, dict[str, int]]:
    """What is held outside of the office, by office and status."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for one in watch.held:
        found[one.office][one.status] = found[one.office].get(one.status, 0) + 1
    return dict(found)


def added(one: Sums, other: Sums) -> Sums:
    return Sums(*(a + b for a, b in zip(one, other, strict=True)))


def received_by(values: Mapping[str, Sums]) -> dict[str, int]:
    return {value: told.received for value, told in values.items()}
