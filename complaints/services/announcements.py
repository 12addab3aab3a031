"""The messages about an event, written into the outbox in the event's own transaction.

Whether, how and when a message then goes out is the recipient's choice (complaints.recipients): it is asked at sending.
"""

from dataclasses import dataclass
from datetime import datetime

from complaints.models import ActorKind, Complaint, Custody, Event
from complaints.rules.calls.contact_ways import is_by_portal
from complaints.rules.etag import spaced
from complaints.rules.facts import Contact
from complaints.workflow.clocks import BREACH, ESCALATION
from complaints.workflow.declaration import Kind, OneOf, Silent
from complaints.workflow.table import KINDS
from notifications.services import NewMessage, enqueue_many

LEFT = "left_inquiry"


@dataclass(frozen=True)
class After:
    """The complaint after an event, for the choice between messages (`workflow.declaration.Announced`)."""

    event: Event
    complaint: Complaint

    @property
    def by_system(self) -> bool:
        """Nobody did it: its time had come."""
        return self.event.actor_kind == ActorKind.SYSTEM

    @property
    def by_holder(self) -> bool:
        return self.event.posting_id is not None and self.event.posting_id == self.complaint.holder_id

    @property
    def is_passed_on(self) -> bool:
        """Whether it has another holder since this event. One query."""
        began = Custody.objects.filter(complaint=self.event.complaint_id, ended_at=None, started_at=self.event.at)
        return began.exclude(posting=None).exists()


def announce(event: Event, complaint: Complaint, *, at: datetime) -> None:
    """Send the complainant and the holder the messages of this event. One statement; none without messages."""
    told = [
        NewMessage(recipient, template, _context(event, complaint), dedupe_key=f"event:{event.pk}:{recipient}")
        for recipient, template in _recipients(event, complaint)
    ]
    if told:
        enqueue_many(told, at=at)


def of_delay(complainant_id: int, etag: str, *, clock: str, is_first: bool, told: bool, urgent: bool) -> NewMessage:
    """Return the complainant's message about a clock that ran out, or is still out.

    `told`: a superior is notified too.
    """
    template = (BREACH if is_first else ESCALATION).to_citizen
    context = {"etag": etag, "spaced_etag": spaced(etag), "clock": clock, "told": told, "unhurried": not urgent}
    return NewMessage(f"complainant:{complainant_id}", template, context)


def _recipients(event: Event, complaint: Complaint) -> list[tuple[str, str]]:
    kind, after = KINDS[event.kind], After(event, complaint)
    told = []
    if template := _to_citizen(kind, after):
        told.append((f"complainant:{complaint.complainant_id}", template))
    if kind.to_former_holder and (before := _holder_before(event)):
        told.append((f"posting:{before}", kind.to_former_holder))
        is_somebody_else = complaint.holder_id is not None and complaint.holder_id != event.posting_id
        return [*told, (f"posting:{complaint.holder_id}", kind.to_new_holder)] if is_somebody_else else told
    if complaint.holder_id and (template := _chosen(kind.to_holder, after)):
        told.append((f"posting:{complaint.holder_id}", template))
    return told


def _holder_before(event: Event) -> int | None:
    """The posting that has lost the complaint by this event. One query."""
    ended = Custody.objects.filter(complaint=event.complaint_id, ended_at=event.at)
    return ended.values_list("posting", flat=True).first()


def _to_citizen(kind: Kind, after: After) -> str | None:
    """A complainant who has left an inquiry hears that it goes on without them, and nothing more."""
    template = None if isinstance(kind.to_citizen, Silent) else _chosen(kind.to_citizen, after)
    has_left = after.complaint.left_at is not None
    return template if not has_left or template == LEFT else None


def _chosen(template: str | OneOf, after: After) -> str | None:
    return template.choose(after) if isinstance(template, OneOf) else template or None


def _context(event: Event, complaint: Complaint) -> dict:
    """Numbers, dates and codes; nothing personal, no words of anybody."""
    person = complaint.complainant
    is_owed = complaint.contact == Contact.OPEN
    return {
        "etag": complaint.etag,
        "spaced_etag": complaint.spaced_etag,
        "event": event.pk,
        "first": event.kind == "registered",
        "contact_due_at": complaint.contact_due_at if is_owed else None,
        "report_due_at": complaint.report_due_at,
        # Whose number local officers don't have, or who has none, is promised no call of theirs.
        "by_portal": is_by_portal(hidden=complaint.identity_is_protected, has_phone=bool(person.phone_index)),
        # What the clock does by itself may wait for the morning, unless the matter can't.
        "unhurried": event.actor_kind == ActorKind.SYSTEM and not complaint.policy.is_urgent,
    }
