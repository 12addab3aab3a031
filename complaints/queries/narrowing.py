"""One narrowing of complaints for the queue and the board, so that a figure, its link and its rows agree.

The names of the arguments are those of the desk's URL parameters; an unknown value raises ValueError (the doors check
what comes from a URL, so only a wrong caller meets it).
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual
from django.utils.timezone import make_aware

from accounts.models import Office
from accounts.rules.offices import Kind
from complaints.models import Category, ClockRun, RunningClock
from complaints.models.complaint import SCOPE_COLUMN, ComplaintQuerySet
from complaints.rules import ages
from complaints.rules.clock import Clock
from complaints.rules.facts import Contact
from complaints.rules.statuses import REPORT_OWED, Ending, Status, Verdict

OPEN, ALL = "open", "all"
DAY = timedelta(hours=24)
WITHIN = {"8h": timedelta(hours=8), "day": DAY, "48h": timedelta(hours=48)}
"""What runs out within a time from now."""
CLOCKS = ("overdue", *WITHIN, "paused", "fine")
IN_TIME, LATE, GIVEN = "in_time", "late", "given"
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
"""Words that count against the office that answers for a complaint (`answered_for_by`), not the one that has it."""
Span = tuple[date | None, date | None]


def narrow(
    queryset: ComplaintQuerySet,
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
    received: Span = (None, None),
    holder: int | None = None,
    charged: int | None = None,
    at: datetime,
    exists: Callable = Exists,
    moment: Callable = F,
) -> ComplaintQuerySet:
    """Those of a scoped queryset that answer to everything given; empty is "any".

    `status`: open, all, or one status. `category`: a code. `office`: what it or an office below it has, or with
    `only` what it has itself. `place`: where it happened, at that office or below it, whoever has it now.
    `clock`: overdue, 8h, day or 48h (none late, one due within 8, 24 or 48 h), paused (a question to the
    citizen) or fine (none of these).
    `contact`: how this round's contact stands; in_time (confirmed, by its limit) or late (after it, or not by then:
    `contact_ran_out`).
    `report`: in_time (handed in by its limit), late (after it, or owed by now) or given (one stands).
    `word`: the complainant's; reopened (another round), denied (they objected or appealed), answered (rung up, they
    said whether they are satisfied), satisfied, known (they confirmed, were silent for a week, or denied), or
    accountable (all that the office answers for). With reopened, denied, known and accountable, `office` means the
    office that answers for the complaint (`answered_for_by`).
    `age`: since registration (rules.ages).
    `holder`: the posting that has it. `charged`: the posting that reported on it, or accepted the report, before the
    complainant reopened it.
    `received`: first and last day, both included, by the wall clock of Pakistan.
    What the row says is asked first, and other tables last, those that are asked of the most complaints at the end.
    `exists`, `moment`: how other tables are asked, and when they were received; who goes through complaints one by one
    asks of each (walking.each_exists, EachMoment).
    """
    queryset = _by_status(queryset, implied_status(status, clock))
    if category:
        queryset = of_category(queryset, category)
    if office and word in ANSWERED_FOR:
        queryset = answered_for_by(queryset, office, only=only)
        office = None
    queryset = at_hand(queryset, office=office, only=only, holder=holder)
    if place:
        queryset = happened_at(queryset, place)
    if charged:
        queryset = queryset.filter(Q(reopened_reporter=charged) | Q(reopened_acceptor=charged))
    queryset = due_as_asked(queryset, clock=clock, received=received, at=at)
    for name, value in (("channel", channel), ("outcome", outcome)):
        queryset = queryset.filter(**{name: value}) if value else queryset
    if word:
        queryset = queryset.filter(_WORDS[word])
    if age:
        queryset = _received(queryset, moment, *ages.received(age, at=at))
    queryset = _by_day(queryset, moment, *received)
    if report:
        queryset = _by_report(queryset, report, at=at, exists=exists)
    if contact:
        queryset = _by_contact(queryset, contact, at=at, exists=exists)
    return _by_clock(queryset, clock, at=at, exists=exists) if clock else queryset


def implied_status(status: str, clock: str) -> str:
    """Only of open complaints does a clock run; one is paused while its complainant is asked."""
    if status not in {OPEN, ALL} or not clock:
        return status
    return str(Status.AWAITING_CITIZEN) if clock == "paused" else OPEN


def _by_status(queryset, status: str):
    if status == ALL:
        return queryset
    return queryset.open() if status == OPEN else queryset.filter(status=str(Status(status)))


def of_category(queryset, code: str):
    return queryset.filter(category_id=Subquery(Category.objects.filter(code=code).order_by().values("pk")[:1]))


def at_hand(queryset, *, office: Office | None, only: bool, holder: int | None):
    """Those that an office, or one posting, has."""
    if office:
        queryset = queryset.filter(office=office.pk) if only else queryset.within(office)
    return queryset.held_by(holder) if holder else queryset


def happened_at(queryset, place: Office):
    """Those that happened at an office's place. Of a station an index has them in the queue's order."""
    if place.kind == Kind.STATION:
        return queryset.filter(place=place.pk)
    within = Office.objects.filter(path__startswith=place.path).order_by().values("pk")
    return queryset if place.kind == Kind.CENTRAL else queryset.filter(place__in=within)


def answered_for_by(queryset, office: Office, *, only: bool):
    """Those that an office answers for: the office whose report the complainant did not accept, else the present one.

    An objection moves a complaint to a higher office. That office must not be charged with it.
    """
    if office.kind == Kind.CENTRAL and not only:
        return queryset
    charged = {"reopened_line__5": office.pk} if only else {"reopened_line__contains": [office.pk]}
    present = {"office": office.pk} if only else {SCOPE_COLUMN[Kind(office.kind)]: office.pk}
    return queryset.filter(Q(**charged) | Q(reopened_line=None, **present))


def due_as_asked(
    queryset, *, clock: str, received: Span, at: datetime, written: Callable = Value, back: bool | None = None
):
    """By when those must be due that a clock or a first day asks for: bounds on the order of the queue.

    A complaint's own `due_at` is never later than a clock of theirs that runs, and never before they were received.
    `written`: how the first of the two moments stands in the query. `back`: for who goes through them towards the
    later (False) or the earlier ones (True), without the bound that lies ahead (`is_due_as_asked`).
    """
    if clock == "overdue" and back is not False:
        queryset = queryset.filter(due_at__lte=at)
    if clock in WITHIN and back is not True:
        queryset = queryset.filter(due_at__gt=written(at))
    if clock in WITHIN and back is not False:
        queryset = queryset.filter(due_at__lte=at + WITHIN[clock])
    if received[0] and back is not True:
        queryset = queryset.filter(due_at__gte=written(_midnight(received[0])))
    return queryset


def is_due_as_asked(
    due_at: datetime, *, clock: str = "", received: Span = (None, None), at: datetime, **others
) -> bool:
    """The same of one moment. `others`: what else a narrowing asks, and of no moment."""
    if clock == "overdue":
        in_time = due_at <= at
    elif clock in WITHIN:
        in_time = at < due_at <= at + WITHIN[clock]
    else:
        in_time = True
    return in_time and not (received[0] and due_at < _midnight(received[0]))


def _by_clock(queryset, clock: str, *, at: datetime, exists: Callable):
    match clock:
        case "overdue":
            return queryset.overdue(at=at, exists=exists)
        case "8h" | "day" | "48h":
            return queryset.due_within(WITHIN[clock], at=at, exists=exists)
        case "paused":
            return queryset.filter(status=str(Status.AWAITING_CITIZEN))
        case "fine":
            pressing = RunningClock.objects.promised().filter(complaint=OuterRef("pk"), due_at__lte=at + DAY)
            may_stand = ~Q(status__in=sorted(REPORT_OWED))  # of these the row's deadline is that of a clock that runs
            later = Q(due_at__gt=at + DAY) | may_stand & Q(~exists(pressing))  # in this order: few are looked up
            return queryset.exclude(status=str(Status.AWAITING_CITIZEN)).filter(later)
    raise ValueError(clock)


def _by_contact(queryset, contact: str, *, at: datetime, exists: Callable):
    if contact == IN_TIME:
        return queryset.filter(contact=str(Contact.CONFIRMED), contacted_at__lte=F("contact_due_at"))
    if contact == LATE:
        return queryset.filter(Q(contacted_at__gt=F("contact_due_at")) | contact_ran_out(at=at, exists=exists))
    return queryset.filter(contact=str(Contact(contact)))


def contact_ran_out(*, at: datetime, exists: Callable = Exists) -> Q:
    """Of complaints: nobody was reached while this round's contact clock ran to its end, as the sweep holds it.

    A clock that stands (three tries are made, and the cell owes the call) does not run out, nor one of a complaint that
    ended before. Whoever tried only when it had run out is late, though the complainant could not be reached.
    """
    run = ClockRun.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.CONTACT), cycle=OuterRef("cycle"))
    due = run.annotate(due=F("started_at") + F("budget"))
    ran_out = due.filter(Q(ended_at=None, due__lte=at) | Q(ended_at__gt=F("due")))
    return Q(contact__in=[str(Contact.OPEN), str(Contact.EXCUSED)], contact_due_at__lte=at) & Q(exists(ran_out))


def _by_report(queryset, report: str, *, at: datetime, exists: Callable):
    """A report that was returned runs again: once that clock is late, the one handed in before doesn't count."""
    running = RunningClock.objects.filter(complaint=OuterRef("pk"), clock=str(Clock.REPORT), due_at__lte=at)
    owed = Q(due_at__lte=at) & Q(exists(running))  # in this order: none runs out before the row's deadline
    if report == IN_TIME:
        return queryset.filter(reported_at__lte=F("report_due_at")).exclude(owed)
    if report == GIVEN:
        return queryset.filter(reported_at__isnull=False)
    if report == LATE:
        return queryset.filter(Q(reported_at__gt=F("report_due_at")) | owed)
    raise ValueError(report)


def _received(queryset, moment: Callable, after: datetime | None, until: datetime | None):
    if after:
        queryset = queryset.filter(GreaterThan(moment("received_at"), Value(after)))
    return queryset.filter(LessThanOrEqual(moment("received_at"), Value(until))) if until else queryset


def _by_day(queryset, moment: Callable, first: date | None, last: date | None):
    if first:
        queryset = queryset.filter(GreaterThanOrEqual(moment("received_at"), Value(_midnight(first))))
    if last:
        ends = _midnight(last + timedelta(days=1))
        queryset = queryset.filter(LessThan(moment("received_at"), Value(ends)))
    return queryset


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
