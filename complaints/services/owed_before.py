"""The clocks of what was owed before the portal had a clock for it: once, after the upgrade."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from complaints.models import Complaint, ContactClaim, Order, Pressure
from complaints.rules.clock import Clock
from complaints.rules.referral import REFERRED
from complaints.rules.statuses import Status
from complaints.services import clocks, owed
from complaints.services.moves import lock


def begin_what_waits(*, at: datetime) -> Iterator[int]:
    """Let every clock run that ought to; the complaints that were looked at for one. Harmless to repeat.

    An order and a report of pressure run from their own moment to the date that was told; the others from `at` on, for
    nobody is late by a clock that did not run. A transaction each.
    """
    for pk in _waiting():
        with transaction.atomic():
            _, complaint = lock(pk)
            _begin(complaint, at=at)
        yield pk


def _waiting() -> list[int]:
    """The complaints of which anything may be owed beside the promised clocks; `_begin` says of each what is."""
    everything = Complaint.objects.for_system()
    reported = Q(status=Status.REPORTED)
    urgent = Q(pk__in=everything.open().filter(policy__urgent_hours__isnull=False).values("pk"))
    tasks = (Order.objects.waiting(), ContactClaim.objects.filter(answered_at=None), _unsettled())
    asked = Q(*(("pk__in", task.values("complaint")) for task in tasks), _connector=Q.OR)
    referred = Q(pk__in=everything.open().filter(category__code__in=REFERRED).values("pk"))
    return list(everything.filter(reported | urgent | referred | asked).order_by("pk").values_list("pk", flat=True))


def _begin(complaint: Complaint, *, at: datetime) -> None:
    for report in _unsettled().filter(complaint=complaint).order_by("due_at")[:1]:
        owed.begin(complaint, Clock.PRESSURE, at=report.reported_at, due_at=report.due_at)
    if not complaint.is_open:
        return
    for order in Order.objects.waiting().filter(complaint=complaint)[:1]:
        owed.begin(complaint, Clock.ORDER, at=order.given_at, due_at=order.due_at)
    owed.begin_urgent(complaint, at=at)
    owed.begin_referral(complaint, at=at)
    if complaint.awaits_verification:
        owed.begin(complaint, Clock.VERIFY, at=at)
        clocks.settle_due(complaint)
        complaint.save(update_fields=["due_at"])
    claimed = ContactClaim.objects.filter(complaint=complaint, answered_at=None).exists()
    if claimed and complaint.complainant.phone_index:
        owed.begin_call(complaint, Clock.CALL, at=at)


def _unsettled():
    return Pressure.objects.filter(settled_at=None)
