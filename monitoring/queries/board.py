"""The board: how much there is, how late, and where. Every figure knows which complaints it counts.

A figure's `Narrowing` makes both its count and its link, by the one function that the desk's list uses, so that the
number and the rows behind it agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import Kind
from complaints.models import Complaint
from complaints.models.complaint import SCOPE_COLUMN
from complaints.queries import narrowing
from complaints.queries.narrowing import narrow
from complaints.rules.statuses import OPEN, Status
from monitoring.queries.reviews.sight import visible_to
from monitoring.rules.reviews.capacities import Doer

PERIOD = timedelta(days=30)
NEXT_LEVELS = {
    Kind.CENTRAL: (Kind.DISTRICT,),
    Kind.REGION: (Kind.DISTRICT,),
    Kind.DISTRICT: (Kind.DIVISION, Kind.CIRCLE),
    Kind.DIVISION: (Kind.CIRCLE,),
    Kind.CIRCLE: (Kind.STATION,),
}
"""By which offices a board is broken down: the first of these kinds that stands below the reader's office."""


@dataclass(frozen=True)
class Narrowing:
    """Which complaints a figure counts: the arguments of `narrow`, and as `parameters` those of the desk's address."""

    status: str = narrowing.OPEN
    office: str = ""
    only: bool = False
    clock: str = ""
    contact: str = ""
    report: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """Only what narrows: the desk's list shows what is open unless told otherwise."""
        named = {
            "status": self.status if self.status != narrowing.OPEN else "",
            "office": self.office,
            "only": "1" if self.only else "",
            "clock": self.clock,
            "contact": self.contact,
            "report": self.report,
            "from": self.first.isoformat() if self.first else "",
            "until": self.last.isoformat() if self.last else "",
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Figure:
    """A number, and the complaints that it counts."""

    number: int
    of: Narrowing


@dataclass(frozen=True)
class Share:
    """Of those whose answer is known, how many were in time. `percent` None where nobody is known of."""

    in_time: Figure
    late: Figure

    @property
    def known(self) -> int:
        return self.in_time.number + self.late.number

    @property
    def percent(self) -> int | None:
        return round(100 * self.in_time.number / self.known) if self.known else None


@dataclass(frozen=True)
class Row:
    """One office of the next level and what is below it; with `only`, an office above that level and nothing below."""

    office: Office
    by_status: Mapping[str, int]
    overdue: int
    only: bool = False

    @property
    def open(self) -> int:
        return sum(self.by_status.get(str(status), 0) for status in OPEN)

    def figure(self, number: int, **narrowed) -> Figure:
        return Figure(number, Narrowing(office=self.office.code, only=self.only, **narrowed))


@dataclass(frozen=True)
class Board:
    """One screen. `level`: by which kind of office `rows` are; None for a station, which has none below it.

    `above`: the higher offices and units that have something themselves, so that the table adds up.
    `is_province`: the reader sits at the Central Police Office, so the rows are all districts.
    """

    at: datetime
    first: date
    last: date
    open: Figure
    overdue: Figure
    day: Figure
    received: Figure
    resolved: Figure
    closed: Figure
    contacted: Share
    reported: Share
    statuses: dict[Status, Figure]
    reviews: int
    is_province: bool
    level: Kind | None = None
    rows: list[Row] = field(default_factory=list)
    above: list[Row] = field(default_factory=list)


def board(actor: Actor, *, at: datetime) -> Board:
    """The figures of what this posting may see. Twelve statements, whatever the data."""
    last = localdate(at)
    first = last - PERIOD + timedelta(days=1)
    level, offices = level_of(actor)
    by_status, overdue = _by_status(actor, level), numbers_by_office(actor, Narrowing(clock="overdue"), level, at=at)
    totals = _totals(by_status)
    return Board(
        at=at,
        first=first,
        last=last,
        open=Figure(sum(totals.get(str(status), 0) for status in OPEN), Narrowing()),
        overdue=Figure(sum(overdue.values()), Narrowing(clock="overdue")),
        day=_figure(actor, Narrowing(clock="day"), at=at),
        received=_figure(actor, Narrowing(status=narrowing.ALL, first=first, last=last), at=at),
        resolved=Figure(totals.get(Status.RESOLVED, 0), Narrowing(status=str(Status.RESOLVED))),
        closed=_figure(actor, Narrowing(status=str(Status.CLOSED), first=first, last=last), at=at),
        contacted=_share(actor, "contact", first, last, at=at),
        reported=_share(actor, "report", first, last, at=at),
        statuses={status: Figure(totals.get(str(status), 0), Narrowing(status=str(status))) for status in Status},
        reviews=visible_to(Doer(actor.officer_id, actor), at=at).open().count(),
        is_province=actor.office_kind == Kind.CENTRAL,
        level=level,
        rows=_rows(offices, by_status, overdue),
        above=_above(level, offices, by_status, overdue),
    )


def _seen(actor: Actor, wanted: Narrowing, *, at: datetime):
    """The complaints of a narrowing without an office, within what the actor may see."""
    return narrow(
        Complaint.objects.visible_to(actor),
        status=wanted.status,
        clock=wanted.clock,
        contact=wanted.contact,
        report=wanted.report,
        received=(wanted.first, wanted.last),
        at=at,
    )


def _figure(actor: Actor, wanted: Narrowing, *, at: datetime) -> Figure:
    return Figure(_seen(actor, wanted, at=at).count(), wanted)


def level_of(actor: Actor) -> tuple[Kind | None, list[Office]]:
    """By which offices the table is, and these offices."""
    kinds = NEXT_LEVELS.get(actor.office_kind, ())
    below = list(Office.objects.filter(kind__in=kinds, path__startswith=actor.office_path).order_by("path"))
    for kind in kinds:
        if found := [office for office in below if office.kind == kind]:
            return kind, found
    return None, []


def _column(level: Kind | None):
    """The office of the level within which a complaint is, or else the office that has it."""
    return Coalesce(SCOPE_COLUMN[level], "office_id") if level else F("office_id")


def _by_status(actor: Actor, level: Kind | None) -> dict[tuple[int, str], int]:
    seen = Complaint.objects.visible_to(actor).values_list(_column(level), "status")
    return {(office, status): number for office, status, number in seen.annotate(number=Count("pk")).order_by()}


def numbers_by_office(actor: Actor, wanted: Narrowing, level: Kind | None, *, at: datetime) -> dict[int, int]:
    """How many of a narrowing there are at each office of a level, or else at the office that has them."""
    seen = _seen(actor, wanted, at=at).values_list(_column(level))
    return dict(seen.annotate(number=Count("pk")).order_by())


def _totals(by_status: Mapping[tuple[int, str], int]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for (_, status), number in by_status.items():
        totals[status] = totals.get(status, 0) + number
    return totals


def _share(actor: Actor, step: str, first: date, last: date, *, at: datetime) -> Share:
    """Of those received in the period: the step ("contact", "report") taken by its limit, against late or not yet."""
    in_time, late = (
        _figure(actor, Narrowing(status=narrowing.ALL, first=first, last=last, **{step: how}), at=at)
        for how in (narrowing.IN_TIME, narrowing.LATE)
    )
    return Share(in_time, late)


def _rows(offices: Iterable[Office], by_status, overdue, *, only: bool = False) -> list[Row]:
    """Each office with its numbers, also where they are nought."""
    counted: dict[int, dict[str, int]] = {}
    for (office, status), number in by_status.items():
        counted.setdefault(office, {})[status] = number
    return [Row(office, counted.get(office.pk, {}), overdue.get(office.pk, 0), only) for office in offices]


def _above(level: Kind | None, offices: list[Office], by_status, overdue) -> list[Row]:
    """What stands at none of the level's offices, by the office that has it."""
    if not level:
        return []
    elsewhere = {office for office, _ in by_status} - {office.pk for office in offices}
    rows = _rows(Office.objects.filter(pk__in=elsewhere).order_by("path"), by_status, overdue, only=True)
    return [row for row in rows if row.open or row.by_status.get(str(Status.RESOLVED))]
