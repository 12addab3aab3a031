"""Simulate requested time limits on the complaints of the last 90 days (the SLA lab), and turn them into a request.

A small simulation runs at once. A large one is left to a worker, which writes its progress; a worker that was killed is
replaced by the next one (`run_waiting_simulations`).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.models import Category, Policy, PolicyChange, PolicySimulation
from complaints.queries import past_complaint_clocks
from complaints.rules.clock import is_urgent_category
from complaints.rules.time_limits.policy_simulation import Limits, count_unknown, simulate_complaint
from complaints.rules.time_limits.simulation_sums import SimulationSums
from complaints.services.administration.policy_limit_changes import (
    LIMIT_FIELDS,
    request_policy_limits,
    require_usable_limits,
)

AT_ONCE = 500
"""Up to this many complaints, the simulation runs while the administrator waits: about half a second."""
ABANDONED_AFTER = timedelta(minutes=2)
"""A worker that has written no progress for this long was killed."""
MOST_ATTEMPTS = 3
"""How many workers try a simulation. Each is stopped after CELERY_TASK_TIME_LIMIT, and the next begins anew."""
KEPT_WITHOUT_REQUEST = timedelta(days=30)


def start_simulation(
    *, category: Category, by: Actor, at: datetime, starts_at: datetime | None = None, **limits
) -> PolicySimulation:
    """Start a simulation of these limits (`LIMIT_FIELDS`) and return it; finished if there are few complaints.

    Raises StaffChangeRefused if the limits cannot be requested.
    """
    require_usable_limits(category=category, at=at, starts_at=starts_at, **limits)
    old = PolicySimulation.objects.filter(change=None, asked_at__lt=at - KEPT_WITHOUT_REQUEST)
    old.delete()
    return _start(category=category, starts_at=starts_at, asked_by_id=by.officer_id, asked_at=at, **limits)


def repeat_simulation(simulation: PolicySimulation, *, by: Actor, at: datetime) -> PolicySimulation:
    """Start the same simulation on the complaints that would be counted now."""
    limits = {name: getattr(simulation, name) for name in ("category", "starts_at", "change", *LIMIT_FIELDS)}
    return _start(asked_by_id=by.officer_id, asked_at=at, **limits)


@transaction.atomic
def request_simulated_limits(simulation: PolicySimulation, *, by: Actor, at: datetime) -> PolicyChange:
    """Request the simulated limits from a second administrator.

    Raises StaffChangeRefused if the simulation has not finished, is somebody else's, or was requested before, or if the
    limits cannot be requested any more.
    """
    simulation = PolicySimulation.objects.select_for_update().get(pk=simulation.pk)
    if simulation.finished_at is None:
        raise StaffChangeRefused(_("The simulation has not finished yet."))
    if simulation.change_id is not None:
        raise StaffChangeRefused(_("These limits have already been requested."))
    if simulation.asked_by_id != by.officer_id:
        raise StaffChangeRefused(_("Only the administrator who entered these limits can request them."))
    limits = {name: getattr(simulation, name) for name in ("category", "starts_at", *LIMIT_FIELDS)}
    simulation.change = request_policy_limits(by=by, at=at, **limits)
    simulation.save(update_fields=["change"])
    return simulation.change


def run_waiting_simulations() -> int:
    """Run the simulations that no worker is at. Return their number. Safe to run in several workers."""
    count = 0
    while (simulation := _claim_waiting(at=now())) is not None:
        _run(simulation)
        count += 1
    return count


def _start(**values) -> PolicySimulation:
    """Create the simulation, and run it at once if it is small."""
    at = values["asked_at"]
    administrators = past_complaint_clocks.current_administrators(at)
    readers = [actor.officer_id for actor in administrators]
    until = past_complaint_clocks.end_of_days(at)
    complaints = past_complaint_clocks.complaints_to_simulate(values["category"].pk, administrators, at=at, until=until)
    is_small = complaints.order_by()[: AT_ONCE + 1].count() <= AT_ONCE
    claimed_at = at if is_small else None
    simulation = PolicySimulation.objects.create(readers=readers, claimed_at=claimed_at, **values)
    if is_small:
        _run(simulation)
    return simulation


@transaction.atomic
def _claim_waiting(*, at: datetime) -> PolicySimulation | None:
    """Return the next simulation for this worker. One that no attempt has finished is given up (`did_not_finish`)."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - ABANDONED_AFTER)
    waiting = PolicySimulation.objects.filter(free, finished_at=None).order_by("asked_at")
    waiting.filter(attempts__gte=MOST_ATTEMPTS).update(finished_at=at)
    simulation = waiting.select_for_update(skip_locked=True).first()
    if simulation is not None:
        simulation.claimed_at = at
        simulation.attempts += 1
        simulation.save(update_fields=["claimed_at", "attempts"])
    return simulation


def _run(simulation: PolicySimulation) -> None:
    """Simulate the complaints a batch at a time, and store the sums.

    The administrators are those of now, so that nothing is counted that is hidden from somebody appointed meanwhile.
    """
    at, until = simulation.asked_at, past_complaint_clocks.end_of_days(simulation.asked_at)
    administrators = past_complaint_clocks.current_administrators(max(at, simulation.claimed_at))
    complaints = past_complaint_clocks.complaints_to_simulate(
        simulation.category_id, administrators, at=at, until=until
    )
    progress = PolicySimulation.objects.filter(pk=simulation.pk)
    progress.update(total=complaints.count(), checked=0, readers=[actor.officer_id for actor in administrators])
    limits, sums, checked = _limits_of(simulation), SimulationSums(), 0
    with_offices = limits.hours is not None and bool(limits.hours.by_office_kind)
    for batch in past_complaint_clocks.read_past_complaints(complaints, until=until, with_offices=with_offices):
        for district, complaint in batch:
            deadlines = simulate_complaint(complaint, limits, at=until)
            sums.add_complaint(district, deadlines, unknown=count_unknown(complaint, limits))
        checked += len(batch)
        progress.update(checked=checked, claimed_at=now())
    progress.update(result=sums.as_record(), finished_at=now(), checked=checked, total=checked)
    simulation.refresh_from_db()


def _limits_of(simulation: PolicySimulation) -> Limits:
    """Return the limits of a simulation, by way of the policy that would be created."""
    last = Policy.objects.filter(category=simulation.category_id).order_by("-version").first()
    urgent_act = last.urgent_act if last else ""
    values = {name: getattr(simulation, name) for name in LIMIT_FIELDS}
    policy = Policy(category_id=simulation.category_id, urgent_act=urgent_act, **values)
    return Limits(
        contact=policy.contact_limit,
        report=policy.report_limit,
        decision=policy.decision_limit,
        pause_share=policy.pause_share,
        steps=policy.steps,
        urgent=is_urgent_category(policy.contact_limit, bool(urgent_act)),
        hours=None if policy.calendar_id is None else policy.calendar_hours,
    )
