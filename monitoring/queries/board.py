"""The board: how much there is, how late, and where. Every figure knows which complaints it counts.

A figure's `Narrowing` makes both its count and its link, by the one function that the desk's list uses, so that the
number and the rows behind it agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import Kind
from complaints.models import Category, Complaint
from complaints.models.complaint import SCOPE_COLUMN
from complaints.queries import narrowing
from complaints.queries.narrowing import narrow
from complaints.rules.statuses import OPEN, Status
from monitoring.queries.reviews.sight import visible_to
from monitoring.queries.tallies import Read, Sums, one_moment
from monitoring.queries.watched import Watch, added, held_elsewhere, received_by, running_late, sums, weeks
from monitoring.rules.durations import quantile
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
LEFT_OUT = {
    Kind.CENTRAL: (Kind.DIVISION, Kind.CIRCLE, Kind.STATION),
    Kind.REGION: (Kind.DIVISION, Kind.CIRCLE, Kind.STATION),
    Kind.DISTRICT: (Kind.STATION,),
    Kind.DIVISION: (Kind.STATION,),
}
"""What stands below these in any case."""


@dataclass(frozen=True)
class Narrowing:
    """Which complaints a figure counts: the arguments of `narrow`, and as `parameters` those of the desk's address."""

    status: str = narrowing.OPEN
    office: str = ""
    only: bool = False
    category: str = ""
    channel: str = ""
    outcome: str = ""
    clock: str = ""
    contact: str = ""
    report: str = ""
    word: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """Only what narrows: the desk's list shows what is open unless told otherwise."""
        named = {
            "status": self.status if self.status != narrowing.OPEN else "",
            "office": self.office,
            "only": "1" if self.only else "",
            "category": self.category,
            "channel": self.channel,
            "outcome": self.outcome,
            "clock": self.clock,
            "contact": self.contact,
            "report": self.report,
            "word": self.word,
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
    """Of those whose answer is known, how many it is true of. `percent` None where nobody is known of."""

    true: Figure
    known: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.true.number / self.known) if self.known else None


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
    `weeks`: what was received in each of thirteen, by its first day.
    `handed_in`: reports; half of them within `median`, nine in ten within `ninth`.
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
    handed_in: Figure
    median: timedelta | None
    ninth: timedelta | None
    reopened: Share
    denied: Share
    satisfied: Share
    weeks: list[tuple[date, Figure]]
    categories: list[tuple[Category, Figure]]
    channels: dict[str, Figure]
    outcomes: dict[str, Figure]
    statuses: dict[Status, Figure]
    reviews: int
    is_province: bool
    level: Kind | None = None
    rows: list[Row] = field(default_factory=list)
    above: list[Row] = field(default_factory=list)


def board(actor: Actor, *, at: datetime, first: date | None = None, last: date | None = None) -> Board:
    """The figures of what this posting may see, as they were at one moment; by default of the last thirty days.

    Ten statements, whatever the data.
    """
    last = last or localdate(at)
    first = first or last - PERIOD + timedelta(days=1)
    with one_moment():
        own, level, offices, higher = _offices(actor)
        watch = Watch(actor, own, first, last, at)
        found, overdue = (
            sums(watch, offices, higher),
            numbers_by_office(actor, Narrowing(clock="overdue"), level, at=at),
        )
        period = added(found.one("period", watch.scope), running_late(watch))
        return Board(
            at=at,
            first=first,
            last=last,
            overdue=Figure(sum(overdue.values()), Narrowing(clock="overdue")),
            day=Figure(narrow(watch.seen(), clock="day", at=at).count(), Narrowing(clock="day")),
            reviews=visible_to(Doer(actor.officer_id, actor), at=at).open().count(),
            is_province=actor.office_kind == Kind.CENTRAL,
            level=level,
            rows=[Row(o, received_by(found["now", o.pk, "status"]), overdue.get(o.pk, 0)) for o in offices],
            above=_above(watch, found, higher, overdue) if level else [],
            **_standing(received_by(found["now", watch.scope, "status"])),
            **_of_the_period(watch, period),
            **_apart(watch, found),
            weeks=[_week(found.one(first.isoformat(), watch.scope), first, last) for first, last in weeks(watch)],
        )


def _offices(actor: Actor) -> tuple[Office, Kind | None, list[Office], list[Office]]:
    """The reader's own office; by which kind the table is; the offices of that kind, and those above or beside them."""
    below = Office.objects.filter(path__startswith=actor.office_path).exclude(
        kind__in=LEFT_OUT.get(actor.office_kind, ())
    )
    within = list(below.order_by("path"))
    for kind in NEXT_LEVELS.get(actor.office_kind, ()):
        if level := [office for office in within if office.kind == kind]:
            paths = tuple(office.path for office in level)
            return within[0], kind, level, [office for office in within if not office.path.startswith(paths)]
    return within[0], None, [], []


def level_of(actor: Actor) -> tuple[Kind | None, list[Office]]:
    """By which offices the table is, and these offices."""
    return _offices(actor)[1:3]


def _column(actor: Actor, level: Kind | None):
    """The office of the level within which a complaint is, or else the office that has it."""
    if not level:
        return F("office_id")
    office = Coalesce(SCOPE_COLUMN[level], "office_id")
    if not actor.covers or actor.office_kind == Kind.CENTRAL:
        return office
    inside = Q(**{SCOPE_COLUMN[actor.office_kind]: actor.office_id})  # or it is held for somebody on leave
    return Case(When(inside, then=office), default=F("office_id"))


def numbers_by_office(actor: Actor, wanted: Narrowing, level: Kind | None, *, at: datetime) -> dict[int, int]:
    """How many of a narrowing there are at each office of a level, or else at the office that has them."""
    seen = narrow(
        Complaint.objects.visible_to(actor),
        status=wanted.status,
        clock=wanted.clock,
        contact=wanted.contact,
        report=wanted.report,
        received=(wanted.first, wanted.last),
        at=at,
    ).values_list(_column(actor, level))
    return dict(seen.annotate(number=Count("pk")).order_by())


def _standing(by_status: Mapping[str, int]) -> dict:
    """How much stands in which status now."""
    statuses = {status: Figure(by_status.get(status, 0), Narrowing(status=str(status))) for status in Status}
    return {
        "open": Figure(sum(statuses[status].number for status in OPEN), Narrowing()),
        "resolved": statuses[Status.RESOLVED],
        "statuses": statuses,
    }


def _of_the_period(watch: Watch, told: Sums) -> dict:
    def figure(number: int, **narrowed) -> Figure:
        return Figure(number, Narrowing(status=narrowing.ALL, first=watch.first, last=watch.last, **narrowed))

    return {
        "received": figure(told.received),
        "contacted": Share(
            figure(told.contact_in_time, contact=narrowing.IN_TIME), told.contact_in_time + told.contact_late
        ),
        "reported": Share(
            figure(told.report_in_time, report=narrowing.IN_TIME), told.report_in_time + told.report_late
        ),
        "handed_in": figure(told.reported, report=narrowing.GIVEN),
        "reopened": Share(figure(told.reopened, word="reopened"), told.received),
        "denied": Share(figure(told.denied, word="denied"), told.word_known),
        "satisfied": Share(figure(told.satisfied, word="satisfied"), told.rung),
    }


def _apart(watch: Watch, found: Read) -> dict:
    """What was received in the period, by category, channel, outcome and status; and how long reports took."""
    categories = {str(category.pk): category for category in Category.objects.all()}

    def figures(facet: str) -> list[tuple[str, Figure]]:
        of = {"status": narrowing.ALL, "first": watch.first, "last": watch.last}
        numbers = received_by(found["period", watch.scope, facet])
        most_first = sorted(((number, value) for value, number in numbers.items() if number), reverse=True)
        named = {value: categories[value].code for value in numbers} if facet == "category" else {}
        return [
            (value, Figure(number, Narrowing(**of | {facet: named.get(value, value)}))) for number, value in most_first
        ]

    hours = {int(bucket): number for bucket, number in received_by(found["period", watch.scope, "hours"]).items()}
    statuses = dict(figures("status"))
    closed = Narrowing(status=str(Status.CLOSED), first=watch.first, last=watch.last)
    return {
        "median": quantile(hours, 0.5),
        "ninth": quantile(hours, 0.9),
        "categories": [(categories[value], figure) for value, figure in figures("category")],
        "channels": dict(figures("channel")),
        "outcomes": dict(figures("outcome")),
        "closed": statuses.get(str(Status.CLOSED), Figure(0, closed)),
    }


def _week(told: Sums, first: date, last: date) -> tuple[date, Figure]:
    return first, Figure(told.received, Narrowing(status=narrowing.ALL, first=first, last=last))


def _above(watch: Watch, found: Read, higher: Iterable[Office], overdue: Mapping[int, int]) -> list[Row]:
    """What stands at none of the level's offices, by the office that has it."""
    told = [(office, received_by(found["own", office.pk, "status"])) for office in higher]
    if held := held_elsewhere(watch):
        told += [(office, held[office.pk]) for office in Office.objects.filter(pk__in=held).order_by("path")]
    rows = [Row(office, by_status, overdue.get(office.pk, 0), only=True) for office, by_status in told]
    return [row for row in rows if row.open or row.by_status.get(str(Status.RESOLVED))]
