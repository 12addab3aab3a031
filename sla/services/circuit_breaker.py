"""The circuit breaker: of a batch that would flag far more than usual nobody is flagged until a monitor has looked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from complaints.services import required_words
from ledger.exceptions import NotPermitted
from notifications.services import enqueue
from sla.models import Hold, Swept
from sla.queries.holds import open_clocks, ran_out
from sla.rules import breaker_limits
from sla.rules.breaker_limits import Batch, clocks_of
from sla.services import sweep_sql, sweeping
from sla.services.sweeping import Counts

PATH = "/desk/held/"


def sweep(*, at: datetime) -> Counts:
    """The beat's sweep. Of a batch that is held only reminders go out; what is not of it is swept as ever.

    What a monitor decided is carried out. Released: all that is due by now is recorded, each step dated when it was
    due. Discarded: what was due when they decided stays in the history and is held against nobody; what runs out after
    that is swept as ever.
    """
    hold = Hold.objects.filter(done_at=None).first()
    if hold is None or not hold.decision:
        hold = _held(at=at) or hold
    if hold is None:
        return sweeping.sweep(at=at)
    if not hold.decision:
        return sweeping.sweep(at=at, held=clocks_of(hold.batches))
    if hold.decision == Hold.Decision.RELEASED:
        done = sweeping.sweep(at=at)
    else:
        done = sweeping.sweep(at=at, until=hold.decided_at, discarded=clocks_of(hold.batches))
    Hold.objects.filter(pk=hold.pk, done_at=None).update(done_at=at)
    return done


@dataclass(frozen=True)
class SweepFindings:
    """One batch that is too much to be true. `usual` None: nobody knows."""

    batch: Batch
    due: int
    usual: float | None
    open_now: int


@transaction.atomic
def _held(*, at: datetime) -> Hold | None:
    """What stands, with whatever is too much to be true by now, or a new hold; None where nothing is too much.

    The monitors are told in the same transaction. Two sweeps may find it out at once: one of them writes it down.
    """
    found = list(_abnormal(at=at))
    if not found:
        return None
    batches, usual = {str(one.batch) for one in found}, [one.usual for one in found]
    known = {"due": sum(one.due for one in found), "open_now": sum(one.open_now for one in found)}
    new = Hold(opened_at=at, batches=sorted(batches), usual=None if None in usual else sum(usual), **known)
    Hold.objects.bulk_create([new], ignore_conflicts=True)
    hold = Hold.objects.select_for_update().get(done_at=None)
    if not hold.decision and not batches <= {*hold.batches}:
        hold.batches = sorted({*hold.batches, *batches})
        hold.save(update_fields=["batches"])
    for posting in Posting.objects.current(at).filter(role=Role.MONITOR, office__kind=OfficeKind.CENTRAL):
        context = {"count": hold.due, "path": PATH}
        key = f"sweep_held:{hold.pk}:{posting.pk}"
        enqueue(recipient=f"posting:{posting.pk}", template="sweep_held", context=context, at=at, dedupe_key=key)
    return hold


def _abnormal(*, at: datetime) -> Iterator[SweepFindings]:
    limits = breaker_limits.Limits(*settings.SWEEP_LIMITS)
    for batch, due in ran_out(at=at).items():
        if due > limits.floor:
            found = SweepFindings(batch, due, _usual(batch, at=at), open_clocks(breaker_limits.CLOCKS[batch]))
            if breaker_limits.is_abnormal(due, usual=found.usual, open_now=found.open_now, limits=limits):
                yield found


def _usual(batch: Batch, *, at: datetime) -> float | None:
    """What of a batch usually runs out in this hour of the day; None while nobody knows."""
    first = Swept.objects.order_by("at").values_list("at", flat=True).first()
    if first is None:
        return None
    days = min((at - first) // breaker_limits.DAY, breaker_limits.DAYS)
    with connection.cursor() as cursor:
        hour = at.replace(minute=0, second=0, microsecond=0)
        cursor.execute(sweep_sql.SAME_HOUR, {"hour": hour, "days": days, "batch": batch})
        return breaker_limits.usual([int(count) for (count,) in cursor.fetchall()])


@transaction.atomic
def decide(*, decision: Hold.Decision, reason: str, by: Actor, at: datetime) -> Hold:
    """Release or discard what is held; the next sweep carries it out.

    Raises NotPermitted for anybody but a monitor of the Central Police Office, or where nothing waits for a decision;
    Refused without a reason.
    """
    if not may_decide(by):
        raise NotPermitted("decide on a held sweep")
    hold = Hold.objects.select_for_update().filter(done_at=None, decision="").first()
    if hold is None:
        raise NotPermitted("nothing is held")
    reason = required_words.required(reason)
    hold.decision, hold.reason, hold.decided_at, hold.posting_id = decision, reason, at, by.posting_id
    hold.save(update_fields=["decision", "reason", "decided_at", "posting"])
    return hold


def may_decide(actor: Actor) -> bool:
    """A monitor at the Central Police Office: nobody whose own line the delays stand in."""
    return actor.role == Role.MONITOR and actor.office_kind == OfficeKind.CENTRAL
