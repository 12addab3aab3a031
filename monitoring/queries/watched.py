"""What a board adds up: from the tallies, less what its reader may not see, and what runs late at this moment.

Below a district, and of a unit, the rows of the period are counted (monitoring.rules.tallies.Grain).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import Kind
from complaints.models import Complaint, RunningClock
from complaints.models.complaint import ComplaintQuerySet
from complaints.queries.narrowing import ALL, narrow
from complaints.rules.clock import Clock
from complaints.rules.guards import Contact
from monitoring.queries.tallies import FACETS_OF_A_TIME, OF_A_TIME, Read, Rows, Sums, Want, read
from monitoring.rules.tallies import ALWAYS, FACETS, PROVINCE, Grain, Span, days, spans

LARGE = frozenset({Kind.CENTRAL, Kind.REGION, Kind.DISTRICT})
WEEKS = 13
EVER, OWN = [Span(Grain.EVER, ALWAYS, ALWAYS)], [Span(Grain.OWN, ALWAYS, ALWAYS)]


@dataclass(frozen=True)
class Watch:
    """Who looks, at which office and all below it, and at what was received from one day to another."""

    actor: Actor
    office: Office
    first: date
    last: date
    at: datetime

    @property
    def is_own(self) -> bool:
        return self.office.pk == self.actor.office_id

    @property
    def scope(self) -> int:
        return PROVINCE if self.office.kind == Kind.CENTRAL else self.office.pk

    def seen(self) -> ComplaintQuerySet:
        """What the reader may see there; with their own office, what they cover elsewhere."""
        visible = Complaint.objects.visible_to(self.actor)
        return visible if self.is_own else visible.within(self.office)


def weeks(watch: Watch) -> list[tuple[date, date]]:
    """First and last day of thirteen weeks up to the last day; of a unit none: no tally holds them."""
    if watch.office.kind == Kind.UNIT:
        return []
    ends = [watch.last - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return [(end - timedelta(days=6), end) for end in ends]


def sums(watch: Watch, below: Iterable[Office], above: Iterable[Office]) -> Read:
    """ "period", "now" and each week (by its first day) of the office; "now" of each office `below`; "own" of those
    `above`. One statement."""
    scope, is_unit = watch.scope, watch.office.kind == Kind.UNIT
    asked = [Want("period", scope, facet, spans(watch.first, watch.last)) for facet in FACETS]
    asked.append(Want("now", scope, "status", OWN if is_unit else EVER))
    asked += [Want(first.isoformat(), scope, "", days(first, last)) for first, last in weeks(watch)]
    asked += [Want("now", office.pk, "status", EVER) for office in below]
    asked += [Want("own", office.pk, "status", OWN) for office in above]
    hidden = Complaint.objects.for_system().hidden_from(watch.actor).within(watch.office)
    return read(asked, hidden=hidden, rows=_rows(watch))


def _rows(watch: Watch) -> list[Rows]:
    """What no tally holds of a small office, and what is held for somebody on leave outside of it."""
    rows, within = [], Complaint.objects.visible_to(watch.actor).within(watch.office)
    if watch.office.kind not in LARGE:
        part = OF_A_TIME if watch.office.kind == Kind.UNIT else FACETS_OF_A_TIME
        rows.append(
            Rows(watch.scope, narrow(within, status=ALL, received=(watch.first, watch.last), at=watch.at), part)
        )
    if watch.is_own and watch.actor.covers:
        rows.append(Rows(watch.scope, elsewhere(watch)))
    return rows


def elsewhere(watch: Watch) -> ComplaintQuerySet:
    """What the reader has for somebody on leave, and is not within their office."""
    visible = Complaint.objects.visible_to(watch.actor)
    held = visible.filter(holder__in=watch.actor.covers)
    return held.exclude(pk__in=visible.within(watch.office).values("pk"))


def held_elsewhere(watch: Watch) -> dict[int, dict[str, int]]:
    """The same by office and status. A statement only for who has somebody's place."""
    found: dict[int, dict[str, int]] = {}
    if watch.is_own and watch.actor.covers:
        counted = elsewhere(watch).values_list("office", "status").annotate(number=Count("pk")).order_by()
        for office, status, number in counted:
            found.setdefault(office, {})[status] = number
    return found


def running_late(watch: Watch) -> Sums:
    """What to add to the sums of the period, because a clock has run out that nobody has stopped. Two statements."""
    running = RunningClock.objects.filter(complaint=OuterRef("pk"), due_at__lte=watch.at)
    open_ones = narrow(watch.seen(), received=(watch.first, watch.last), at=watch.at)
    unmet = open_ones.filter(contact=str(Contact.OPEN)).exclude(contacted_at__gt=F("contact_due_at"))
    late = Q(contact_ran_out=False, contact_due_at__lte=watch.at) & Q(Exists(running.filter(clock=str(Clock.CONTACT))))
    early = Q(contact_ran_out=True, contact_due_at__gt=watch.at)  # it was late, and has got more time
    contact = unmet.aggregate(late=Count("pk", filter=late), early=Count("pk", filter=early))
    owed = open_ones.filter(Exists(running.filter(clock=str(Clock.REPORT))), due_at__lte=watch.at)
    stands, was_late = Q(reported_at__lte=F("report_due_at")), Q(reported_at__gt=F("report_due_at"))
    report = owed.aggregate(all=Count("pk"), stood=Count("pk", filter=stands), told=Count("pk", filter=was_late))
    return Sums(
        contact_late=contact["late"] - contact["early"],
        report_in_time=-report["stood"],
        report_late=report["all"] - report["told"],
    )


def added(one: Sums, other: Sums) -> Sums:
    return Sums(*(a + b for a, b in zip(one, other, strict=True)))


def received_by(values: Mapping[str, Sums]) -> dict[str, int]:
    return {value: told.received for value, told in values.items()}
