"""Compute the figures of a report, and list the reports that are missing or that an actor may read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.queries.reporting_lines import own_station_paths
from accounts.rules.office_tree import OfficeKind, paths_from_root
from accounts.rules.roles import KINDS_WITH_CELL
from complaints.models import Category, Complaint
from desk.queries.complaint_filters import ALL, filter_complaints
from monitoring.models import Report
from monitoring.queries.league import COMPARES_DISTRICTS, end_of_day, offices_to_compare
from monitoring.queries.public_counts import HAS_EXCLUSION_BEYOND_PLACE
from monitoring.queries.sums_by_office import Days, add_sums, late_corrections_by_office
from monitoring.rules.board_weeks import TREND_WEEKS
from monitoring.rules.report_periods import ReportPeriod
from monitoring.tallies.definitions import PROVINCE, daily_spans, shortest_spans
from monitoring.tallies.durations import interpolate_quantile
from monitoring.tallies.tally_reading import Sums, TallyQuery, TallyResult, consistent_snapshot, read_tallies

SHOWN_CATEGORIES = 10


@dataclass(frozen=True)
class OfficeReportFigures:
    """The figures of a report of an office. `before`: the sums of the period before, as of now."""

    office: Office
    period: ReportPeriod
    at: datetime
    open: int
    overdue: int
    sums: Sums
    before: Sums
    median: timedelta | None
    percentile_90: timedelta | None
    weeks: list[tuple[date, int]]
    categories: list[tuple[Category, int]]
    rows: list[tuple[Office, Sums]]


def offices_without_report(period: ReportPeriod) -> QuerySet[Office]:
    """Return the Central Police Office, regions and districts that have no report of a period, by path."""
    existing = Report.objects.filter(office=OuterRef("pk"), rhythm=period.rhythm, first=period.first)
    reported = Office.objects.filter(kind__in=[kind.value for kind in KINDS_WITH_CELL])
    return reported.exclude(Exists(existing)).order_by("path")


def offices_with_missed_report(period: ReportPeriod) -> QuerySet[Office]:
    """Return the offices without a report of a period that have an earlier one.

    An office without an earlier report did not exist then, or no reports were made yet.
    """
    earlier = Report.objects.filter(office=OuterRef("pk"), rhythm=period.rhythm, first__lt=period.first)
    return offices_without_report(period).filter(Exists(earlier))


def load_report_figures(office: Office, period: ReportPeriod, *, at: datetime) -> OfficeReportFigures:
    """Return the figures of a report as of one moment, without complaints with wide exclusions. Nine statements."""
    now, before = (period.first, period.last), period.before
    scope = PROVINCE if office.kind == OfficeKind.CENTRAL else office.pk
    level, below = (
        OfficeKind.DISTRICT if office.kind in COMPARES_DISTRICTS else OfficeKind.STATION,
        offices_to_compare(office, named_at=min(at, end_of_day(period.last))),
    )
    with consistent_snapshot():
        complaints = Complaint.objects.unscoped(
            "figures are counted for the office, then narrowed to the reader"
        ).within(office)
        hidden = _ids_with_exclusion((min(_thirteen_weeks_of_report(period)[0][0], before[0]), period.last), at=at)
        result = _read_tallies(scope, below, period, hidden)
        late, late_before = (
            late_corrections_by_office(level, span, within=office, hidden=hidden, at=at) for span in (now, before)
        )
        hours = {int(bucket): sums.received for bucket, sums in result["period", scope, "hours"].items()}
        return OfficeReportFigures(
            office=office,
            period=period,
            at=at,
            open=complaints.exclude(HAS_EXCLUSION_BEYOND_PLACE).open().count(),
            overdue=filter_complaints(complaints.exclude(HAS_EXCLUSION_BEYOND_PLACE), clock="overdue", at=at).count(),
            sums=_add_late_corrections(result.total("period", scope), late),
            before=_add_late_corrections(result.total("before", scope), late_before),
            median=interpolate_quantile(hours, 0.5),
            percentile_90=interpolate_quantile(hours, 0.9),
            weeks=[
                (first, result.total(first.isoformat(), scope).received)
                for first, _last in _thirteen_weeks_of_report(period)
            ],
            categories=_largest_categories(result["period", scope, "category"]),
            rows=[(each, add_sums(result.total("row", each.pk), late.get(each.pk, Sums()))) for each in below],
        )


def _ids_with_exclusion(days: Days, *, at: datetime) -> list[int]:
    """Return the ids of complaints of any office, received on these days, with such an exclusion."""
    complaints = Complaint.objects.unscoped("figures are counted for the office, then narrowed to the reader").filter(
        HAS_EXCLUSION_BEYOND_PLACE
    )
    return list(filter_complaints(complaints, status=ALL, received=days, at=at).values_list("pk", flat=True))


def _read_tallies(scope: int, below: list[Office], period: ReportPeriod, hidden: list[int]) -> TallyResult:
    now = shortest_spans(period.first, period.last)
    queries = [TallyQuery("period", scope, facet, now) for facet in ("", "category", "hours")]
    queries.append(TallyQuery("before", scope, "", shortest_spans(*period.before)))
    queries += [
        TallyQuery(first.isoformat(), scope, "", daily_spans(first, last))
        for first, last in _thirteen_weeks_of_report(period)
    ]
    queries += [TallyQuery("row", each.pk, "", now) for each in below]
    return read_tallies(queries, hidden=hidden)


def _thirteen_weeks_of_report(period: ReportPeriod) -> list[Days]:
    """Return the first and last day of thirteen weeks up to the last day of the period."""
    ends = [period.last - timedelta(weeks=back) for back in reversed(range(TREND_WEEKS))]
    return [(end - timedelta(days=6), end) for end in ends]


def _add_late_corrections(sums: Sums, late: dict[int | None, Sums]) -> Sums:
    return reduce(add_sums, late.values(), sums)


def _largest_categories(by_category: dict[str, Sums]) -> list[tuple[Category, int]]:
    """Return the largest categories and their numbers."""
    categories = {str(category.pk): category for category in Category.objects.all()}
    numbers = [(categories[pk], sums.received) for pk, sums in by_category.items() if sums.received]
    return sorted(numbers, key=lambda pair: (-pair[1], pair[0].code))[:SHOWN_CATEGORIES]


def heads_of_office(office: Office, *, at: datetime) -> Iterator[Posting]:
    """Return the postings that head the office at a moment."""
    return Posting.objects.heads().current(at).filter(office=office).order_by("pk").iterator()


def readable_reports(actor: Actor) -> QuerySet[Report]:
    """Return the reports of the actor's office and the offices below it, without loading the PDFs. Two statements.

    An actor who is also posted at a station may not read figures that count complaints against that station. So the
    reports of the offices above it are left out.
    """
    within = Report.objects.filter(office__path__startswith=actor.office_path)
    above = {step for path in own_station_paths(actor) for step in paths_from_root(path)}
    return within.exclude(office__path__in=above).select_related("office").defer("pdf")
