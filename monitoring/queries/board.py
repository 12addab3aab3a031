"""The board: how much there is, how late, and where. Every figure knows which complaints it counts.

A figure's `Narrowing` makes both its count and its link, by the one function that the desk's list uses, so that the
number and the rows behind it agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import Kind
from complaints.models import Complaint, RunningClock
from complaints.models.complaint import SCOPE_COLUMN
from complaints.queries import narrowing
from complaints.queries.narrowing import narrow
from complaints.rules.clock import Clock
from complaints.rules.statuses import OPEN, Status
from monitoring.models import Review

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
    clock: str = ""
    contact: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """Only what narrows: the desk's list shows what is open unless told otherwise."""
        named = {
            "status": self.status if self.status != narrowing.OPEN else "",
            "office": self.office,
            "clock": self.clock,
            "contact": self.contact,
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

    in_time: int
    late: int
    of: Narrowing | None = None

    @property
    def known(self) -> int:
        return self.in_time + self.late

    @property
    def percent(self) -> int | None:
        return round(100 * self.in_time / self.known) if self.known else None


@dataclass(frozen=True)
class Row:
    """One office of the next level, or (`office` None) what stands at none of them."""

    office: Office | None
    by_status: Mapping[str, int]
    overdue: int

    @property
    def open(self) -> int:
        return sum(self.by_status.get(str(status), 0) for status in OPEN)

    def figure(self, number: int, **narrowed) -> Figure:
        return Figure(number, Narrowing(office=self.office.code if self.office else "", **narrowed))


@dataclass(frozen=True)
class Board:
    """One screen. `level`: by which kind of office `rows` are; None for a station, which has none below it.

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


def board(actor: Actor, *, at: datetime) -> Board:
    """The figures of what this posting may see. Ten statements, whatever the data."""
    last = localdate(at)
    first = last - PERIOD + timedelta(days=1)
    level, offices = _level(actor)
    by_status, overdue = _by_status(actor, level), _overdue(actor, level, at=at)
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
        contacted=_contacted(actor, first, last, at=at),
        reported=_reported(actor, first, last, at=at),
        statuses={status: Figure(totals.get(str(status), 0), Narrowing(status=str(status))) for status in Status},
        reviews=Review.objects.visible_to(actor).open().count(),
        is_province=actor.office_kind == Kind.CENTRAL,
        level=level,
        rows=_rows(offices, by_status, overdue),
    )


def _seen(actor: Actor, wanted: Narrowing, *, at: datetime):
    """The complaints of a narrowing without an office, within what the actor may see."""
    return narrow(
        Complaint.objects.visible_to(actor),
        status=wanted.status,
        clock=wanted.clock,
        contact=wanted.contact,
        received=(wanted.first, wanted.last),
        at=at,
    )


def _figure(actor: Actor, wanted: Narrowing, *, at: datetime) -> Figure:
    return Figure(_seen(actor, wanted, at=at).count(), wanted)


def _level(actor: Actor) -> tuple[Kind | None, list[Office]]:
    """By which offices the table is, and these offices."""
    kinds = NEXT_LEVELS.get(actor.office_kind, ())
    below = list(Office.objects.filter(kind__in=kinds, path__startswith=actor.office_path).order_by("path"))
    for kind in kinds:
        if found := [office for office in below if office.kind == kind]:
            return kind, found
    return None, []


def _column(level: Kind | None):
    return F(SCOPE_COLUMN[level]) if level else F("office_id")


def _by_status(actor: Actor, level: Kind | None) -> dict[tuple[int | None, str], int]:
    seen = Complaint.objects.visible_to(actor).values_list(_column(level), "status")
    return {(office, status): number for office, status, number in seen.annotate(number=Count("pk")).order_by()}


def _overdue(actor: Actor, level: Kind | None, *, at: datetime) -> dict[int | None, int]:
    seen = _seen(actor, Narrowing(clock="overdue"), at=at).values_list(_column(level))
    return dict(seen.annotate(number=Count("pk")).order_by())


def _totals(by_status: Mapping[tuple[int | None, str], int]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for (_, status), number in by_status.items():
        totals[status] = totals.get(status, 0) + number
    return totals


def _contacted(actor: Actor, first: date, last: date, *, at: datetime) -> Share:
    """Of those received in the period: contacted by the limit, against contacted after it or not at all by now."""
    in_time, late = (
        Narrowing(status=narrowing.ALL, contact=contact, first=first, last=last)
        for contact in (narrowing.IN_TIME, narrowing.LATE)
    )
    return Share(_figure(actor, in_time, at=at).number, _figure(actor, late, at=at).number, in_time)


def _reported(actor: Actor, first: date, last: date, *, at: datetime) -> Share:
    """Of those received in the period: reported by the limit, against reported after it or still owed."""
    owed = RunningClock.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.REPORT), due_at__lte=at)
    counted = _seen(actor, Narrowing(status=narrowing.ALL, first=first, last=last), at=at).aggregate(
        in_time=Count("pk", filter=Q(reported_at__lte=F("report_due_at")) & ~Exists(owed)),
        late=Count("pk", filter=Q(reported_at__gt=F("report_due_at")) | Exists(owed)),
    )
    return Share(**counted)


def _rows(offices: list[Office], by_status, overdue) -> list[Row]:
    """Each office of the level, and last what stands at none of them (higher offices, units), if there is any."""
    counted: dict[int | None, dict[str, int]] = {}
    for (office, status), number in by_status.items():
        counted.setdefault(office, {})[status] = number
    rows = [Row(office, counted.get(office.pk, {}), overdue.get(office.pk, 0)) for office in offices]
    if offices and None in counted:
        rows.append(Row(None, counted[None], overdue.get(None, 0)))
    return rows
