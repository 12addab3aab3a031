"""What runs out next, office by office, from the clocks as they stand."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import OfficeKind
from desk.queries.complaint_filters import WITHIN
from monitoring.queries.backlog import Backlog, backlog
from monitoring.queries.board_counts import Watch, in_question
from monitoring.queries.figures import Figure, Narrowing
from monitoring.queries.levels import Levels
from monitoring.tallies.pending_counts import count_pending
from monitoring.tallies.reading import consistent_snapshot


@dataclass(frozen=True)
class Coming:
    """An office and how many of its complaints run out within each time of WITHIN. `only`: itself alone."""

    office: Office
    within: dict[str, Figure]
    only: bool = False

    @property
    def most(self) -> int:
        return max(figure.number for figure in self.within.values())


@dataclass(frozen=True)
class Ahead:
    """All that an actor may see (`within`), and where. `level`: of the rows; None where there is no office below.

    `backlog`: what is open, now and in four weeks; None of a unit.
    """

    within: dict[str, Figure]
    level: OfficeKind | None
    rows: list[Coming]
    backlog: Backlog | None


def ahead(actor: Actor, *, at: datetime) -> Ahead:
    """Of what is not late yet. Each longer time holds the shorter ones. Five statements at most."""
    with consistent_snapshot():
        return _ahead(actor, at=at)


def _ahead(actor: Actor, *, at: datetime) -> Ahead:
    levels = Levels.of(actor.office_path, actor.office_kind)
    watch = Watch.of(actor, levels.own, localdate(at), localdate(at), at)
    asked = replace(
        in_question(watch, levels.level), due_soon=tuple(WITHIN), by_office=tuple(WITHIN), periods=(), ages=()
    )
    found = count_pending(asked).due_soon
    everywhere = {clock: Figure(sum(numbers.values()), Narrowing(clock=clock)) for clock, numbers in found.items()}
    if levels.level is None:
        return Ahead(everywhere, None, [], backlog(watch))
    below = {office.pk for office in levels.below}
    elsewhere = {pk for numbers in found.values() for pk in numbers} - below
    above = Office.objects.filter(pk__in=elsewhere).order_by("path") if elsewhere else []
    rows = [
        _coming(office, found, only=only) for some, only in ((levels.below, False), (above, True)) for office in some
    ]
    return Ahead(
        everywhere, levels.level, sorted((row for row in rows if row.most), key=_soonest_first), backlog(watch)
    )


def _coming(office: Office, found: dict[str, dict[int, int]], *, only: bool) -> Coming:
    within = {
        clock: Figure(numbers.get(office.pk, 0), Narrowing(office=office.code, only=only, clock=clock))
        for clock, numbers in found.items()
    }
    return Coming(office, within, only)


def _soonest_first(row: Coming) -> tuple:
    return tuple(-figure.number for figure in row.within.values())
