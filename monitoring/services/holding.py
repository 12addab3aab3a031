"""The circuit breaker: a sweep that would flag far more than usual flags nobody until a monitor has looked at it."""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.offices import Kind
from accounts.rules.roles import Role
from complaints.rules import text
from complaints.rules.refusals import Refusal
from complaints.services.refusals import NotPermitted, Refused
from monitoring.models import Hold, Swept
from monitoring.queries.holds import open_clocks, ran_out
from monitoring.rules import breaker
from monitoring.services import statements, sweeping
from monitoring.services.sweeping import Counts, Way
from notifications.services import enqueue

PATH = "/desk/held/"


def sweep(*, at: datetime) -> Counts:
    """The beat's sweep. While a batch is held, reminders go out; what a monitor decided is carried out.

    Released: all that is due by now is recorded, each step dated when it was due. Discarded: what was due when they
    decided stays in the history and is held against nobody; what runs out after that is swept as ever.
    """
    hold = Hold.objects.filter(done_at=None).first() or _held(at=at)
    if hold is None:
        return sweeping.sweep(at=at)
    if not hold.decision:
        return sweeping.sweep(at=at, way=Way.REMIND)
    if hold.decision == Hold.Decision.RELEASED:
        done = sweeping.sweep(at=at)
    else:
        done = sweeping.sweep(at=hold.decided_at, way=Way.SET_ASIDE)
    Hold.objects.filter(pk=hold.pk, done_at=None).update(done_at=at)
    return done


@transaction.atomic
def _held(*, at: datetime) -> Hold | None:
    """A new hold, if what has run out is too much to be true; the monitors are told in the same transaction.

    Two sweeps may find it out at once: one of them writes it down.
    """
    due, limits = ran_out(at=at), breaker.Limits(*settings.SWEEP_LIMITS)
    if due <= limits.floor:
        return None
    usual, open_now = _usual(at=at), open_clocks()
    if not breaker.is_abnormal(due, usual=usual, open_now=open_now, limits=limits):
        return None
    found = Hold(opened_at=at, due=due, usual=usual, open_now=open_now)
    Hold.objects.bulk_create([found], ignore_conflicts=True)
    hold = Hold.objects.get(done_at=None)
    for posting in Posting.objects.current(at).filter(role=Role.MONITOR, office__kind=Kind.CENTRAL):
        context = {"count": due, "path": PATH}
        key = f"sweep_held:{hold.pk}:{posting.pk}"
        enqueue(recipient=f"posting:{posting.pk}", template="sweep_held", context=context, at=at, dedupe_key=key)
    return hold


def _usual(*, at: datetime) -> float | None:
    """What usually runs out in this hour of the day; None while nobody knows."""
    first = Swept.objects.order_by("at").values_list("at", flat=True).first()
    if first is None:
        return None
    days = min((at - first) // breaker.DAY, breaker.DAYS)
    with connection.cursor() as cursor:
        hour = at.replace(minute=0, second=0, microsecond=0)
        cursor.execute(statements.SAME_HOUR, {"hour": hour, "days": days})
        return breaker.usual([int(count) for (count,) in cursor.fetchall()])


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
    reason = text.clean(reason)
    if not reason:
        raise Refused(Refusal.WORDS_MISSING)
    if len(reason) > text.LONGEST:
        raise Refused(Refusal.WORDS_TOO_LONG)
    hold.decision, hold.reason, hold.decided_at, hold.posting_id = decision, reason, at, by.posting_id
    hold.save(update_fields=["decision", "reason", "decided_at", "posting"])
    return hold


def may_decide(actor: Actor) -> bool:
    """A monitor at the Central Police Office: nobody whose own line the delays stand in."""
    return actor.role == Role.MONITOR and actor.office_kind == Kind.CENTRAL
