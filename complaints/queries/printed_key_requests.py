"""Find the printed codes that wait for an officer: to approve one, or to hand over one that was approved.

Both are found by the messages about them (complaints.services.access_keys.printed_keys): no index leads to the events
of a kind.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Complaint, Event
from complaints.queries.access_key_facts import KEY_EVENTS
from complaints.rules.key_approval import ISSUED_WITHIN, is_permitted_approver
from notifications.models import Message


@dataclass(frozen=True)
class WaitingKeyRequest:
    """A request that nobody has approved yet."""

    complaint_id: int
    etag: str
    asked_at: datetime


@dataclass(frozen=True)
class ApprovedKey:
    """An approved code that nobody has handed over yet. `under`: the number of the posting that requested it."""

    complaint: Complaint
    approved_at: datetime
    under: int


def approves_printed_keys(actor: Actor) -> bool:
    """Return whether the actor approves codes that others request."""
    return actor.role is Role.MONITOR and actor.office_kind is OfficeKind.CENTRAL and not actor.is_head


def list_requests_to_approve(actor: Actor, *, at: datetime) -> list[WaitingKeyRequest]:
    """Return the requests that this monitor may approve, the oldest first. Two statements."""
    etags = _messages_about_keys("key_asked", actor.postings, at=at).values_list("context__etag", flat=True)
    if not (etags := set(etags)):
        return []
    steps = _steps_of_keys()
    waiting = (
        Complaint.objects.visible_to(actor, at=at)
        .filter(etag__in=etags)
        .annotate(
            step=Subquery(steps.values("kind")[:1]),
            asked_at=Subquery(steps.values("at")[:1]),
            first_officer=Subquery(steps.values("posting__officer")[:1]),
        )
        .filter(step="key_asked", asked_at__gte=at - ISSUED_WITHIN)
    )
    rows = waiting.order_by("asked_at", "pk").values_list("pk", "etag", "asked_at", "first_officer")
    return [
        WaitingKeyRequest(complaint_id, etag, asked_at)
        for complaint_id, etag, asked_at, first_officer in rows
        if is_permitted_approver(actor, first_officer_id=first_officer)
    ]


def list_approved_keys(actors: Sequence[tuple[int, Actor]], *, at: datetime) -> list[ApprovedKey]:
    """Return the approved codes that an officer requested under these postings, the first to lapse first.

    Each with its complainant. Two statements.
    """
    numbers = {actor.posting_id: number for number, actor in actors}
    messages = _messages_about_keys("key_approved", numbers, at=at)
    if not (etags := set(messages.values_list("context__etag", flat=True))):
        return []
    steps = _steps_of_keys()
    visible = Q()
    for _, actor in actors:
        seen = Complaint.objects.visible_to(actor, at=at).filter(etag__in=etags).order_by()
        visible |= Q(pk__in=seen.values("pk"), requested_by=actor.posting_id)
    approved = (
        Complaint.objects.unscoped("only those that the officer may see under the posting of the request")
        .filter(etag__in=etags)
        .annotate(
            step=Subquery(steps.values("kind")[:1]),
            approved_at=Subquery(steps.values("at")[:1]),
            requested_by=Subquery(steps.values("posting")[1:2]),
        )
        .filter(visible, step="key_approved", approved_at__gte=at - ISSUED_WITHIN)
    )
    rows = approved.select_related("complainant", "category").order_by("approved_at", "pk")
    return [ApprovedKey(row, row.approved_at, numbers[row.requested_by]) for row in rows]


def _messages_about_keys(template: str, postings: Collection[int], *, at: datetime) -> QuerySet[Message]:
    """Return the messages of this template to these postings about requests or approvals that have not lapsed."""
    return Message.objects.filter(
        recipient__in=[f"posting:{pk}" for pk in sorted(postings)],
        recipient__startswith="posting:",  # as in the index
        created_at__gte=at - ISSUED_WITHIN,
        template=template,
    )


def _steps_of_keys() -> QuerySet[Event]:
    """Return the steps of the codes of a queried complaint, the latest first."""
    return Event.objects.filter(complaint=OuterRef("pk"), kind__in=KEY_EVENTS).order_by("-seq")
