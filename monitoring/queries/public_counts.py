"""Count the public figures before suppression. Only `monitoring.services.figure_publication` may use these counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    DurationField,
    Exists,
    Expression,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf, TruncMonth

from accounts.models import Office, Posting
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complaint, Exclusion, RunningClock
from complaints.rules.clock import Clock
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Channel, Ending, Status
from desk.queries.complaint_filters import contact_ran_out_condition
from reviews.models import Review
from reviews.rules.review_stages import Stage

KARACHI = ZoneInfo("Asia/Karachi")
PROVINCE, ELSEWHERE = "", "(elsewhere)"
"""In place of a district: all complaints, and those that no district counts. No office has these codes."""
HAS_EXCLUSION = Exists(Exclusion.objects.filter(complaint=OuterRef("pk")))
HAS_EXCLUSION_BEYOND_PLACE = Exists(
    Exclusion.objects.exclude(ground=Exclusion.Ground.PLACE).filter(complaint=OuterRef("pk"))
)
"""The complaint has, or had, an exclusion that can concern officers above the station that it is against."""
SENSITIVE = Q(about_police=True) | Q(confidential=True) | Q(HAS_EXCLUSION)
"""Complaints that are counted for the province only.

A complaint with an exclusion is one of them. The board of a district's head leaves out complaints that are hidden from
that head, so the difference from a public figure would reveal them. The same holds after the exclusion has ended,
because the complaint stays at an office that can be above that head (docs/decisions/0015).
"""


class FirstPublication(Func):
    """The begin of the Monday on which the whole month of a moment is first published."""

    template = (
        "(date_trunc('week', date_trunc('month', %(expressions)s AT TIME ZONE 'Asia/Karachi')"
        " + interval '1 month 6 days') AT TIME ZONE 'Asia/Karachi')"
    )
    output_field = DateTimeField()


SENSITIVE_IN_ITS_MONTH = (
    Q(about_police=True)
    | Q(confidential=True)
    | Q(Exists(Exclusion.objects.filter(complaint=OuterRef("pk"), since__lt=FirstPublication(OuterRef("received_at")))))
)
"""The same for figures of whole months: an exclusion counts if it began before the month was first published.

A transfer or an ending leaves the number received as it is. If a later naming lowered it, two weekly publications would
tell the head why a complaint left the list (docs/decisions/0028). The head's own board contained it until then.
"""
INCIDENT_DISTRICT = NullIf(
    Func(F("place__path"), Value("/"), Value(3), function="split_part", output_field=CharField()), Value("")
)
"""The code of the district of the incident: the third name in the path of the incident place."""
ACCOUNTABLE_DISTRICT = Case(
    When(reopened_line=None, then=INCIDENT_DISTRICT),
    default=Subquery(Office.objects.filter(pk=OuterRef("reopened_line__1")).order_by().values("code")[:1]),
    output_field=CharField(),
)
"""The code of the district that is accountable for the citizen's answer.

For a reopened complaint that is the district whose report was not accepted (docs/decisions/0027), otherwise the
district of the incident.
"""
CITIZEN_ANSWERS = ("word_known", "confirmed", "objected")
"""The numbers that depend on the citizen's answer."""


class Median(Aggregate):
    """The median of the values that are not null."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True)
class PublicCounts:
    """The counts of one district (or PROVINCE or ELSEWHERE), in one month (None: in the whole window)."""

    district: str
    month: date | None
    received: int
    contact_known: int
    contact_in_time: int
    report_known: int
    report_in_time: int
    word_known: int
    confirmed: int
    objected: int
    reported: int
    time_to_report: timedelta | None


@dataclass(frozen=True)
class CategoryCounts:
    """The counts of one category in one district and month. `district`: its code; `category`: an id."""

    district: str
    month: date
    category: int
    code: str
    received: int
    contact_known: int
    contact_in_time: int
    report_known: int
    report_in_time: int
    reported: int
    time_to_report: timedelta | None


def count_by_category(first: date, last: date, *, at: datetime) -> Iterator[CategoryCounts]:
    """Yield the counts of each category by district and month, of the complaints that districts count. One statement.

    Answers of complainants are not among them: they can count for another district than the rest.
    """
    measures = {name: one for name, one in figure_aggregates(at).items() if name not in CITIZEN_ANSWERS}
    complaints = (
        complaints_received(first, last)
        .exclude(SENSITIVE_IN_ITS_MONTH)
        .annotate(
            month=TruncMonth("received_at", tzinfo=KARACHI, output_field=DateField()),
            district_code=INCIDENT_DISTRICT,
        )
        .exclude(district_code=None)
    )
    groups = complaints.values("district_code", "month", "category", "category__code")
    for row in groups.annotate(**measures).order_by():
        yield CategoryCounts(district=row.pop("district_code"), code=row.pop("category__code"), **row)


def count_window(first: date, last: date, *, at: datetime) -> Iterator[PublicCounts]:
    """Yield the counts of the window: the province, then each district and ELSEWHERE. Three statements."""
    complaints = complaints_received(first, last).annotate(month=Value(None, output_field=DateField()))
    yield PublicCounts(PROVINCE, None, **complaints.aggregate(**figure_aggregates(at)))
    yield from _count_by_district(complaints, SENSITIVE, at=at)


def count_months(first: date, last: date, *, at: datetime) -> Iterator[PublicCounts]:
    """Yield the same counts for each month between two days. Three statements."""
    complaints = complaints_received(first, last).annotate(
        month=TruncMonth("received_at", tzinfo=KARACHI, output_field=DateField())
    )
    for row in complaints.values("month").annotate(**figure_aggregates(at)).order_by():
        yield PublicCounts(PROVINCE, **row)
    yield from _count_by_district(complaints, SENSITIVE_IN_ITS_MONTH, at=at)


def _count_by_district(complaints: QuerySet[Complaint], sensitive: Q, *, at: datetime) -> Iterator[PublicCounts]:
    """Yield the counts of each district and ELSEWHERE, by month.

    Two groupings, because the citizen's answer on a reopened complaint can count for another district than the rest.
    """
    measures = figure_aggregates(at)
    answers = {name: measures.pop(name) for name in CITIZEN_ANSWERS}
    cells: dict[tuple, dict] = {}
    for district, aggregates in ((INCIDENT_DISTRICT, measures), (ACCOUNTABLE_DISTRICT, answers)):
        for row in _group_by_district_and_month(complaints, district, sensitive).annotate(**aggregates).order_by():
            cells.setdefault((row.pop("district_code"), row.pop("month")), {}).update(row)
    zeros = dict.fromkeys([*measures, *answers], 0) | {"time_to_report": None}
    for (district, month), row in cells.items():
        yield PublicCounts(district, month, **zeros | row)


def closed_reviews(first: date, last: date, *, at: datetime) -> QuerySet[Review]:
    """Return the reviews closed on these days, both included, that every monitor of reviews may know of.

    Left out are reviews with a flag on a SENSITIVE complaint, because an officer named in it may see neither. Also left
    out are reviews of officers posted at the Central Police Office: monitors there do not see them, and could find them
    by subtraction.
    """
    start, end = (datetime.combine(day, time.min, KARACHI) for day in (first, last + timedelta(days=1)))
    sensitive = (
        Complaint.objects.unscoped("public figures count every complaint")
        .filter(SENSITIVE)
        .filter(breaches__flags__review=OuterRef("pk"))
    )
    central = Posting.objects.current(at).filter(officer=OuterRef("officer"), office__kind=OfficeKind.CENTRAL.value)
    closed = Review.objects.filter(status=Stage.CLOSED.value, closed_at__gte=start, closed_at__lt=end)
    return closed.exclude(Exists(sensitive)).exclude(Exists(central))


def complaints_received(first: date, last: date):
    """Return the complaints received on these days in Pakistan, both included, without imported ones.

    Those were made to another system, on other days (docs/data-in.md).
    """
    start, end = (datetime.combine(day, time.min, KARACHI) for day in (first, last + timedelta(days=1)))
    return Complaint.objects.unscoped("public figures count every complaint").filter(
        ~Q(channel=str(Channel.IMPORTED)), received_at__gte=start, received_at__lt=end
    )


def _group_by_district_and_month(complaints: QuerySet[Complaint], district: Expression, sensitive: Q) -> QuerySet:
    """Group complaints by the district that counts them (or ELSEWHERE), and by month."""
    code = Case(
        When(sensitive, then=Value(ELSEWHERE)), default=Coalesce(district, Value(ELSEWHERE)), output_field=CharField()
    )
    return complaints.annotate(district_code=code).values("district_code", "month")


def figure_aggregates(at: datetime) -> dict[str, Aggregate]:
    """Return the aggregate of each figure, as of a moment. Only the present round of a complaint counts."""
    contact_in_time = Q(contact=str(ContactState.CONFIRMED), contacted_at__lte=F("contact_due_at"))
    owed = Exists(RunningClock.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.REPORT), due_at__lte=at))
    report_in_time = Q(reported_at__lte=F("report_due_at")) & ~Q(owed)
    confirmed = Q(status=str(Status.CLOSED), ending=str(Ending.CONFIRMED))
    unanswered = Q(status=str(Status.CLOSED), ending=str(Ending.UNANSWERED))
    objected = Q(objected_at__isnull=False)
    conditions = {
        "contact_in_time": contact_in_time,
        "contact_known": contact_in_time | Q(contacted_at__gt=F("contact_due_at")) | contact_ran_out_condition(at=at),
        "report_in_time": report_in_time,
        "report_known": report_in_time | Q(reported_at__gt=F("report_due_at")) | Q(owed),
        "word_known": confirmed | unanswered | objected,
        "confirmed": confirmed,
        "objected": objected,
        "reported": Q(reported_at__isnull=False),
    }
    return {
        "received": Count("pk"),
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()},
        "time_to_report": Median(F("reported_at") - F("received_at"), output_field=DurationField()),
    }
