"""The circuit breaker: hold a batch that would record far more breaches than usual until a monitor decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.services import required_text
from ledger.service_exceptions import NotPermitted
from notifications.services import enqueue
from sla.models import Hold, Swept
from sla.queries.held_sweeps import count_expired_clocks, count_running_clocks
from sla.rules import breaker_limits
from sla.rules.breaker_limits import Batch, clocks_of_batches
from sla.services import sweep_sql, sweeping
from sla.services.sweeping import SweepCounts

HOLD_PATH = "/desk/held/"


def sweep_except_held_batches(*, at: datetime) -> SweepCounts:
    """Run the scheduled sweep. For a held batch only reminders are sent; other clocks are swept as usual.

    If a monitor has decided, apply the decision. Released: all steps that are due are recorded, each dated when it was
    due. Discarded: breaches that were due at the decision are written to the history and count against nobody; later
    ones are swept as usual.
    """
    hold = Hold.objects.filter(done_at=None).first()
    if hold is None or not hold.decision:
        hold = _hold_abnormal_batches(at=at) or hold
    if hold is None:
        return sweeping.sweep(at=at)
    if not hold.decision:
        return sweeping.sweep(at=at, held=clocks_of_batches(hold.batches))
    if hold.decision == Hold.Decision.RELEASED:
        counts = sweeping.sweep(at=at)
    else:
        counts = sweeping.sweep(at=at, until=hold.decided_at, discarded=clocks_of_batches(hold.batches))
    Hold.objects.filter(pk=hold.pk, done_at=None).update(done_at=at)
    return counts


@dataclass(frozen=True)
class AbnormalBatch:
    """One batch with abnormally many expired clocks. `usual`: None if the usual number is unknown."""

    batch: Batch
    due: int
    usual: float | None
    open_now: int


@transaction.atomic
def _hold_abnormal_batches(*, at: datetime) -> Hold | None:
    """Create a hold for the abnormal batches, or add them to the current one. Return None if no batch is abnormal.

    Monitors are notified in the same transaction. If two sweeps find the same batch, one of them creates the hold.
    """
    findings = list(_find_abnormal_batches(at=at))
    if not findings:
        return None
    batches, usual = {str(finding.batch) for finding in findings}, [finding.usual for finding in findings]
    new = Hold(
        opened_at=at,
        batches=sorted(batches),
        due=sum(finding.due for finding in findings),
        usual=None if None in usual else sum(usual),
        open_now=sum(finding.open_now for finding in findings),
    )
    Hold.objects.bulk_create([new], ignore_conflicts=True)
    hold = Hold.objects.select_for_update().get(done_at=None)
    if not hold.decision and not batches <= {*hold.batches}:
        hold.batches = sorted({*hold.batches, *batches})
        hold.save(update_fields=["batches"])
    for posting in Posting.objects.current(at).filter(role=Role.MONITOR, office__kind=OfficeKind.CENTRAL):
        context = {"count": hold.due, "path": HOLD_PATH}
        key = f"sweep_held:{hold.pk}:{posting.pk}"
        enqueue(recipient=f"posting:{posting.pk}", template="sweep_held", context=context, at=at, dedupe_key=key)
    return hold


def _find_abnormal_batches(*, at: datetime) -> Iterator[AbnormalBatch]:
    limits = breaker_limits.BreakerLimits(*settings.SWEEP_LIMITS)
    for batch, due in count_expired_clocks(at=at).items():
        if due > limits.floor:
            finding = AbnormalBatch(
                batch,
                due,
                _usual_expiries_at_this_hour(batch, at=at),
                count_running_clocks(breaker_limits.CLOCKS_OF_BATCH[batch]),
            )
            if breaker_limits.is_abnormally_many(due, usual=finding.usual, open_now=finding.open_now, limits=limits):
                yield finding


def _usual_expiries_at_this_hour(batch: Batch, *, at: datetime) -> float | None:
    """Return how many clocks of a batch usually expire in this hour of the day, or None if that is unknown."""
    first = Swept.objects.order_by("at").values_list("at", flat=True).first()
    if first is None:
        return None
    days = min((at - first) // breaker_limits.DAY, breaker_limits.USUAL_DAYS)
    with connection.cursor() as cursor:
        hour = at.replace(minute=0, second=0, microsecond=0)
        cursor.execute(sweep_sql.BREACHES_OF_SAME_HOUR, {"hour": hour, "days": days, "batch": batch})
        return breaker_limits.usual_number_of_expiries([int(count) for (count,) in cursor.fetchall()])


@transaction.atomic
def decide_hold(*, decision: Hold.Decision, reason: str, by: Actor, at: datetime) -> Hold:
    """Release or discard the held sweep. The next sweep applies the decision.

    Raises NotPermitted unless the actor is a monitor of the Central Police Office and a hold waits for a decision;
    Refused without a reason.
    """
    if not may_decide_holds(by):
        raise NotPermitted("decide on a held sweep")
    hold = Hold.objects.select_for_update().filter(done_at=None, decision="").first()
    if hold is None:
        raise NotPermitted("nothing is held")
    reason = required_text.require_text(reason)
    hold.decision, hold.reason, hold.decided_at, hold.posting_id = decision, reason, at, by.posting_id
    hold.save(update_fields=["decision", "reason", "decided_at", "posting"])
    return hold


def may_decide_holds(actor: Actor) -> bool:
    """Return whether the actor is a monitor at the Central Police Office, so not responsible for any of the delays."""
    return actor.role == Role.MONITOR and actor.office_kind == OfficeKind.CENTRAL
