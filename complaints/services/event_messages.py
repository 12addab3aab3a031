"""Write the messages about an event to the outbox, in the transaction of the event.

Whether, when and by which channel a message is sent depends on the recipient's settings at the time of sending
(`complaints.complainant_addresses`).
"""

from dataclasses import dataclass
from datetime import datetime

from complaints.models import ActorKind, Complaint, Custody, Event
from complaints.rules.calls.contact_ways import is_portal_the_default
from complaints.rules.etag import format_etag
from complaints.rules.guard_facts import ContactState
from complaints.services import notification_writing
from complaints.workflow.clocks import BREACH, ESCALATION
from complaints.workflow.declaration import Kind, MessageChoice, NoMessage
from complaints.workflow.table import KINDS
from notifications.models import Message
from notifications.services import NewMessage, enqueue_many

LEFT_INQUIRY_TEMPLATE = "left_inquiry"


@dataclass(frozen=True)
class ComplaintAfterEvent:
    """The complaint after an event, for the choice between messages (`workflow.declaration.AnnouncementContext`)."""

    event: Event
    complaint: Complaint

    @property
    def by_system(self) -> bool:
        """Whether the system made the event."""
        return self.event.actor_kind == ActorKind.SYSTEM

    @property
    def by_holder(self) -> bool:
        return self.event.posting_id is not None and self.event.posting_id == self.complaint.holder_id

    @property
    def is_passed_on(self) -> bool:
        """Whether this event gave the complaint to another holder. One query."""
        new_custody = Custody.objects.filter(complaint=self.event.complaint_id, ended_at=None, started_at=self.event.at)
        return new_custody.exclude(posting=None).exists()


def write_event_messages(event: Event, complaint: Complaint, *, at: datetime) -> None:
    """Write the messages of this event to the complainant and the holders, and the holders' notifications.

    One statement for the messages, two for the notifications; none without either.
    """
    not_before = at + KINDS[event.kind].messages_wait
    recipients = _recipients_and_templates(event, complaint)
    messages = [
        NewMessage(
            recipient,
            template,
            _message_context(event, complaint),
            not_before=not_before,
            dedupe_key=f"{_key_of_event(event.pk)}{recipient}",
        )
        for recipient, template in recipients
    ]
    if messages:
        enqueue_many(messages, at=at)
    notification_writing.notify_of_messages(recipients, complaint, event=event, at=at)


def recall_event_messages(event_id: int) -> bool:
    """Delete the messages about an event that wait in the outbox. Return whether that were all of them.

    A message that was sent or is being sent stays.
    """
    messages = Message.objects.filter(dedupe_key__startswith=_key_of_event(event_id))
    waiting = messages.waiting().filter(claimed_until=None).select_for_update(skip_locked=True)
    Message.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).delete()
    return not messages.exists()


def _key_of_event(event_id: int) -> str:
    """Return the beginning of the dedupe keys of an event's messages."""
    return f"event:{event_id}:"


def delay_message(
    complainant_id: int, etag: str, *, clock: str, is_first: bool, superior_notified: bool, urgent: bool
) -> NewMessage:
    """Return the message to the complainant about a missed deadline, the first one or a later one.

    is_first: it is the breach, not a later escalation.
    superior_notified: a superior is notified too.
    urgent: the category is urgent, so the message does not wait for the morning.
    """
    template = (BREACH if is_first else ESCALATION).to_citizen
    context = {
        "etag": etag,
        "spaced_etag": format_etag(etag),
        "clock": clock,
        "told": superior_notified,
        "unhurried": not urgent,
    }
    return NewMessage(f"complainant:{complainant_id}", template, context)


def _recipients_and_templates(event: Event, complaint: Complaint) -> list[tuple[str, str]]:
    """Return the recipient reference and the template of each message."""
    kind, after = KINDS[event.kind], ComplaintAfterEvent(event, complaint)
    recipients = []
    if template := _template_for_citizen(kind, after):
        recipients.append((f"complainant:{complaint.complainant_id}", template))
    if kind.to_former_holder and (former_holder := _former_holder_posting_id(event)):
        recipients.append((f"posting:{former_holder}", kind.to_former_holder))
        if complaint.holder_id is not None and complaint.holder_id != event.posting_id:
            recipients.append((f"posting:{complaint.holder_id}", kind.to_new_holder))
        return recipients
    if complaint.holder_id and (template := _choose_template(kind.to_holder, after)):
        recipients.append((f"posting:{complaint.holder_id}", template))
    return recipients


def _former_holder_posting_id(event: Event) -> int | None:
    """Return the posting that lost the complaint by this event. One query."""
    ended = Custody.objects.filter(complaint=event.complaint_id, ended_at=event.at)
    return ended.values_list("posting", flat=True).first()


def _template_for_citizen(kind: Kind, after: ComplaintAfterEvent) -> str | None:
    """Return the template for the complainant, if any.

    A complainant who left the inquiry gets only the message that it continues without them.
    """
    template = None if isinstance(kind.to_citizen, NoMessage) else _choose_template(kind.to_citizen, after)
    has_left = after.complaint.left_at is not None
    return template if not has_left or template == LEFT_INQUIRY_TEMPLATE else None


def _choose_template(template: str | MessageChoice, after: ComplaintAfterEvent) -> str | None:
    return template.choose(after) if isinstance(template, MessageChoice) else template or None


def _message_context(event: Event, complaint: Complaint) -> dict:
    """Return the values for the template: numbers, dates and codes, but no personal data and no typed text."""
    person = complaint.complainant
    is_contact_owed = complaint.contact == ContactState.OPEN
    return {
        "etag": complaint.etag,
        "spaced_etag": complaint.spaced_etag,
        "event": event.pk,
        "first": event.kind == "registered",
        "contact_due_at": complaint.contact_due_at if is_contact_owed else None,
        "report_due_at": complaint.report_due_at,
        "is_feedback": not complaint.policy.has_limits,
        # No call is promised if the complainant has no phone or local officers do not have the number.
        "by_portal": is_portal_the_default(hidden=complaint.identity_is_protected, has_phone=bool(person.phone_index)),
        # Messages about automatic events may wait for the morning, unless the category is urgent.
        "unhurried": event.actor_kind == ActorKind.SYSTEM and not complaint.policy.is_urgent,
    }
