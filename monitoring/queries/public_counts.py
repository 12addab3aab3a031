"""What the public figures count, before anything of it is hidden. Only `monitoring.services.publishing` asks this."""

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
from accounts.rules.offices import OfficeKind
from complaints.models import Complaint, Naming, ProvisionalExclusion, RunningClock
from complaints.rules.clock import Clock
from complaints.rules.facts import Contact
from complaints.rules.statuses import Ending, Status
from desk.queries.complaint_filters import contact_ran_out
from reviews.models import Review
from reviews.rules.stages import Stage

KARACHI = ZoneInfo("Asia/Karachi")
PROVINCE, ELSEWHERE = "", "(elsewhere)"
"""Whose counts are no district's: all complaints, and those that no district counts. No office has such a code."""
NAMED = Exists(Naming.objects.filter(complaint=OuterRef("pk")))
EXCLUDED = Exists(ProvisionalExclusion.objects.filter(complaint=OuterRef("pk")))
SENSITIVE = Q(about_police=True) | Q(confidential=True) | Q(NAMED) | Q(EXCLUDED)
"""What the province alone counts. A complaint that names an officer is among them: the board of a district's head
leaves out what is kept from that head, so a figure that counted it would tell of it. So is one whose name was taken
back: it stays where it went, which can be above that head (docs/decisions/0015). So is one that is kept from an office
by what its complainant told (0015)."""
IN_DISTRICT = NullIf(
    Func(F("place__path"), Value("/"), Value(3), function="split_part", output_field=CharField()), Value("")
)
"""The code of the district in which it happened: the third name of the place's path. Whoever has the complaint now."""
REPORTED_IN = Case(
    When(reopened_line=None, then=IN_DISTRICT),
    default=Subquery(Office.objects.filter(pk=OuterRef("reopened_line__1")).order_by().values("code")[:1]),
    output_field=CharField(),
)
"""The code of the district that answers for what the citizen said: of a reopened complaint the one whose report was not
accepted (0027), else the one in which it happened."""


SAID = ("word_known", "confirmed", "objected")


class Median(Aggregate):
    """The middle one of the values that are not null."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True)
class Counts:
    """What was counted of one district (or of PROVINCE or ELSEWHERE), in one month (or with None in the window)."""

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


def of_window(first: date, last: date, *, at: datetime) -> Iterator[Counts]:
    """The province, then each district that has something to count from one day to another, and ELSEWHERE. Three
    statements.
    """
    found = received(first, last).annotate(month=Value(None, output_field=DateField()))
    yield Counts(PROVINCE, None, **found.aggregate(**measures_of(at)))
    yield from _by_district(found, at=at)


def of_months(first: date, last: date, *, at: datetime) -> Iterator[Counts]:
    """The same of each month from one day to another. Three statements."""
    found = received(first, last).annotate(month=TruncMonth("received_at", tzinfo=KARACHI, output_field=DateField()))
    for row in found.values("month").annotate(**measures_of(at)).order_by():
        yield Counts(PROVINCE, **row)
    yield from _by_district(found, at=at)


def _by_district(found: QuerySet[Complaint], *, at: datetime) -> Iterator[Counts]:
    """What the citizen said counts for another district than the rest where a complaint was reopened."""
    measures = measures_of(at)
    said = {name: measures.pop(name) for name in SAID}
    cells: dict[tuple, dict] = {}
    for district, counted in ((IN_DISTRICT, measures), (REPORTED_IN, said)):
        for row in _grouped(found, district).annotate(**counted).order_by():
            cells.setdefault((row.pop("district_code"), row.pop("month")), {}).update(row)
    nothing = dict.fromkeys([*measures, *said], 0) | {"time_to_report": None}
    for (district, month), row in cells.items():
        yield Counts(district, month, **nothing | row)


def closed_reviews(first: date, last: date, *, at: datetime) -> QuerySet[Review]:
    """Reviews closed on these days, both included, of which everybody who watches over reviews may know.

    None with a flag on a complaint that a district's figures leave out (whoever is named in it, sees neither), and none
    of somebody posted at the Central Police Office: monitors there do not see it, and would find it by subtraction.
    """
    start, end = (datetime.combine(day, time.min, KARACHI) for day in (first, last + timedelta(days=1)))
    kept_back = (
        Complaint.objects.unscoped("public figures count every complaint")
        .filter(SENSITIVE)
        .filter(breaches__flags__review=OuterRef("pk"))
    )
    central = Posting.objects.current(at).filter(officer=OuterRef("officer"), office__kind=OfficeKind.CENTRAL.value)
    closed = Review.objects.filter(status=Stage.CLOSED.value, closed_at__gte=start, closed_at__lt=end)
    return closed.exclude(Exists(kept_back)).exclude(Exists(central))


def received(first: date, last: date):
    """Complaints that came in on these days, both included, by the wall clock of Pakistan."""
    start, end = (datetime.combine(day, time.min, KARACHI) for day in (first, last + timedelta(days=1)))
    return Complaint.objects.unscoped("public figures count every complaint").filter(
        received_at__gte=start, received_at__lt=end
    )


def _grouped(found: QuerySet[Complaint], district: Expression) -> QuerySet:
    """By the district that counts a complaint, and by month."""
    counts = Case(
        When(SENSITIVE, then=Value(ELSEWHERE)), default=Coalesce(district, Value(ELSEWHERE)), output_field=CharField()
    )
    return found.annotate(district_code=counts).values("district_code", "month")


def measures_of(at: datetime) -> dict[str, Aggregate]:
    """How each figure is counted, as things stand at a moment. The round that a complaint is in now is what counts;
    SAID are what the citizen said of the report.
    """
    contact_in_time = Q(contact=str(Contact.CONFIRMED), contacted_at__lte=F("contact_due_at"))
    owed = Exists(RunningClock.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.REPORT), due_at__lte=at))
    report_in_time = Q(reported_at__lte=F("report_due_at")) & ~Q(owed)
    confirmed = Q(status=str(Status.CLOSED), ending=str(Ending.CONFIRMED))
    unanswered = Q(status=str(Status.CLOSED), ending=str(Ending.UNANSWERED))
    objected = Q(objected_at__isnull=False)
    counted = {
        "contact_in_time": contact_in_time,
        "contact_known": contact_in_time | Q(contacted_at__gt=F("contact_due_at")) | contact_ran_out(at=at),
        "report_in_time": report_in_time,
        "report_known": report_in_time | Q(reported_at__gt=F("report_due_at")) | Q(owed),
        "word_known": confirmed | unanswered | objected,
        "confirmed": confirmed,
        "objected": objected,
        "reported": Q(reported_at__isnull=False),
    }
    return {
        "received": Count("pk"),
        **{name: Count("pk", filter=which) for name, which in counted.items()},
        "time_to_report": Median(F("reported_at") - F("received_at"), output_field=DurationField()),
    }
