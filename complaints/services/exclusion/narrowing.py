"""End exclusions: two operators of the CPO approve it, and the complainant may object for 24 hours.

If no message can tell the complainant, the 24 hours begin when they open their page. For a complainant who cannot read
they begin then, or when the complaint cell has read the message to them.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.roles import Role
from complaints.models import ChainHead, Complaint, Exclusion, Naming, NarrowingRequest
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.actors import SYSTEM, Citizen
from complaints.rules.capacities import Capacity
from complaints.rules.exclusion import narrowing as rule
from complaints.rules.refusals import Refusal
from complaints.services import facts, required_text
from complaints.services.exclusion.exclusion_events import record_exclusion_event
from complaints.services.moves import lock_complaint
from ledger.service_exceptions import NotPermitted, Refused
from notifications.services import NewMessage, enqueue_many

ENDED_WHY = "narrowed"


@transaction.atomic
def request_narrowing(
    *, complaint_id: int, exclusion_ids: Collection[int], why: str, by: Actor, at: datetime
) -> NarrowingRequest:
    """Ask to end these exclusions. A CPO operator who asks has also given the first approval.

    why: the reason, which the complainant reads. It must name nobody.

    Raises NotPermitted; Refused without a reason, if another request waits, or if an exclusion has ended meanwhile;
    text_cleaning.UnreadableText.
    """
    why = required_text.require_text(why)
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    capacities = facts.capacities_of(by, complaint, at=at)
    if not rule.may_request_narrowing(capacities):
        raise NotPermitted("ask to end an exclusion")
    return request_locked_narrowing(head, complaint, capacities, exclusion_ids=exclusion_ids, why=why, by=by, at=at)


def request_locked_narrowing(
    head: ChainHead,
    complaint: Complaint,
    capacities: frozenset[Capacity],
    *,
    exclusion_ids: Collection[int],
    why: str,
    by: Actor,
    at: datetime,
    naming: Naming | None = None,
) -> NarrowingRequest:
    """Ask to end these exclusions of a locked complaint. Raises Refused.

    naming: the name that is withdrawn with them. If it has lapsed, there is no exclusion left to end.
    """
    standing = Exclusion.objects.current().filter(complaint=complaint, pk__in=exclusion_ids)
    ids = sorted(standing.values_list("pk", flat=True))
    if len(ids) != len(set(exclusion_ids)) or not (ids or naming):
        raise Refused(Refusal.ALREADY_DONE)
    if NarrowingRequest.objects.waiting().filter(complaint=complaint).exists():
        raise Refused(Refusal.NARROWING_WAITS)
    event = record_exclusion_event("narrowing_asked", complaint, head, words=why, by=by, at=at, exclusions=ids)
    request = NarrowingRequest(
        complaint=complaint, asked=event, asked_by_id=by.posting_id, asked_at=at, exclusion_ids=ids, naming=naming
    )
    if may_approve(request, capacities, by=by):
        request.first_approver_id, request.first_approved_at = by.posting_id, at
    request.save(force_insert=True)
    return request


@transaction.atomic
def approve_narrowing(*, request_id: int, by: Actor, at: datetime) -> NarrowingRequest:
    """Approve a request. After the second approval the complainant gets a message and may object for 24 hours.

    A complainant who gets no messages, or cannot read them, may object until 24 hours after they have opened their page
    or heard of it in a call.

    Raises NotPermitted, also for the same officer under another posting; Refused if it waits for no approval.
    """
    head, complaint, request, capacities = _lock_request(request_id, by=by, at=at)
    at = max(at, head.at or at)
    if not may_approve(request, capacities, by=by):
        raise NotPermitted("approve the end of an exclusion")
    if request.state is not rule.NarrowingState.WAITS_FOR_APPROVAL:
        raise Refused(Refusal.ALREADY_DONE)
    if request.first_approver_id is None:
        request.first_approver_id, request.first_approved_at = by.posting_id, at
        kind = "narrowing_approved"
    else:
        request.second_approver_id, request.second_approved_at = by.posting_id, at
        request.is_unannounced = complaint.gets_no_messages or complaint.complainant.wants_calls
        kind = "narrowing_announced"
    approvals = ["first_approver", "first_approved_at", "second_approver", "second_approved_at"]
    request.save(update_fields=[*approvals, "is_unannounced"])
    record_exclusion_event(kind, complaint, head, by=by, at=at, request=request.pk)
    return request


@transaction.atomic
def refuse_narrowing(*, request_id: int, words: str, by: Actor, at: datetime) -> NarrowingRequest:
    """Refuse a request: a CPO operator before the second approval; after an objection, the officer who decides on it.

    words: the reason, which the complainant reads. Raises NotPermitted; Refused without words or if it is decided.
    """
    words = required_text.require_text(words)
    head, complaint, request, capacities = _lock_request(request_id, by=by, at=at)
    at = max(at, head.at or at)
    is_approver, is_decider = may_approve(request, capacities, by=by), may_decide(request, capacities, by=by)
    states = {rule.NarrowingState.WAITS_FOR_APPROVAL: is_approver, rule.NarrowingState.OBJECTED: is_decider}
    if not states.get(request.state, is_approver or is_decider):
        raise NotPermitted("refuse the end of an exclusion")
    if request.state not in states:
        raise Refused(Refusal.ALREADY_DONE)
    _refuse(head, complaint, request, words=words, by=by, at=at)
    return request


@transaction.atomic
def object_to_narrowing(*, complaint_id: int, by: Citizen, at: datetime) -> NarrowingRequest | None:
    """Record the complainant's objection, which stops the request, and notify the CPO's head and monitors.

    Needs no proof: a narrowing can only serve the police. Return None if there is nothing to object to. Raises
    NotPermitted for another person's complaint.
    """
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    if Capacity.CITIZEN not in facts.capacities_of(by, complaint, at=at):
        raise NotPermitted("object to the end of an exclusion")
    request = narrowing_to_object_to(complaint)
    if request is not None:
        _record_objection(head, complaint, request, by=by, at=at)
    return request


@transaction.atomic
def record_objection_by_telephone(*, complaint_id: int, words: str, by: Actor, at: datetime) -> NarrowingRequest:
    """Record the objection that the complainant made to an operator in a call.

    words: their reason, which may be empty. They and the Central Police Office read it.

    Raises NotPermitted, also for an operator who approved the request; Refused if there is nothing to object to, or if
    the text is too long; text_cleaning.UnreadableText.
    """
    words = required_text.clean_optional_text(words)
    head, complaint = lock_complaint(complaint_id)
    at, request = max(at, head.at or at), narrowing_to_object_to(complaint)
    if request is None:
        raise Refused(Refusal.NOTHING_TO_OBJECT_TO)
    if not may_record_objection(request, facts.capacities_of(by, complaint, at=at), by=by):
        raise NotPermitted("record an objection")
    _record_objection(head, complaint, request, words=words, by=by, at=at)
    return request


def narrowing_to_object_to(complaint: Complaint) -> NarrowingRequest | None:
    """Return the request to which the complainant can object now, with its approvers and reason, or None."""
    waiting = NarrowingRequest.objects.awaiting_complainant().filter(complaint=complaint)
    return waiting.select_related("first_approver", "second_approver", "asked__words").first()


def _record_objection(
    head: ChainHead,
    complaint: Complaint,
    request: NarrowingRequest,
    *,
    words: str = "",
    by: Actor | Citizen,
    at: datetime,
) -> None:
    """Stop the request, and notify the CPO's head and monitors."""
    request.objected_at = at
    request.save(update_fields=["objected_at"])
    record_exclusion_event("narrowing_objected", complaint, head, words=words, by=by, at=at, request=request.pk)
    context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag}
    recipients = _deciding_recipients(complaint, at=at)
    enqueue_many([NewMessage(recipient, "narrowing_objected", context) for recipient in recipients], at=at)


@transaction.atomic
def record_narrowing_read(*, complaint_id: int, by: Citizen, at: datetime) -> None:
    """Record that the complainant has a narrowing before them that no message told them of; their 24 hours begin.

    Does nothing if a message told them, the second time, or for somebody with an officer-issued key.
    """
    if not rule.counts_as_read(by.opened_by):
        return
    head, _complaint = lock_complaint(complaint_id)
    _begin_time_to_object(complaint_id, at=max(at, head.at or at))


def record_narrowing_heard(complaint: Complaint, *, at: datetime) -> None:
    """Record that the complaint cell read out the news of a locked complaint; the 24 hours of a narrowing begin.

    Does nothing if the complainant gets no messages: then only their own reading counts, and no officer's entry.
    """
    if not complaint.gets_no_messages:
        _begin_time_to_object(complaint.pk, at=at)


def begin_time_with_reading(complaint: Complaint) -> None:
    """Let the 24 hours of a narrowing begin only when the complainant hears or reads of it, because they cannot read.

    The complaint is locked. Does nothing if they have heard or read of it before.
    """
    NarrowingRequest.objects.awaiting_complainant().filter(complaint=complaint, seen_at=None).update(
        is_unannounced=True
    )


def _begin_time_to_object(complaint_id: int, *, at: datetime) -> None:
    waiting = NarrowingRequest.objects.awaiting_complainant().filter(complaint=complaint_id)
    waiting.filter(is_unannounced=True, seen_at=None).update(seen_at=at)


@transaction.atomic
def overrule_objection(*, request_id: int, words: str, by: Actor, at: datetime) -> NarrowingRequest:
    """End the exclusions although the complainant objected. The complainant reads the reason.

    Raises NotPermitted; Refused without words or if nobody has objected.
    """
    words = required_text.require_text(words)
    head, complaint, request, capacities = _lock_request(request_id, by=by, at=at)
    at = max(at, head.at or at)
    if not may_decide(request, capacities, by=by):
        raise NotPermitted("decide on an objection")
    if request.state is not rule.NarrowingState.OBJECTED:
        raise Refused(Refusal.ALREADY_DONE)
    _grant(head, complaint, request, words=words, by=by, at=at)
    return request


def end_narrowed_exclusions(*, at: datetime) -> int:
    """End the exclusions of requests to which the complainant has not objected in time; return the number of requests.

    Safe to run again: each request ends once.
    """
    begun = at - rule.OBJECTION_WITHIN
    was_told = Q(is_unannounced=False, second_approved_at__lte=begun) | Q(is_unannounced=True, seen_at__lte=begun)
    due = NarrowingRequest.objects.awaiting_complainant().filter(was_told)
    ids = list(due.order_by("second_approved_at", "pk").values_list("pk", flat=True))
    return sum(_end_if_due(request_id, at=at) for request_id in ids)


def refuse_unread_narrowings(*, at: datetime) -> int:
    """Refuse the requests that the complainant has not read or heard of in 30 days; return how many.

    Requests of which a message told them are not refused.

    Safe to run again: each request ends once.
    """
    due = NarrowingRequest.objects.awaiting_complainant().filter(
        is_unannounced=True, seen_at=None, second_approved_at__lte=at - rule.READ_WITHIN
    )
    return sum(_refuse_if_unread(request_id, at=at) for request_id in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _refuse_if_unread(request_id: int, *, at: datetime) -> bool:
    """Return False if the complainant has read or heard of it meanwhile, or another worker was faster."""
    complaint_id = NarrowingRequest.objects.values_list("complaint_id", flat=True).get(pk=request_id)
    head, complaint = lock_complaint(complaint_id)
    request = NarrowingRequest.objects.select_for_update().get(pk=request_id)
    if request.state is not rule.NarrowingState.WAITS_FOR_COMPLAINANT or not rule.is_refused_unread(
        request.second_approved_at, is_unannounced=request.is_unannounced, seen_at=request.seen_at, at=at
    ):
        return False
    _refuse(head, complaint, request, by=SYSTEM, at=max(at, head.at or at))
    return True


@transaction.atomic
def _end_if_due(request_id: int, *, at: datetime) -> bool:
    """Return False if the complainant has objected meanwhile, or another worker was faster."""
    complaint_id = NarrowingRequest.objects.values_list("complaint_id", flat=True).get(pk=request_id)
    head, complaint = lock_complaint(complaint_id)
    request = NarrowingRequest.objects.select_for_update().get(pk=request_id)
    effective_at = request.takes_effect_at
    if request.state is not rule.NarrowingState.WAITS_FOR_COMPLAINANT or effective_at is None or effective_at > at:
        return False
    _grant(head, complaint, request, by=SYSTEM, at=max(at, head.at or at))
    return True


def _refuse(head: ChainHead, complaint: Complaint, request: NarrowingRequest, *, words: str = "", by, at) -> None:
    """End a request; the exclusions stay."""
    record_exclusion_event("narrowing_refused", complaint, head, words=words, by=by, at=at, request=request.pk)
    request.ended_at, request.is_granted = at, False
    request.save(update_fields=["ended_at", "is_granted"])


def _grant(head: ChainHead, complaint: Complaint, request: NarrowingRequest, *, words: str = "", by, at) -> None:
    """End the exclusions of a request, and withdraw its name."""
    standing = Exclusion.objects.current().filter(complaint=complaint, pk__in=request.exclusion_ids)
    ended = sorted(standing.values_list("pk", flat=True))
    standing.update(ended_at=at, ended_why=ENDED_WHY)
    if naming := request.naming:
        naming.taken_back_at, naming.taken_back_by_id = at, request.asked_by_id
        naming.taken_back_why = request.asked.words.text
        naming.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    request.ended_at, request.is_granted = at, True
    request.save(update_fields=["ended_at", "is_granted"])
    record_exclusion_event(
        "exclusion_ended", complaint, head, words=words, by=by, at=at, request=request.pk, exclusions=ended
    )


def _lock_request(request_id: int, *, by: Actor, at: datetime):
    """Lock the complaint and the request; return head, complaint, request and the actor's capacities.

    Raises NarrowingRequest.DoesNotExist.
    """
    complaint_id = NarrowingRequest.objects.values_list("complaint_id", flat=True).get(pk=request_id)
    head, complaint = lock_complaint(complaint_id)
    rows = NarrowingRequest.objects.select_related("asked_by", "first_approver", "second_approver")
    request = rows.select_for_update(of=("self",)).get(pk=request_id)
    return head, complaint, request, facts.capacities_of(by, complaint, at=at)


def may_approve(request: NarrowingRequest, capacities: frozenset[Capacity], *, by: Actor) -> bool:
    """Return whether this officer, who has these capacities, may approve the request. Its approvers are loaded."""
    return rule.may_approve_narrowing(
        held=capacities,
        role=by.role,
        office_kind=by.office_kind,
        officer_id=by.officer_id,
        approved_by=request.approver_ids,
    )


def may_record_objection(request: NarrowingRequest, capacities: frozenset[Capacity], *, by: Actor) -> bool:
    """Return whether this officer may record an objection made in a call. The request's approvers are loaded."""
    return rule.may_record_objection(held=capacities, officer_id=by.officer_id, approved_by=request.approver_ids)


def may_decide(request: NarrowingRequest, capacities: frozenset[Capacity], *, by: Actor) -> bool:
    """Return whether this officer, who has these capacities, may decide on an objection. Its approvers are loaded."""
    return rule.may_decide_objection(
        held=capacities,
        office_kind=by.office_kind,
        is_head=by.is_head,
        officer_id=by.officer_id,
        involved=[*request.approver_ids, request.asked_by.officer_id],
    )


def _deciding_recipients(complaint: Complaint, *, at: datetime) -> list[str]:
    """Return the CPO's head and its monitors, without anybody whom the complaint excludes."""
    central, exclusion = Office.objects.central(), conflict_exclusion_of(complaint, at=at)
    monitors = Posting.objects.current(at).filter(office=central, role=str(Role.MONITOR)).order_by("pk")
    postings = [
        f"posting:{posting.pk}"
        for posting in monitors
        if not exclusion.excludes_posting(posting.pk, posting.officer_id, central.path)
    ]
    return postings if exclusion.excludes_office(central.path) else [f"office:{central.pk}", *postings]
