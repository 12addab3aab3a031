"""Read the recorded clocks of recent complaints for a simulation of time limits, a batch at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import batched
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.roles import Role
from complaints.models import ClockRun, Complaint, Custody
from complaints.models.complaint import ComplaintQuerySet
from complaints.models.exclusion import excluded_condition
from complaints.rules.clock import Clock, EscalationSteps, SafeHours
from complaints.rules.time_limits.policy_simulation import PastComplaint, PastRun, runs_until
from web.calendar_days import start_of_day

DAYS = 90
"""Complaints that were received in this many days before `end_of_days` are simulated."""
BATCH = 500
"""Complaints that are in memory at the same time."""

_COLUMNS = (
    *("pk", "district_id", "complainant__time_zone", "complainant__safe_from", "complainant__safe_until"),
    *("complainant__anonymous", "policy__contact_hours", "policy__report_hours"),
    *("policy__reminder_share", "policy__escalation_hours", "policy__escalations"),
)


def current_administrators(at: datetime) -> list[Actor]:
    """Return the administrators as actors. Two statements."""
    postings = Posting.objects.with_people().current(at).filter(role=Role.ADMINISTRATOR).order_by("pk")
    return [Actor.of(posting) for posting in postings]


def end_of_days(asked_at: datetime) -> datetime:
    """Return the moment up to which a simulation counts: the beginning of the week.

    Two simulations of a week then count the same. The difference between two moments could be a single complaint.
    """
    today = localdate(asked_at)
    return start_of_day(today - timedelta(days=today.weekday()))


def complaints_to_simulate(
    category_id: int, administrators: Sequence[Actor], *, at: datetime, until: datetime
) -> ComplaintQuerySet:
    """Return the complaints of a category that were received in the `DAYS` days before `until`.

    Complaints that are hidden from any administrator at the moment `at` are left out, because all administrators see
    the same sums.
    """
    complaints = Complaint.objects.unscoped("administrators see only sums, without what is hidden from any of them")
    since = until - timedelta(days=DAYS)
    # No deadline is before the registration, and the category's index goes on with the deadline.
    recent = complaints.filter(category=category_id, received_at__gte=since, received_at__lt=until, due_at__gte=since)
    for actor in administrators:
        recent = recent.filter(~excluded_condition(actor, at=at))
    return recent


def read_past_complaints(
    complaints: ComplaintQuerySet, *, until: datetime, with_offices: bool
) -> Iterator[list[tuple[int | None, PastComplaint]]]:
    """Yield the complaints as batches of (district, history until then). One statement, and one or two for each batch.

    `with_offices`: also read which kind of office had the complaint when.
    """
    rows = complaints.values_list(*_COLUMNS).iterator(chunk_size=BATCH)
    for batch in batched(rows, BATCH):
        ids = [row[0] for row in batch]
        runs, offices = _runs_of(ids), _offices_of(ids) if with_offices else {}
        yield [
            (row[1], _past_complaint(row, runs_until(runs[row[0]], until), offices.get(row[0], ()))) for row in batch
        ]


def _past_complaint(row: tuple, runs: Sequence[PastRun], offices: Sequence) -> PastComplaint:
    _pk, _district, zone, safe_from, safe_until, anonymous, contact, report, share, every, escalations = row
    return PastComplaint(
        runs=runs,
        zone=ZoneInfo(zone),
        safe=None if safe_from is None else SafeHours(safe_from, safe_until),
        steps=EscalationSteps(share, timedelta(hours=every), escalations),
        anonymous=anonymous,
        has_contact=contact is not None,
        has_report=report is not None,
        offices=offices,
    )


def _runs_of(complaint_ids: Sequence[int]) -> dict[int, list[PastRun]]:
    columns = "complaint_id", "clock", "cycle", "started_at", "ended_at", "budget", "limit", "why"
    order = "complaint_id", "clock", "cycle", "started_at", "pk"
    runs = defaultdict(list)
    rows = ClockRun.objects.promised().filter(complaint__in=complaint_ids).order_by(*order).values_list(*columns)
    for complaint_id, clock, cycle, started_at, ended_at, budget, limit, why in rows:
        run = PastRun(Clock(clock), cycle, started_at, ended_at, started_at + budget, limit, why)
        runs[complaint_id].append(run)
    return runs


def _offices_of(complaint_ids: Sequence[int]) -> dict[int, list[tuple[datetime, str]]]:
    """Return when each complaint came to an office of another kind, in order of time."""
    offices: dict[int, list] = defaultdict(list)
    rows = Custody.objects.filter(complaint__in=complaint_ids).order_by("complaint_id", "started_at", "pk")
    for complaint_id, started_at, kind in rows.values_list("complaint_id", "started_at", "office__kind"):
        if not offices[complaint_id] or offices[complaint_id][-1][1] != kind:
            offices[complaint_id].append((started_at, kind))
    return offices
