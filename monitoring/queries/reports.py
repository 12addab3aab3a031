"""What a report of an office says, and which reports there are for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.offices import OfficeKind, lineage
from accounts.rules.roles import HAS_A_CELL
from complaints.models import Category, Complaint
from complaints.models.naming import stations_of
from desk.queries.complaint_filters import ALL, filter_complaints
from monitoring.models import Report
from monitoring.queries.board_counts import WEEKS
from monitoring.queries.compared_offices import Days, add, late_by
from monitoring.queries.league import WIDE, compared
from monitoring.queries.public_counts import NAMED
from monitoring.rules.reports import Period
from monitoring.tallies.definitions import PROVINCE, daily_spans, shortest_spans
from monitoring.tallies.durations import quantile
from monitoring.tallies.reading import Sums, TallyQuery, TallyResult, consistent_snapshot, read_tallies

SHOWN_CATEGORIES = 10


@dataclass(frozen=True)
class ReportShare:
    """What a report says of an office. `before`: the same sums of the period before, as they stand now."""

    office: Office
    period: Period
    at: datetime
    open: int
    overdue: int
    sums: Sums
    before: Sums
    median: timedelta | None
    ninth: timedelta | None
    weeks: list[tuple[date, int]]
    categories: list[tuple[Category, int]]
    rows: list[tuple[Office, Sums]]


def offices(period: Period) -> QuerySet[Office]:
    """The Central Police Office, regions and districts that have no report of a period yet, in their order."""
    made = Report.objects.filter(office=OuterRef("pk"), rhythm=period.rhythm, first=period.first)
    wanted = Office.objects.filter(kind__in=[kind.value for kind in HAS_A_CELL])
    return wanted.exclude(Exists(made)).order_by("path")


def missed(period: Period) -> QuerySet[Office]:
    """Those of them that have one of an earlier period: who had none then was not there, or nobody made any yet."""
    earlier = Report.objects.filter(office=OuterRef("pk"), rhythm=period.rhythm, first__lt=period.first)
    return offices(period).filter(Exists(earlier))


def told(office: Office, period: Period, *, at: datetime) -> ReportShare:
    """As all stands at one moment, without whatever names an officer. Nine statements."""
    now, before = (period.first, period.last), period.before
    scope = PROVINCE if office.kind == OfficeKind.CENTRAL else office.pk
    level, below = OfficeKind.DISTRICT if office.kind in WIDE else OfficeKind.STATION, compared(office)
    with consistent_snapshot():
        seen = Complaint.objects.unscoped("figures are counted for the office, then narrowed to the reader").within(
            office
        )
        hidden = _named((min(_weeks(period)[0][0], before[0]), period.last), at=at)
        found = _read(scope, below, period, hidden)
        late, late_before = (late_by(level, span, within=office, hidden=hidden, at=at) for span in (now, before))
        hours = {int(bucket): told.received for bucket, told in found["period", scope, "hours"].items()}
        return ReportShare(
            office=office,
            period=period,
            at=at,
            open=seen.exclude(NAMED).open().count(),
            overdue=filter_complaints(seen.exclude(NAMED), clock="overdue", at=at).count(),
            sums=_with(found.total("period", scope), late),
            before=_with(found.total("before", scope), late_before),
            median=quantile(hours, 0.5),
            ninth=quantile(hours, 0.9),
            weeks=[(first, found.total(first.isoformat(), scope).received) for first, _last in _weeks(period)],
            categories=_categories(found["period", scope, "category"]),
            rows=[(one, add(found.total("row", one.pk), late.get(one.pk, Sums()))) for one in below],
        )


def _named(days: Days, *, at: datetime) -> list[int]:
    """What names an officer, or did, wherever it is now. Only what was received when it is counted."""
    named = Complaint.objects.unscoped("figures are counted for the office, then narrowed to the reader").filter(NAMED)
    return list(filter_complaints(named, status=ALL, received=days, at=at).values_list("pk", flat=True))


def _read(scope: int, below: list[Office], period: Period, hidden: list[int]) -> TallyResult:
    now = shortest_spans(period.first, period.last)
    asked = [TallyQuery("period", scope, facet, now) for facet in ("", "category", "hours")]
    asked.append(TallyQuery("before", scope, "", shortest_spans(*period.before)))
    asked += [TallyQuery(first.isoformat(), scope, "", daily_spans(first, last)) for first, last in _weeks(period)]
    asked += [TallyQuery("row", one.pk, "", now) for one in below]
    return read_tallies(asked, hidden=hidden)


def _weeks(period: Period) -> list[Days]:
    """Thirteen up to the last day."""
    ends = [period.last - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return [(end - timedelta(days=6), end) for end in ends]


def _with(sums: Sums, late: dict[int | None, Sums]) -> Sums:
    for more in late.values():
        sums = add(sums, more)
    return sums


def _categories(found: dict[str, Sums]) -> list[tuple[Category, int]]:
    """The largest, with their names."""
    named = {str(category.pk): category for category in Category.objects.all()}
    counted = [(named[pk], told.received) for pk, told in found.items() if told.received]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0].code))[:SHOWN_CATEGORIES]


def heads_of(office: Office, *, at: datetime) -> Iterator[Posting]:
    """Who heads it at a moment."""
    return Posting.objects.heads().current(at).filter(office=office).order_by("pk").iterator()


def readable_by(actor: Actor) -> QuerySet[Report]:
    """The archive of the actor's office and those below it, without the papers themselves.

    Who is posted at a station besides may not read what counts complaints against that station: reports of the offices
    above it are not there for them. Two statements.
    """
    within = Report.objects.filter(office__path__startswith=actor.office_path)
    stations = Office.objects.filter(pk__in=stations_of(actor)).values_list("path", flat=True)
    above = {step for path in stations for step in lineage(path)}
    return within.exclude(office__path__in=above).select_related("office").defer("pdf")
