"""Find the calls that a complaint cell has to make, with their purposes and deadlines, and the log of past calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.queries.historical_names import set_historical_postings
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Call, Complaint, ContactClaim, ContactSample
from complaints.queries.complaint_cells import no_cell_below_condition
from complaints.queries.connected_call_requests import waiting_call_requests_for_subquery
from complaints.queries.pressure_reports import duress_forbids_calling
from complaints.rules.calls.cell_calls import (
    CALL_DUE_WITHIN,
    CALLS_APART,
    FAILED_RESULTS,
    SPOT_CHECKED_WITHIN,
    Purpose,
    Result,
    next_call_time,
)
from complaints.rules.clock import SafeHours
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Outcome, Status
from complaints.rules.thresholds import ANSWER_EXPECTED_WITHIN, WITHDRAWAL_WAITS

SHOWN = 100
EXPIRED_SHOWN = timedelta(days=30)
CENTRAL_ONLY = frozenset({Purpose.WITHDRAWAL, Purpose.SAMPLE})
"""Purposes for which only the CPO's cell calls, so that the district is bypassed: withdrawals and spot checks."""
COLUMNS = "about_police", "confidential", "contact", "contact_due_at", "reported_at"
RELATED_COLUMNS = {
    "category_en": F("category__name_en"),
    "category_ur": F("category__name_ur"),
    "language": F("complainant__language"),
    "zone": F("complainant__time_zone"),
    "safe_from": F("complainant__safe_from"),
    "safe_until": F("complainant__safe_until"),
    "neutral": F("complainant__neutral"),
    "woman_officer": F("complainant__woman_officer"),
    "under_18": F("complainant__under_18"),
    "has_secret": ExpressionWrapper(~Q(complainant__secret_hash=""), BooleanField()),
}


@dataclass(frozen=True)
class DueCall:
    """One call to make.

    `since`: from when the call was possible. `due_at`: its deadline. `earliest`: now, or the time that the complainant
    named, or two hours after a failed call. `ring_at`: the next time from then on in the complainant's hours.
    """

    row: dict
    purpose: Purpose
    since: datetime
    earliest: datetime
    ring_at: datetime
    failed: int

    @property
    def due_at(self) -> datetime:
        """Return the deadline of the call. For a connected call, the contact deadline counts too while it is open."""
        due, contact = self.since + CALL_DUE_WITHIN[self.purpose], self.row["contact_due_at"]
        is_contact = self.purpose is Purpose.CONNECT and self.row["contact"] == ContactState.OPEN
        return min(due, contact) if is_contact and contact else due

    def list_position(self, *, at: datetime) -> tuple:
        """Return the key by which the list is sorted (see `list_due_calls`)."""
        is_sample = self.purpose is Purpose.SAMPLE
        is_stale = is_sample and self.due_at <= at
        return is_sample, is_stale, self.due_at, list(Purpose).index(self.purpose), self.row["id"]


def list_due_calls(actor: Actor, *, at: datetime) -> list[DueCall]:
    """Return the calls that this operator's cell has to make, nearest deadline first. At most eight statements.

    Spot checks come after all other calls, those past their deadline last: no complainant waits for a spot check, and
    an old one must never come before a call that somebody waits for.
    """
    rows = [(purpose, row) for purpose in Purpose for row in _complaints_awaiting_call(actor, purpose, at=at)[:SHOWN]]
    past_calls = _load_past_calls({row["id"] for _, row in rows})
    calls = [
        _due_call_of_row(purpose, row, past_calls.get((row["id"], str(purpose)), []), at=at) for purpose, row in rows
    ]
    return sorted(calls, key=lambda call: call.list_position(at=at))


def next_due_call(actor: Actor, complaint_id: int, purpose: Purpose, *, at: datetime) -> DueCall | None:
    """Return the call that can be made now after this one in the list; after the last one, the first.

    None if there is no other call to make now. A call that is not in the list is followed by the first. At most eight
    statements.
    """
    ready = [call for call in list_due_calls(actor, at=at) if call.ring_at <= at]
    places = [place for place, call in enumerate(ready) if (call.row["id"], call.purpose) == (complaint_id, purpose)]
    rest = ready[places[0] + 1 :] + ready[: places[0]] if places else ready
    return rest[0] if rest else None


def list_due_calls_of_postings(actors: Sequence[tuple[int, Actor]], *, at: datetime) -> list[tuple[int, DueCall]]:
    """Return the calls of several postings of one operator, each with the number of its posting. Two statements.

    A call that several of the cells make is listed once, under the first of these postings. In the order of
    `list_due_calls`.
    """
    columns = ("id", "etag", "since", *COLUMNS, *RELATED_COLUMNS)
    parts = [
        _complaints_awaiting_call(actor, purpose, at=at)
        .annotate(purpose=Value(str(purpose), CharField()), under=Value(number, IntegerField()))
        .values_list(*columns, "purpose", "under")[:SHOWN]
        for number, actor in actors
        for purpose in Purpose
        if purpose not in CENTRAL_ONLY or actor.office_kind is OfficeKind.CENTRAL
    ]
    found = parts[0].union(*parts[1:], all=True) if parts else ()
    rows = [dict(zip(columns, row, strict=False)) | {"purpose": row[-2], "under": row[-1]} for row in found]
    past_calls = _load_past_calls({row["id"] for row in rows})
    calls = {}
    for row in sorted(rows, key=lambda row: row["under"]):
        purpose, attempts = Purpose(row["purpose"]), past_calls.get((row["id"], row["purpose"]), [])
        calls.setdefault((row["id"], purpose), (row["under"], _due_call_of_row(purpose, row, attempts, at=at)))
    return sorted(calls.values(), key=lambda one: one[1].list_position(at=at))


def count_expired_spot_checks(actor: Actor, *, at: datetime) -> int:
    """Return how many spot checks of the last thirty days, on complaints that this officer may see, had no call."""
    too_old = at - SPOT_CHECKED_WITHIN
    expired = ContactSample.objects.filter(call=None, drawn_at__lte=too_old, drawn_at__gt=too_old - EXPIRED_SHOWN)
    return expired.filter(complaint__in=Complaint.objects.visible_to(actor)).count()


def find_due_call(actor: Actor, complaint_id: int, purpose: Purpose, *, at: datetime) -> DueCall | None:
    """Return the call to one complainant for one purpose, or None if this cell must not make it now. Two statements."""
    row = _complaints_awaiting_call(actor, purpose, at=at).filter(pk=complaint_id).first()
    if row is None:
        return None
    past_calls = _load_past_calls({complaint_id}).get((complaint_id, str(purpose)), [])
    return _due_call_of_row(purpose, row, past_calls, at=at)


def call_log_of(complaint: Complaint, actor: Actor) -> list[Call]:
    """Return the past calls of a complaint that this officer may see, oldest first. Two statements."""
    calls = Call.objects.filter(complaint=complaint).order_by("at", "pk")
    if actor.office_kind is OfficeKind.CENTRAL:
        return set_historical_postings(calls)
    hidden = {Purpose.SAMPLE} | (set() if complaint.is_sensitive else {Purpose.WITHDRAWAL})
    return set_historical_postings(calls.exclude(purpose__in=[str(purpose) for purpose in hidden]))


def _due_call_of_row(purpose: Purpose, row: dict, past_calls: list[tuple], *, at: datetime) -> DueCall:
    """Return the waiting call of a row. Earlier calls about the same matter decide when the next one is possible.

    Calls about a report count from its submission, as in the guard of the verification, also if it was accepted later.
    """
    counted_from = row["reported_at"] if purpose is Purpose.VERIFY else row["since"]
    attempts = [(made_at, result, back_at) for made_at, result, back_at in past_calls if made_at >= counted_from]
    earliest = at
    if attempts:
        made_at, result, back_at = attempts[-1]
        earliest = max(at, back_at if result == Result.CALL_BACK else made_at + CALLS_APART)
    safe = None if row["safe_from"] is None else SafeHours(row["safe_from"], row["safe_until"])
    ring_at = next_call_time(earliest, ZoneInfo(row["zone"]), safe)
    failed = sum(result in FAILED_RESULTS for _, result, _ in attempts)
    return DueCall(row, purpose, row["since"], earliest, ring_at, failed)


def _load_past_calls(ids: set[int]) -> dict[tuple[int, str], list[tuple]]:
    """Return (time, result, call back at) of past calls by complaint and purpose, oldest first. One statement."""
    rows = Call.objects.filter(complaint__in=ids).order_by("at", "pk")
    past_calls: dict[tuple[int, str], list[tuple]] = {}
    for complaint, purpose, *call in rows.values_list("complaint_id", "purpose", "at", "result", "call_back_at"):
        past_calls.setdefault((complaint, purpose), []).append(tuple(call))
    return past_calls


def _complaints_awaiting_call(actor: Actor, purpose: Purpose, *, at: datetime) -> QuerySet:
    """Return the complaints about which this cell has to call for a purpose, longest wait first.

    Complainants without a phone number are left out. Every call waits, without a visible reason, while the duress word
    forbids calls to the complainant.
    """
    visible = Complaint.objects.visible_to(actor)
    if actor.role is not Role.COMPLAINT_OPERATOR or (
        purpose in CENTRAL_ONLY and actor.office_kind is not OfficeKind.CENTRAL
    ):
        return visible.none().values("id")
    waiting = _FINDERS[purpose](visible.filter(_cell_condition(actor, purpose, at=at)), at)
    may_be_called = waiting.exclude(complainant__phone_index=b"").exclude(duress_forbids_calling())
    return may_be_called.order_by("since", "id").values("id", "etag", "since", *COLUMNS, **RELATED_COLUMNS)


def _cell_condition(actor: Actor, purpose: Purpose, *, at: datetime) -> Q:
    """Return the condition that the actor's cell makes the calls about a complaint.

    The CPO's cell calls about conduct, confidential complaints and reconciliations. About all others the lowest cell
    with an operator calls.
    """
    sensitive = Q(about_police=True) | Q(confidential=True)
    if purpose is Purpose.VERIFY:
        sensitive |= Q(outcome=str(Outcome.RECONCILED))
    if purpose in CENTRAL_ONLY:
        return Q()
    lowest = no_cell_below_condition(actor, at=at)
    return sensitive | lowest if actor.office_kind is OfficeKind.CENTRAL else ~sensitive & lowest


def _sum_expression(expression, length: timedelta) -> ExpressionWrapper:
    return ExpressionWrapper(expression + Value(length), output_field=DateTimeField())


def _find_contacts(visible: QuerySet, at: datetime) -> QuerySet:
    """Find claims of contact that the complainant has not answered for a day."""
    claims = ContactClaim.objects.filter(complaint=OuterRef("pk"), answered_at=None).values("claimed_at")[:1]
    claimed = visible.filter(contact=str(ContactState.CLAIMED)).open()
    return claimed.annotate(since=_sum_expression(Subquery(claims), ANSWER_EXPECTED_WITHIN)).filter(since__lte=at)


def _find_verifications(visible: QuerySet, at: datetime) -> QuerySet:
    """Find reports that are not verified with the complainant; reconciliations only after they were accepted."""
    unverified = visible.filter(status=str(Status.REPORTED), verified_at=None, left_at=None)
    ready = unverified.exclude(outcome=str(Outcome.RECONCILED), accepted_at=None)
    return ready.annotate(since=Coalesce(F("accepted_at"), F("reported_at"))).filter(since__lte=at)


def _find_withdrawals(visible: QuerySet, at: datetime) -> QuerySet:
    requested = visible.open().filter(withdrawal_asked_at__isnull=False)
    return requested.annotate(since=_sum_expression(F("withdrawal_asked_at"), WITHDRAWAL_WAITS)).filter(since__lte=at)


def _find_waiting(visible: QuerySet, at: datetime, *, purpose: Purpose) -> QuerySet:
    """Find the complaints with a row for this purpose: after three attempts of the officer, or with news to read out.

    Nobody is called with news of an inquiry that they left; three attempts do not wait there.
    """
    waiting = visible.filter(left_at=None, waiting_calls__purpose=str(purpose), waiting_calls__since__lte=at)
    return waiting.annotate(since=F("waiting_calls__since"))


def _find_samples(visible: QuerySet, at: datetime) -> QuerySet:
    """Find spot checks.

    The conditions filter the few samples. On complaints, the planner might test them for every complaint.
    """
    waiting = ContactSample.objects.filter(call=None, drawn_at__lte=at, drawn_at__gt=at - SPOT_CHECKED_WITHIN)
    of_complaint = waiting.filter(complaint=OuterRef("pk")).order_by("drawn_at")
    sampled = visible.filter(pk__in=waiting.values("complaint"))
    return sampled.annotate(since=Subquery(of_complaint.values("drawn_at")[:1]))


def _find_connections(visible: QuerySet, at: datetime) -> QuerySet:
    """Find the calls that holders have requested.

    A request is listed only while the complaint is with an officer who inquires.
    """
    requested = waiting_call_requests_for_subquery().filter(asked_at__lte=at)
    held = visible.filter(status__in=[str(Status.MARKED), str(Status.IN_INQUIRY)])
    waiting = held.filter(Exists(requested))
    return waiting.annotate(since=Subquery(requested.values("asked_at")[:1]))


_FINDERS = {
    Purpose.CONTACT: _find_contacts,
    Purpose.VERIFY: _find_verifications,
    Purpose.WITHDRAWAL: _find_withdrawals,
    Purpose.EXCUSE: partial(_find_waiting, purpose=Purpose.EXCUSE),
    Purpose.NEWS: partial(_find_waiting, purpose=Purpose.NEWS),
    Purpose.SAMPLE: _find_samples,
    Purpose.CONNECT: _find_connections,
}
