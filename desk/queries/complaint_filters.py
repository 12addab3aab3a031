"""The filters of complaint lists. The queue and the board share them, so that a figure, its link and its rows agree.

The arguments of `complaint_filters_condition` have the names of the desk's URL parameters. Values:

`status`: open, all, or one status. `category`: a code.
`office`: the complaints of that office and of those below it, or with `only` its own alone.
`place`: the incident happened at that office or below it, whichever office has the complaint now.
`clock`: overdue, 8h, day or 48h (none late, one due within 8, 24 or 48 h), paused (a question to the citizen) or fine
(none of these).
`contact`: the state of this round's contact; in_time (confirmed by its deadline) or late (after it, or not by then:
`contact_ran_out_condition`).
`report`: in_time (submitted by its deadline), late (after it, or owed by now) or given (one was submitted).
`word`: the complainant's; reopened (another round), denied (they objected or appealed), answered (called back, they
said whether they are satisfied), satisfied, known (they confirmed, did not answer for a week, or denied), or
accountable (everything that the office answers for). With reopened, denied, known and accountable, `office` means the
office that answers for the complaint (`answered_for_by_condition`).
`age`: since registration (complaints.rules.complaint_age_groups).
`holder`: the posting that has it. `charged`: the posting that reported on it, or accepted the report, before the
complainant reopened it.
`received`: first and last day, both included, in Pakistan's time zone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_

from django.db.models import Exists, F, OuterRef, Q, Subquery

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models import Category, ClockRun, RunningClock
from complaints.models.complaint import SCOPE_COLUMN, ComplaintQuerySet
from complaints.models.database.complaint_indexes import OPEN_STATUSES
from complaints.rules import complaint_age_groups
from complaints.rules.clock import Clock
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import REPORT_CLOCK_STATUSES, Ending, Status, Verdict
from web.calendar_days import start_of_day

OPEN, ALL = "open", "all"
DAY = timedelta(hours=24)
DUE_WITHIN = {"8h": timedelta(hours=8), "day": DAY, "48h": timedelta(hours=48)}
"""Values of `clock` that mean "due within this time from now"."""
CLOCKS = ("overdue", *DUE_WITHIN, "paused", "fine")
IN_TIME, LATE, GIVEN = "in_time", "late", "given"
TIMESTAMP_RESOLUTION = timedelta(microseconds=1)
"""The resolution of a timestamp, in Python as in PostgreSQL."""
_DENIED = Q(objected_at__isnull=False)
_WORDS = {
    "reopened": Q(cycle__gt=1),
    "denied": _DENIED,
    "answered": Q(verdict__in=[str(Verdict.SATISFIED), str(Verdict.NOT_SATISFIED)]),
    "satisfied": Q(verdict=str(Verdict.SATISFIED)),
    "accountable": Q(),
    "known": _DENIED | Q(status=str(Status.CLOSED), ending__in=[str(Ending.CONFIRMED), str(Ending.UNANSWERED)]),
}
WORDS = tuple(_WORDS)
ANSWERED_FOR = frozenset({"reopened", "denied", "known", "accountable"})
"""Values of `word` that count against the office that answers for a complaint (`answered_for_by_condition`), not
against the one that has it."""
REOPENED_WORDS = frozenset({"reopened", "denied"})
"""Values of `word` for complaints that were reopened, which are all charged to an office (`reopened_line`)."""
DateSpan = tuple[date | None, date | None]


def filter_complaints(queryset: ComplaintQuerySet, **filters) -> ComplaintQuerySet:
    """Return the complaints of a scoped queryset that match all filters (`complaint_filters_condition`)."""
    return queryset.filter(complaint_filters_condition(**filters))


def complaint_filters_condition(
    *,
    status: str = OPEN,
    category: str = "",
    office: Office | None = None,
    only: bool = False,
    place: Office | None = None,
    clock: str = "",
    contact: str = "",
    report: str = "",
    channel: str = "",
    outcome: str = "",
    word: str = "",
    age: str = "",
    received: DateSpan = (None, None),
    holder: int | None = None,
    charged: int | None = None,
    at: datetime,
    exists: Callable = Exists,
) -> Q:
    """Return the condition that a complaint matches every filter that is set (see the module). Empty means "any".

    `exists`: how clocks are looked up: `Exists`, or `bounded_queue_scan.exists_by_candidate_condition`, which checks
    one complaint at a time.

    The complaint's own columns come first, and lookups in other tables last, so that few complaints need the lookups.
    """
    conditions = [
        status_condition(implied_status(status, clock)),
        category_condition(category) if category else Q(),
        _of_office_condition(office, only=only, word=word) if office else Q(),
        Q(holder=holder) if holder else Q(),
        happened_at_condition(place) if place else Q(),
        Q(reopened_reporter=charged) | Q(reopened_acceptor=charged) if charged else Q(),
        DueRange.from_filters(clock=clock, received=received, at=at).condition(),
        Q(channel=channel) if channel else Q(),
        Q(outcome=outcome) if outcome else Q(),
        _WORDS[word] if word else Q(),
        _age_condition(age, at=at) if age else Q(),
        received_between_condition(*received),
        report_condition(report, at=at, exists=exists) if report else Q(),
        contact_condition(contact, at=at, exists=exists) if contact else Q(),
        clock_condition(clock, at=at, exists=exists) if clock else Q(),
    ]
    return reduce(and_, conditions)


def _of_office_condition(office: Office, *, only: bool, word: str) -> Q:
    """Return the condition that the office has the complaint or, for some values of `word`, answers for it."""
    if word in REOPENED_WORDS:
        return charged_with_reopening_condition(office, only=only)
    if word in ANSWERED_FOR:
        return answered_for_by_condition(office, only=only)
    return Q(office=office.pk) if only else within_office_condition(office)


@dataclass(frozen=True)
class DueRange:
    """The first and last `due_at` that a complaint can have if it matches the filters; None where there is no bound.

    `due_at` is never later than any running clock of the complaint, and never earlier than its registration.
    """

    earliest: datetime | None = None
    latest: datetime | None = None

    @classmethod
    def from_filters(
        cls, *, clock: str = "", received: DateSpan = (None, None), at: datetime, **other_filters
    ) -> "DueRange":
        """Return the range for these filters of `complaint_filters_condition`; `other_filters` set no bound."""
        earliest = [start_of_day(received[0])] if received[0] else []
        if clock in DUE_WITHIN:
            return cls(max([*earliest, at + TIMESTAMP_RESOLUTION]), at + DUE_WITHIN[clock])
        return cls(max(earliest, default=None), at if clock == "overdue" else None)

    def __contains__(self, due_at: datetime) -> bool:
        is_early = self.earliest is not None and due_at < self.earliest
        return not is_early and (self.latest is None or due_at <= self.latest)

    def condition(self) -> Q:
        """Return the condition that `due_at` lies in the range."""
        condition = Q(due_at__gte=self.earliest) if self.earliest else Q()
        return condition & Q(due_at__lte=self.latest) if self.latest else condition


def implied_status(status: str, clock: str) -> str:
    """Return the status that a clock filter implies: clocks run on open complaints, and pause for a question."""
    if status not in {OPEN, ALL} or not clock:
        return status
    return str(Status.AWAITING_CITIZEN) if clock == "paused" else OPEN


def status_condition(status: str) -> Q:
    """Return the condition for open, all, or one status."""
    if status == ALL:
        return Q()
    return Q(status__in=OPEN_STATUSES) if status == OPEN else Q(status=str(Status(status)))


def category_condition(code: str) -> Q:
    """Return the condition that a complaint is of the category with this code."""
    return Q(category_id=Subquery(Category.objects.filter(code=code).order_by().values("pk")[:1]))


def within_office_condition(office: Office) -> Q:
    """Return the condition that an office, or one below it, has the complaint."""
    return Q() if office.kind == OfficeKind.CENTRAL else Q(**{SCOPE_COLUMN[OfficeKind(office.kind)]: office.pk})


def happened_at_condition(place: Office) -> Q:
    """Return the condition that the incident happened at an office's place.

    A station needs no list of offices: an index returns its complaints in the queue's order.
    """
    if place.kind == OfficeKind.STATION:
        return Q(place=place.pk)
    within = Office.objects.filter(path__startswith=place.path).order_by().values("pk")
    return Q() if place.kind == OfficeKind.CENTRAL else Q(place__in=within)


def answered_for_by_condition(office: Office, *, only: bool) -> Q:
    """Return the condition that an office answers for the complaint.

    That is the office whose report the complainant did not accept, else the present one. An objection moves a complaint
    to a higher office, which must not be charged with it.
    """
    if office.kind == OfficeKind.CENTRAL and not only:
        return Q()
    has_it_now = {"office": office.pk} if only else {SCOPE_COLUMN[OfficeKind(office.kind)]: office.pk}
    return charged_with_reopening_condition(office, only=only) | Q(reopened_line=None, **has_it_now)


def charged_with_reopening_condition(office: Office, *, only: bool) -> Q:
    """Return the condition that the complaint was reopened after a report of this office, or of one below it.

    An index of lines finds these complaints for any office (`reopened_by_line`).
    """
    if office.kind == OfficeKind.CENTRAL and not only:
        return Q()
    is_charged = Q(reopened_line__contains=[office.pk])
    return is_charged & Q(reopened_line__5=office.pk) if only else is_charged


def received_between_condition(first: date | None, last: date | None) -> Q:
    """Return the condition that a complaint was received on one of these days, both included."""
    condition = Q(received_at__gte=start_of_day(first)) if first else Q()
    return condition & Q(received_at__lt=start_of_day(last + timedelta(days=1))) if last else condition


def _age_condition(age: str, *, at: datetime) -> Q:
    """Return the condition that a complaint belongs to an age group (complaints.rules.complaint_age_groups)."""
    after, until = complaint_age_groups.receipt_interval_of_age_group(age, at=at)
    condition = Q(received_at__gt=after) if after else Q()
    return condition & Q(received_at__lte=until) if until else condition


def clock_condition(clock: str, *, at: datetime, exists: Callable = Exists) -> Q:
    """Return the condition for a value of `clock`, of complaints whose `due_at` is in the filter's range (DueRange).

    `due_at` of a complaint whose report is owed is the deadline of a running clock, so no clock need be looked up.
    """
    running = RunningClock.objects.promised().filter(complaint=OuterRef("pk"))
    report_is_owed = Q(status__in=sorted(REPORT_CLOCK_STATUSES))
    match clock:
        case "overdue":
            return report_is_owed | Q(exists(running.filter(due_at__lte=at)))
        case "8h" | "day" | "48h":
            return report_is_owed | Q(exists(running.filter(due_at__lte=at + DUE_WITHIN[clock])))
        case "paused":
            return Q(status=str(Status.AWAITING_CITIZEN))
        case "fine":
            pressing = running.filter(due_at__lte=at + DAY)
            later = Q(due_at__gt=at + DAY) | ~report_is_owed & ~Q(exists(pressing))
            return ~Q(status=str(Status.AWAITING_CITIZEN)) & later
    raise ValueError(clock)


def contact_condition(contact: str, *, at: datetime, exists: Callable = Exists) -> Q:
    """Return the condition for a value of `contact`."""
    if contact == IN_TIME:
        return Q(contact=str(ContactState.CONFIRMED), contacted_at__lte=F("contact_due_at"))
    if contact == LATE:
        return Q(contacted_at__gt=F("contact_due_at")) | contact_ran_out_condition(at=at, exists=exists)
    return Q(contact=str(ContactState(contact)))


def contact_ran_out_condition(*, at: datetime, exists: Callable = Exists) -> Q:
    """Return the condition that nobody was reached before this round's contact clock ran out, as the sweep decides it.

    A stopped clock does not run out (three attempts were made, and the cell must call), nor does the clock of a
    complaint that ended before. A first attempt after the deadline is late, even if the complainant could not be
    reached.
    """
    run = ClockRun.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.CONTACT), cycle=OuterRef("cycle"))
    with_deadline = run.annotate(due=F("started_at") + F("budget"))
    ran_out = with_deadline.filter(Q(ended_at=None, due__lte=at) | Q(ended_at__gt=F("due")))
    return Q(contact__in=[str(ContactState.OPEN), str(ContactState.EXCUSED)], contact_due_at__lte=at) & Q(
        exists(ran_out)
    )


def report_condition(report: str, *, at: datetime, exists: Callable = Exists) -> Q:
    """Return the condition for a value of `report`.

    The clock of a returned report runs again: once it is late, the report submitted before does not count.
    """
    running = RunningClock.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.REPORT), due_at__lte=at)
    is_overdue = Q(due_at__lte=at) & Q(exists(running))  # no clock runs out before `due_at`, which needs no lookup
    if report == IN_TIME:
        return Q(reported_at__lte=F("report_due_at")) & ~is_overdue
    if report == GIVEN:
        return Q(reported_at__isnull=False)
    if report == LATE:
        return Q(reported_at__gt=F("report_due_at")) | is_overdue
    raise ValueError(report)
