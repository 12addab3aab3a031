"""Whom the complaint cell has to ring, why and by when; and the diary of what came of its calls."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.queries.former_names import named_then
from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Call, Complaint, ContactClaim, ContactSample, Event, Pressure
from complaints.queries.complaint_cells import no_cell_below
from complaints.queries.connections import of_holders
from complaints.rules.calls.calling import (
    CALLS_APART,
    DUE_WITHIN,
    FAILED,
    SPOT_CHECKED_WITHIN,
    Purpose,
    Result,
    next_ringing,
)
from complaints.rules.clock import SafeHours
from complaints.rules.facts import Contact
from complaints.rules.statuses import Outcome, Status
from complaints.rules.thresholds import ANSWER_EXPECTED_WITHIN, TRIES_BEFORE_EXCUSE, WITHDRAWAL_WAITS
from complaints.workflow.table import NEWS

SHOWN = 100
EXPIRED_SHOWN = timedelta(days=30)
CENTRAL_ONLY = frozenset({Purpose.WITHDRAWAL, Purpose.SAMPLE})
"""Past the district: who wishes to withdraw, and whom chance has drawn."""
STANDS = "about_police", "confidential", "contact", "contact_due_at"
READ = {
    "category_en": F("category__name_en"),
    "category_ur": F("category__name_ur"),
    "language": F("complainant__language"),
    "zone": F("complainant__time_zone"),
    "safe_from": F("complainant__safe_from"),
    "safe_until": F("complainant__safe_until"),
    "neutral": F("complainant__neutral"),
    "woman_officer": F("complainant__woman_officer"),
    "under_18": F("complainant__under_18"),
}


@dataclass(frozen=True)
class Waiting:
    """One call to make. `since`: from when it could be made; `due_at`: when it should have been; `ring_at`: when next
    they may be rung, by their hours, by when they asked to be called back, and two hours after a call that failed."""

    row: dict
    purpose: Purpose
    since: datetime
    ring_at: datetime
    failed: int

    @property
    def due_at(self) -> datetime:
        due, contact = self.since + DUE_WITHIN[self.purpose], self.row["contact_due_at"]
        is_contact = self.purpose is Purpose.CONNECT and self.row["contact"] == Contact.OPEN
        return min(due, contact) if is_contact and contact else due


def call_list(actor: Actor, *, at: datetime) -> list[Waiting]:
    """Whom this operator's cell has to ring, the nearest deadline first. Eight statements at most."""
    found = [(purpose, row) for purpose in Purpose for row in _waiting(actor, purpose, at=at)[:SHOWN]]
    past = _past({row["id"] for _, row in found})
    made = [_one(purpose, row, past.get((row["id"], str(purpose)), []), at=at) for purpose, row in found]
    return sorted(made, key=lambda one: (one.due_at, list(Purpose).index(one.purpose), one.row["id"]))


def checks_expired(*, at: datetime) -> int:
    """How many spot checks of the last thirty days were not made in time: nobody rings about them any more."""
    too_old = at - SPOT_CHECKED_WITHIN
    return ContactSample.objects.filter(call=None, drawn_at__lte=too_old, drawn_at__gt=too_old - EXPIRED_SHOWN).count()


def waiting_for(actor: Actor, complaint_id: int, purpose: Purpose, *, at: datetime) -> Waiting | None:
    """That one call, if it is this cell's to make now. Two statements."""
    row = _waiting(actor, purpose, at=at).filter(pk=complaint_id).first()
    return _one(purpose, row, _past({complaint_id}).get((complaint_id, str(purpose)), []), at=at) if row else None


def diary_of(complaint: Complaint, actor: Actor) -> list[Call]:
    """The calls that this reader may know of, oldest first. Two statements."""
    calls = Call.objects.filter(complaint=complaint).order_by("at", "pk")
    if actor.office_kind is OfficeKind.CENTRAL:
        return named_then(calls)
    hidden = {Purpose.SAMPLE} | (set() if complaint.is_sensitive else {Purpose.WITHDRAWAL})
    return named_then(calls.exclude(purpose__in=[str(purpose) for purpose in hidden]))


def _one(purpose: Purpose, row: dict, past: list[tuple], *, at: datetime) -> Waiting:
    """With what earlier calls of this purpose, since it waits, say of the next one."""
    now = [(when, result, back) for when, result, back in past if when >= row["since"]]
    earliest = at
    if now:
        when, result, back = now[-1]
        earliest = max(at, back if result == Result.CALL_BACK else when + CALLS_APART)
    safe = None if row["safe_from"] is None else SafeHours(row["safe_from"], row["safe_until"])
    ring_at = next_ringing(earliest, ZoneInfo(row["zone"]), safe)
    return Waiting(row, purpose, row["since"], ring_at, sum(result in FAILED for _, result, _ in now))


def _past(ids: set[int]) -> dict[tuple[int, str], list[tuple]]:
    """When, with what result, and back when, by complaint and purpose, oldest first. One statement."""
    rows = Call.objects.filter(complaint__in=ids).order_by("at", "pk")
    past: dict[tuple[int, str], list[tuple]] = {}
    for complaint, purpose, *call in rows.values_list("complaint_id", "purpose", "at", "result", "call_back_at"):
        past.setdefault((complaint, purpose), []).append(tuple(call))
    return past


def _waiting(actor: Actor, purpose: Purpose, *, at: datetime) -> QuerySet:
    """Those with a phone whom this cell rings for that purpose, from `since` on, the longest waiting first."""
    seen = Complaint.objects.visible_to(actor)
    if actor.role is not Role.COMPLAINT_OPERATOR or (
        purpose in CENTRAL_ONLY and actor.office_kind is not OfficeKind.CENTRAL
    ):
        return seen.none().values("id")
    found = _FINDERS[purpose](seen.filter(_is_theirs(actor, purpose, at=at)), at)
    ringable = found.exclude(complainant__phone_index=b"")
    return ringable.order_by("since", "id").values("id", "etag", "since", *STANDS, **READ)


def _is_theirs(actor: Actor, purpose: Purpose, *, at: datetime) -> Q:
    """The CPO's cell: conduct, what is confidential, reconciliations. All else: the lowest cell with an operator."""
    sensitive = Q(about_police=True) | Q(confidential=True)
    if purpose is Purpose.VERIFY:
        sensitive |= Q(outcome=str(Outcome.RECONCILED))
    if purpose in CENTRAL_ONLY:
        return Q()
    lowest = no_cell_below(actor, at=at)
    return sensitive | lowest if actor.office_kind is OfficeKind.CENTRAL else ~sensitive & lowest


def _later(expression, length: timedelta) -> ExpressionWrapper:
    return ExpressionWrapper(expression + Value(length), output_field=DateTimeField())


def _contact(seen: QuerySet, at: datetime) -> QuerySet:
    """A claim that nobody has answered for a day."""
    claims = ContactClaim.objects.filter(complaint=OuterRef("pk"), answered_at=None).values("claimed_at")[:1]
    claimed = seen.filter(contact=str(Contact.CLAIMED)).open()
    return claimed.annotate(since=_later(Subquery(claims), ANSWER_EXPECTED_WITHIN)).filter(since__lte=at)


def _verify(seen: QuerySet, at: datetime) -> QuerySet:
    """A report that they have not been asked about; a reconciliation once it is accepted."""
    unasked = seen.filter(status=str(Status.REPORTED), verified_at=None, left_at=None)
    ready = unasked.exclude(outcome=str(Outcome.RECONCILED), accepted_at=None)
    return ready.annotate(since=Coalesce(F("accepted_at"), F("reported_at"))).filter(since__lte=at)


def _withdrawal(seen: QuerySet, at: datetime) -> QuerySet:
    asked = seen.open().filter(withdrawal_asked_at__isnull=False)
    return asked.annotate(since=_later(F("withdrawal_asked_at"), WITHDRAWAL_WAITS)).filter(since__lte=at)


def _excuse(seen: QuerySet, at: datetime) -> QuerySet:
    """The officer has tried three times in this round."""
    tries = Event.objects.filter(complaint=OuterRef("pk"), kind="try_contact", cycle=OuterRef("cycle")).order_by("seq")
    third = tries.values("at")[TRIES_BEFORE_EXCUSE - 1 : TRIES_BEFORE_EXCUSE]
    marked = seen.filter(status=str(Status.MARKED), contact=str(Contact.OPEN))
    return marked.annotate(since=Subquery(third)).filter(since__lte=at)


def _news(seen: QuerySet, at: datetime) -> QuerySet:
    """Something has been written to somebody who cannot read, since it was last read to them."""
    read = Call.objects.filter(
        complaint=OuterRef("pk"), purpose=str(Purpose.NEWS), result=str(Result.REACHED)
    ).order_by("-at")
    wanting = seen.filter(complainant__wants_calls=True).annotate(
        read_at=Coalesce(Subquery(read.values("at")[:1]), F("received_at"))
    )
    unread = Q(events__kind__in=NEWS, events__at__gt=F("read_at"))
    return wanting.annotate(since=Min("events__at", filter=unread)).filter(since__lte=at)


def _sample(seen: QuerySet, at: datetime) -> QuerySet:
    """What is asked of a sample is asked among the few samples: asked of complaints, it may be asked of every one."""
    waiting = ContactSample.objects.filter(call=None, drawn_at__lte=at, drawn_at__gt=at - SPOT_CHECKED_WITHIN)
    drawn = waiting.filter(complaint=OuterRef("pk")).order_by("drawn_at")
    found = seen.filter(pk__in=waiting.values("complaint"))
    return found.annotate(since=Subquery(drawn.values("drawn_at")[:1]))


def _connect(seen: QuerySet, at: datetime) -> QuerySet:
    """The holder has asked for a call. Whom the duress word keeps from being rung waits, and nobody is told why."""
    asked = of_holders().filter(asked_at__lte=at)
    silent = Pressure.objects.filter(complaint=OuterRef("pk"), silent=True, settled_at=None)
    held = seen.filter(status__in=[str(Status.MARKED), str(Status.IN_INQUIRY)])
    found = held.filter(Exists(asked)).exclude(Exists(silent))
    return found.annotate(since=Subquery(asked.values("asked_at")[:1]))


_FINDERS = {
    Purpose.CONTACT: _contact,
    Purpose.VERIFY: _verify,
    Purpose.WITHDRAWAL: _withdrawal,
    Purpose.EXCUSE: _excuse,
    Purpose.NEWS: _news,
    Purpose.SAMPLE: _sample,
    Purpose.CONNECT: _connect,
}
