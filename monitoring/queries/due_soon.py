"""Count the complaints whose deadline is near, by office."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from desk.queries.complaint_filters import DUE_WITHIN
from monitoring.queries.board_counts import BoardScope, pending_query
from monitoring.queries.board_levels import BoardLevels
from monitoring.queries.figures_with_filters import Figure, FigureFilter
from monitoring.queries.projected_backlog import Backlog, load_backlog
from monitoring.tallies.pending_counts import count_pending
from monitoring.tallies.tally_reading import consistent_snapshot


@dataclass(frozen=True)
class OfficeDueSoon:
    """An office, and how many of its complaints are due within each time of WITHIN.

    `only`: without the offices below it.
    """

    office: Office
    within: dict[str, Figure]
    only: bool = False

    @property
    def most(self) -> int:
        return max(figure.number for figure in self.within.values())


@dataclass(frozen=True)
class DueSoon:
    """The complaints that are due soon: all that the actor may see (`within`), and by office.

    `level`: the kind of the offices in `rows`, or None if there is no office below. `backlog`: open complaints now and
    in four weeks.
    """

    within: dict[str, Figure]
    level: OfficeKind | None
    rows: list[OfficeDueSoon]
    backlog: Backlog


def load_due_soon(actor: Actor, *, at: datetime) -> DueSoon:
    """Count the complaints that are due soon and not late yet. Longer times include shorter ones.

    At most five statements.
    """
    with consistent_snapshot():
        return _count_due_soon(actor, at=at)


def _count_due_soon(actor: Actor, *, at: datetime) -> DueSoon:
    levels = BoardLevels.load(actor.office_path, actor.office_kind)
    board_scope = BoardScope.load(actor, levels.own, localdate(at), localdate(at), at)
    query = replace(pending_query(board_scope, levels.level), due_soon=tuple(DUE_WITHIN), by_office=tuple(DUE_WITHIN))
    due_soon = count_pending(replace(query, periods=(), ages=())).due_soon
    everywhere = {
        clock: Figure(sum(numbers.values()), FigureFilter(clock=clock)) for clock, numbers in due_soon.items()
    }
    if levels.level is None:
        return DueSoon(everywhere, None, [], load_backlog(board_scope))
    below = {office.pk for office in levels.below}
    elsewhere = {pk for numbers in due_soon.values() for pk in numbers} - below
    others = Office.objects.filter(pk__in=elsewhere).order_by("path") if elsewhere else []
    rows = [_due_soon_of_office(office, due_soon, only=False) for office in levels.below]
    rows += [_due_soon_of_office(office, due_soon, only=True) for office in others]
    # The shortest time first: rows with the most complaints that are due within it.
    rows = [row for row in rows if row.most]
    rows.sort(key=lambda row: tuple(-figure.number for figure in row.within.values()))
    return DueSoon(everywhere, levels.level, rows, load_backlog(board_scope))


def _due_soon_of_office(office: Office, due_soon: dict[str, dict[int, int]], *, only: bool) -> OfficeDueSoon:
    within = {
        clock: Figure(numbers.get(office.pk, 0), FigureFilter(office=office.code, only=only, clock=clock))
        for clock, numbers in due_soon.items()
    }
    return OfficeDueSoon(office, within, only)
