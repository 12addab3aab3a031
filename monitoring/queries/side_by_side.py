"""What several offices' complaints of some days add up to: from the tallies, without what is hidden, and with what runs
late at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import Kind
from complaints.models import Complaint, RunningClock
from complaints.models.complaint import SCOPE_COLUMN, ComplaintQuerySet
from complaints.queries.narrowing import narrow
from complaints.rules.clock import Clock
from complaints.rules.guards import Contact
from monitoring.queries.tallies import Read, Sums, Want, read
from monitoring.rules.league import Measure
from monitoring.rules.patterns import Share
from monitoring.rules.tallies import spans

Days = tuple[date, date]
"""A first and a last day, both included."""


@dataclass(frozen=True)
class Sight:
    """What is counted: `seen`, which is everything but what is `hidden`."""

    seen: ComplaintQuerySet
    hidden: ComplaintQuerySet

    @classmethod
    def of(cls, actor: Actor) -> "Sight":
        """Of an officer under a posting, with what the firewall hides from them."""
        return cls(Complaint.objects.visible_to(actor), Complaint.objects.for_system().hidden_from(actor))


def side_by_side(
    sight: Sight, offices: Iterable[Office], days: Days, *, within: Office, at: datetime
) -> dict[int, Sums]:
    """Of each of these offices of one kind, which stand below `within`: what it received on these days. Four
    statements, however many they are."""
    offices = list(offices)
    if not offices:
        return {}
    asked = [Want("period", office.pk, "", spans(*days)) for office in offices]
    hidden = list(sight.hidden.within(within).values_list("pk", flat=True))
    found: Read = read(asked, hidden=hidden)
    late = late_by(sight.seen.within(within), SCOPE_COLUMN[Kind(offices[0].kind)], days, at=at)
    return {office.pk: add(found.one("period", office.pk), late.get(office.pk, Sums())) for office in offices}


def late_by(seen: ComplaintQuerySet, column: str, days: Days, *, at: datetime) -> dict[int, Sums]:
    """What to add to the sums of each value of a column, because a clock has run out that nobody has stopped. Two
    statements."""
    running = RunningClock.objects.filter(complaint=OuterRef("pk"), due_at__lte=at)
    open_ones = narrow(seen, received=days, at=at).values(column)
    unmet = open_ones.filter(contact=str(Contact.OPEN)).exclude(contacted_at__gt=F("contact_due_at"))
    late = Q(contact_ran_out=False, contact_due_at__lte=at) & Q(Exists(running.filter(clock=str(Clock.CONTACT))))
    early = Q(contact_ran_out=True, contact_due_at__gt=at)  # it was late, and has got more time
    contact = unmet.annotate(late=Count("pk", filter=late), early=Count("pk", filter=early)).order_by()
    owed = open_ones.filter(Exists(running.filter(clock=str(Clock.REPORT))), due_at__lte=at)
    stood, told = Q(reported_at__lte=F("report_due_at")), Q(reported_at__gt=F("report_due_at"))
    report = owed.annotate(all=Count("pk"), stood=Count("pk", filter=stood), told=Count("pk", filter=told)).order_by()
    found = {row[column]: Sums(contact_late=row["late"] - row["early"]) for row in contact}
    for row in report:
        more = Sums(report_in_time=-row["stood"], report_late=row["all"] - row["told"])
        found[row[column]] = add(found.get(row[column], Sums()), more)
    return found


def add(one: Sums, other: Sums) -> Sums:
    return Sums(*(a + b for a, b in zip(one, other, strict=True)))


def share(measure: Measure, told: Sums) -> Share:
    """So many of so many, of what was added up."""
    match measure:
        case Measure.REPORTED:
            return Share(told.report_in_time, told.report_in_time + told.report_late)
        case Measure.CONTACTED:
            return Share(told.contact_in_time, told.contact_in_time + told.contact_late)
        case Measure.REOPENED:
            return Share(told.reopened, told.received)
        case Measure.DENIED:
            return Share(told.denied, told.word_known)
