"""Find the requests for printed codes that wait for a second officer (complaints.services.access_keys.printed_keys)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

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


def approves_printed_keys(actor: Actor) -> bool:
    """Return whether the actor approves codes that others request."""
    return actor.role is Role.MONITOR and actor.office_kind is OfficeKind.CENTRAL and not actor.is_head


def list_requests_to_approve(actor: Actor, *, at: datetime) -> list[WaitingKeyRequest]:
    """Return the requests that this monitor may approve, the oldest first. Two statements.

    They are found by the messages to the monitors about them: no index leads to the events of a kind.
    """
    messages = Message.objects.filter(
        recipient__in=[f"posting:{pk}" for pk in sorted(actor.postings)],
        recipient__startswith="posting:",  # as in the index
        created_at__gte=at - ISSUED_WITHIN,
        template="key_asked",
    )
    etags = set(messages.values_list("context__etag", flat=True))
    if not etags:
        return []
    steps = Event.objects.filter(complaint=OuterRef("pk"), kind__in=KEY_EVENTS).order_by("-seq")
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
