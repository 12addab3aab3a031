"""Who is told of an event, by which message. Written into the outbox in the event's own transaction."""

import json
from datetime import datetime

from complaints.models import Complaint, Event
from complaints.rules.contacting import Way
from complaints.rules.statuses import Status
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage

TO_CITIZEN = {
    "registered": "registered",
    "mark": "marked",
    "auto_mark": "marked",
    "record_contact": "contact_claimed",
    "ask_citizen": "question",
    "tell_citizen": "message",
    "submit_report": "reported",
    "close": "closed",
    "reject": "rejected",
    "object": "objection_marked",
    "appeal": "objection_marked",
    "withdraw": "withdrawn",
    "ask_after": "aftercare",
    "recategorise": "recategorised",
}
TO_HOLDER = {
    "mark": "marked_to_you",
    "auto_mark": "marked_to_you",
    "re_mark": "marked_to_you",
    "keep_away": "marked_to_you",
    "posting_ended": "marked_to_you",
    "reinstate": "marked_to_you",
    "object": "objection_to_you",
    "appeal": "objection_to_you",
    "return_report": "report_returned",
    "deny_contact": "contact_denied",
    "resume": "citizen_answered",
    "add": "citizen_added",
}


def announce(event: Event, complaint: Complaint, *, at: datetime) -> None:
    """Tell the complainant and the holder what concerns them. One statement; none where nobody is told."""
    told = [
        NewMessage(recipient, template, _context(event, complaint), dedupe_key=f"event:{event.pk}:{recipient}")
        for recipient, template in _recipients(event, complaint)
    ]
    if told:
        enqueue_many(told, at=at)


def _recipients(event: Event, complaint: Complaint) -> list[tuple[str, str]]:
    told = []
    template = TO_CITIZEN.get(event.kind)
    if event.kind == "record_contact" and json.loads(event.body)["facts"].get("how") == Way.PORTAL:
        template = "message"  # it stands on their page, and their answer to it is the contact
    if event.kind in {"accept", "verify"} and complaint.status == Status.RESOLVED:
        template = "resolved"
    if template and complaint.left_at is None:
        told.append((f"complainant:{complaint.complainant_id}", template))
    if complaint.holder_id and event.kind in TO_HOLDER:
        told.append((f"posting:{complaint.holder_id}", TO_HOLDER[event.kind]))
    return told


def _context(event: Event, complaint: Complaint) -> dict:
    """Numbers, dates and codes; nothing personal, no words of anybody."""
    return {
        "etag": complaint.etag,
        "spaced_etag": complaint.spaced_etag,
        "event": event.pk,
        "contact_due_at": complaint.contact_due_at,
        "report_due_at": complaint.report_due_at,
        # Whose number local officers don't have is promised no call of theirs.
        "is_protected": complaint.identity_is_protected,
    }
