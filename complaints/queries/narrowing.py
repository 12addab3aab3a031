"""One narrowing of complaints for the queue and the board, so that a figure, its link and its rows agree.

The names of the arguments are those of the desk's URL parameters; an unknown value raises ValueError (the doors check
what comes from a URL, so only a wrong caller meets it).
"""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.timezone import make_aware

from accounts.models import Office
from complaints.models import Category, RunningClock
from complaints.models.complaint import ComplaintQuerySet
from complaints.rules.clock import Clock
from complaints.rules.guards import Contact
from complaints.rules.statuses import Status

OPEN, ALL = "open", "all"
DAY = timedelta(hours=24)
CLOCKS = ("overdue", "day", "paused", "fine")
IN_TIME, LATE = "in_time", "late"
Span = tuple[date | None, date | None]


def narrow(
    queryset: ComplaintQuerySet,
    *,
    status: str = OPEN,
    category: str = "",
    office: Office | None = None,
    only: bool = False,
    clock: str = "",
    contact: str = "",
    report: str = "",
    received: Span = (None, None),
    holder: int | None = None,
    at: datetime,
) -> ComplaintQuerySet:
    """Those of a scoped queryset that answer to everything given; empty is "any".

    `status`: open, all, or one status. `category`: a code. `office`: what it or an office below it has, or with
    `only` what it has itself.
    `clock`: overdue, day (none late, one due within 24 h), paused (a question to the citizen) or fine (none of these).
    `contact`: how this round's contact stands; in_time (confirmed, by its limit) or late (after it, or not yet).
    `report`: in_time (handed in by its limit) or late (after it, or owed by now).
    `holder`: the posting that has it.
    `received`: first and last day, both included, by the wall clock of Pakistan.
    """
    queryset = _by_status(queryset, status)
    if category:
        queryset = queryset.filter(category_id=Subquery(Category.objects.filter(code=category).values("pk")[:1]))
    if office:
        queryset = queryset.filter(office=office.pk) if only else queryset.within(office)
    if holder:
        queryset = queryset.held_by(holder)
    if clock:
        queryset = _by_clock(queryset, clock, at=at)
    if contact:
        queryset = _by_contact(queryset, contact, at=at)
    if report:
        queryset = _by_report(queryset, report, at=at)
    return _by_day(queryset, *received)


def _by_status(queryset, status: str):
    if status == ALL:
        return queryset
    return queryset.open() if status == OPEN else queryset.filter(status=str(Status(status)))


def _by_clock(queryset, clock: str, *, at: datetime):
    """The complaint's own `due_at` is never later than a running clock's: as a bound it lets the index do the work."""
    match clock:
        case "overdue":
            return queryset.filter(due_at__lte=at).overdue(at=at)
        case "day":
            return queryset.filter(due_at__lte=at + DAY).due_within(DAY, at=at)
        case "paused":
            return queryset.filter(status=str(Status.AWAITING_CITIZEN))
        case "fine":
            pressing = RunningClock.objects.filter(complaint=OuterRef("pk"), due_at__lte=at + DAY)
            return queryset.open().exclude(status=str(Status.AWAITING_CITIZEN)).exclude(Exists(pressing))
    raise ValueError(clock)


def _by_contact(queryset, contact: str, *, at: datetime):
    if contact == IN_TIME:
        return queryset.filter(contact=str(Contact.CONFIRMED), contacted_at__lte=F("contact_due_at"))
    if contact == LATE:
        said_late = Q(contacted_at__gt=F("contact_due_at"))
        return queryset.filter(said_late | Q(contact=str(Contact.OPEN), contact_due_at__lte=at))
    return queryset.filter(contact=str(Contact(contact)))


def _by_report(queryset, report: str, *, at: datetime):
    """A report that was returned runs again: once that clock is late, the one handed in before doesn't count."""
    owed = Exists(RunningClock.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.REPORT), due_at__lte=at))
    if report == IN_TIME:
        return queryset.filter(reported_at__lte=F("report_due_at")).exclude(owed)
    if report == LATE:
        return queryset.filter(Q(reported_at__gt=F("report_due_at")) | owed)
    raise ValueError(report)


def _by_day(queryset, first: date | None, last: date | None):
    if first:
        queryset = queryset.filter(received_at__gte=_midnight(first))
    if last:
        queryset = queryset.filter(received_at__lt=_midnight(last + timedelta(days=1)))
    return queryset


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
