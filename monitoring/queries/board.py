"""The board: how much there is, how late, and where. Every figure knows which complaints it counts."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import OfficeKind
from complaints.models import Category
from complaints.rules.statuses import OPEN, Status
from desk.queries import complaint_filters
from monitoring.queries.board_counts import (
    Watch,
    added,
    ages_of,
    in_question,
    received_by,
    standing_elsewhere,
    sums,
    weeks,
)
from monitoring.queries.figures import Figure, Narrowing, OfficeRow, Share
from monitoring.queries.levels import Levels
from monitoring.tallies.durations import quantile
from monitoring.tallies.pending_counts import LateCounts, PendingCounts, count_pending
from monitoring.tallies.reading import Sums, TallyResult, consistent_snapshot
from reviews.queries.visibility import visible_to
from reviews.rules.capacities import Doer

PERIOD = timedelta(days=30)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Of what was received from one day to another. `handed_in`: reports; half of them within `median`, nine in ten
    within `ninth`."""

    first: date
    last: date
    received: Figure
    contacted: Share
    reported: Share
    handed_in: Figure
    median: timedelta | None
    ninth: timedelta | None
    closed: Figure
    reopened: Share
    denied: Share
    satisfied: Share


@dataclass(frozen=True)
class Region:
    """A region as it stands, with all below it, and what it received in the period."""

    row: OfficeRow
    open: Figure
    overdue: Figure
    received: Figure


@dataclass(frozen=True)
class Board:
    """One screen of an `office`. `level`: by which kind of office `rows` are; None for a station: it has none below.

    `above`: the higher offices and units that have something themselves, so that the table adds up.
    `ages`: what is open, by rules.ages. `weeks`: what was received in each of thirteen, by its first day.
    `period`, and as many days `before` it. `regions`: of the province. `reviews`: on the reader's own board alone.
    `by_status`: of what was received in the period, how it stands now. `version`: of all its numbers together.
    """

    at: datetime
    version: str
    office: Office
    is_own: bool
    open: Figure
    overdue: Figure
    day: Figure
    resolved: Figure
    period: Period
    before: Period
    ages: dict[str, Figure]
    weeks: list[tuple[date, Figure]]
    categories: list[tuple[Category, Figure]]
    channels: dict[str, Figure]
    outcomes: dict[str, Figure]
    by_status: dict[str, Figure]
    statuses: dict[Status, Figure]
    reviews: int | None
    level: OfficeKind | None = None
    rows: list[OfficeRow] = field(default_factory=list)
    above: list[OfficeRow] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)

    @property
    def is_province(self) -> bool:
        """So the rows are all districts."""
        return self.office.kind == OfficeKind.CENTRAL


def board(
    actor: Actor, *, at: datetime, office: Office | None = None, first: date | None = None, last: date | None = None
) -> Board:
    """The figures of what this posting may see, as they were at one moment; by default of the last thirty days.

    `office`: theirs, or one below it, which the caller has made sure of. Seven statements, whatever the data.
    """
    last = last or localdate(at)
    first = first or last - PERIOD + DAY
    path, kind = (office.path, OfficeKind(office.kind)) if office else (actor.office_path, actor.office_kind)
    with consistent_snapshot():
        levels = Levels.of(path, kind)
        watch = Watch.of(actor, levels.own, first, last, at)
        found, now = sums(watch, levels), count_pending(in_question(watch, levels.level))
        reviews = _reviews(watch) if watch.is_own else None
        return Board(
            at=at,
            version=_version(watch, found, now, reviews),
            office=watch.office,
            is_own=watch.is_own,
            overdue=Figure(sum(now.overdue.values()), Narrowing(office=watch.code, clock="overdue")),
            day=Figure(sum(now.due_soon["day"].values()), Narrowing(office=watch.code, clock="day")),
            period=_period(watch, "period", watch.period, found, now.late[0]),
            before=_period(watch, "before", watch.before, found, now.late[1]),
            ages=_ages(watch, found, now),
            weeks=[_week(watch, found, first, last) for first, last in weeks(watch)],
            reviews=reviews,
            level=levels.level,
            rows=[
                OfficeRow(o, received_by(found["now", o.pk, "status"]), now.overdue.get(o.pk, 0)) for o in levels.below
            ],
            above=_above(watch, found, levels.higher, now.overdue) if levels.level else [],
            regions=[_region(watch, region, levels, found, now) for region in levels.regions],
            **_standing(watch, received_by(found["now", watch.scope, "status"])),
            **_apart(watch, found),
        )


def _reviews(watch: Watch) -> int:
    """Return how many open reviews exist for the reader. One statement."""
    who = Doer(watch.actor.officer_id, watch.actor)
    return visible_to(who, at=watch.at, hidden=watch.hidden).open().count()


def _version(watch: Watch, *numbers: object) -> str:
    """Another one whenever a number of the board is another; numbers that only moved to another day count as well."""
    asked = (watch.office.pk, watch.first, watch.last, localdate(watch.at), watch.held)
    return hashlib.sha256(repr((asked, numbers)).encode()).hexdigest()[:32]


def _standing(watch: Watch, by_status: Mapping[str, int]) -> dict:
    """How much stands in which status now."""
    statuses = {
        status: Figure(by_status.get(status, 0), Narrowing(office=watch.code, status=str(status))) for status in Status
    }
    return {
        "open": Figure(sum(statuses[status].number for status in OPEN), Narrowing(office=watch.code)),
        "resolved": statuses[Status.RESOLVED],
        "statuses": statuses,
    }


def _period(watch: Watch, name: str, days: tuple[date, date], found: TallyResult, late: LateCounts) -> Period:
    """`late`: what the tallies do not know, because a clock has run out that nobody has stopped."""
    first, last = days
    told = added(
        found.total(name, watch.scope),
        Sums(contact_late=late.contact, report_in_time=-late.counted_in_time, report_late=late.report),
    )
    hours = {int(bucket): number for bucket, number in received_by(found[name, watch.scope, "hours"]).items()}
    closed = received_by(found[name, watch.scope, "status"]).get(str(Status.CLOSED), 0)

    def figure(number: int, status: str = complaint_filters.ALL, office: str = watch.code, **narrowed) -> Figure:
        return Figure(number, Narrowing(status, office=office, first=first, last=last, **narrowed))

    return Period(
        first=first,
        last=last,
        received=figure(told.received),
        contacted=Share(
            figure(told.contact_in_time, contact=complaint_filters.IN_TIME), told.contact_in_time + told.contact_late
        ),
        reported=Share(
            figure(told.report_in_time, report=complaint_filters.IN_TIME), told.report_in_time + told.report_late
        ),
        handed_in=figure(told.reported, report=complaint_filters.GIVEN),
        median=quantile(hours, 0.5),
        ninth=quantile(hours, 0.9),
        closed=figure(closed, str(Status.CLOSED)),
        reopened=Share(figure(told.reopened, word="reopened", office=watch.answering), told.accountable),
        denied=Share(figure(told.denied, word="denied", office=watch.answering), told.word_known),
        satisfied=Share(figure(told.satisfied, word="satisfied"), told.rung),
    )


def _apart(watch: Watch, found: TallyResult) -> dict:
    """What was received in the period, by category, channel, outcome and status."""
    categories = {str(one.pk): one for one in Category.objects.only("code", "name_en", "name_ur")}

    def figures(facet: str) -> list[tuple[str, Figure]]:
        of = {"status": complaint_filters.ALL, "office": watch.code, "first": watch.first, "last": watch.last}
        numbers = received_by(found["period", watch.scope, facet])
        most_first = sorted(((number, value) for value, number in numbers.items() if number), reverse=True)
        named = {value: categories[value].code for value in numbers} if facet == "category" else {}
        return [
            (value, Figure(number, Narrowing(**of | {facet: named.get(value, value)}))) for number, value in most_first
        ]

    return {
        "categories": [(categories[value], figure) for value, figure in figures("category")],
        "channels": dict(figures("channel")),
        "outcomes": dict(figures("outcome")),
        "by_status": dict(figures("status")),
    }


def _week(watch: Watch, found: TallyResult, first: date, last: date) -> tuple[date, Figure]:
    of = Narrowing(status=complaint_filters.ALL, office=watch.code, first=first, last=last)
    return first, Figure(found.total(first.isoformat(), watch.scope).received, of)


def _ages(watch: Watch, found: TallyResult, now: PendingCounts) -> dict[str, Figure]:
    numbers = ages_of(watch, found, now)
    return {age: Figure(number, Narrowing(office=watch.code, age=age)) for age, number in numbers.items()}


def _region(watch: Watch, office: Office, levels: Levels, found: TallyResult, now: PendingCounts) -> Region:
    within = [one.pk for one in (*levels.below, *levels.higher) if one.path.startswith(office.path)]
    overdue = sum(now.overdue.get(pk, 0) for pk in within)
    row = OfficeRow(office, received_by(found["now", office.pk, "status"]), overdue)
    period = {"status": complaint_filters.ALL, "first": watch.first, "last": watch.last}
    return Region(
        row=row,
        open=row.figure(row.open),
        overdue=row.figure(overdue, clock="overdue"),
        received=row.figure(found.total("period", office.pk).received, **period),
    )


def _above(watch: Watch, found: TallyResult, higher: Iterable[Office], overdue: Mapping[int, int]) -> list[OfficeRow]:
    """What stands at none of the level's offices, by the office that has it."""
    told = [(office, received_by(found["own", office.pk, "status"])) for office in higher]
    if held := standing_elsewhere(watch):
        told += [(office, held[office.pk]) for office in Office.objects.filter(pk__in=held).order_by("path")]
    rows = [OfficeRow(office, by_status, overdue.get(office.pk, 0), only=True) for office, by_status in told]
    return [row for row in rows if row.open or row.by_status.get(str(Status.RESOLVED))]
