"""Who is told of an event, by which message. Written into the outbox in the event's own transaction.

Whether, how and when a message then goes out is the recipient's choice (complaints.recipients): it is asked at sending.
"""

from datetime import datetime

from complaints.models import ActorKind, Complaint, Custody, Event
from complaints.rules.contacting import is_by_portal
from complaints.rules.etag import spaced
from complaints.rules.guards import Contact
from complaints.rules.statuses import Status
from notifications.services import NewMessage, enqueue_many

TO_CITIZEN = {
    "registered": "registered",
    # to an officer
    "mark": "marked",
    "auto_mark": "marked",
    "forward": "forwarded",
    "close_as_feedback": "feedback_closed",
    "re_mark": "passed_on",
    "keep_away": "passed_on",
    "pass_by": "forwarded",
    "name_taken_back": "name_taken_back",
    "posting_ended": "passed_on",
    "handed_over": "passed_on",
    # the inquiry
    "record_contact": "contact_claimed",
    "put_through": "contact_claimed",
    "leave_unconfirmed": "contact_unconfirmed",
    "try_contact": "contact_tried",
    "excuse_contact": "contact_excused",
    "ask_citizen": "question",
    "tell_citizen": "message",
    # report and decision
    "submit_report": "reported",
    "return_report": "report_sent_back",
    "reject": "rejected",
    "merge": "merged",
    # the citizen's word
    "object": "objection_marked",
    "appeal": "objection_marked",
    "reinstate": "reinstated",
    "ask_to_withdraw": "withdrawal_asked",
    "keep": "kept",
    "ask_after": "aftercare",
    # what ran out (monitoring's sweep)
    "breach": "late",
    "escalation": "still_late",
}
"""What the complainant is told, by the kind of event."""

IT_DEPENDS = {
    "hear": ("heard",),
    "invite": ("invited",),
    "recategorise": ("recategorised", "closed_as_feedback"),
    "resume": ("question_withdrawn", "question_unanswered"),
    "accept": ("resolved",),
    "verify": ("resolved",),
    "close": ("closed", "closed_unanswered"),
    "withdraw": ("withdrawn", "left_inquiry"),
}
"""What the complainant may be told of these: it depends on who did it and on what came of it (`_to_citizen`)."""

NOT_TO_CITIZEN = {
    "begin": "an officer begins to work: nothing to know that the message before did not say",
    "confirm_contact": "they have just said so themselves, here or to the cell",
    "deny_contact": "they have just said so themselves, here or to the cell",
    "all_well": "they have just said so themselves",
    "add": "they have just written it themselves",
    "told": "they have just told it themselves",
    "stood_before": "it keeps what they told earlier",
    "evidence_added": "they have just added it themselves",
    "evidence_withdrawn": "they have just taken it back themselves",
    "key_printed": "every channel is told beside it, where they have not got it in hand",
    "key_asked": "nothing has been issued yet; it stands on their page",
    "key_approved": "nothing has been issued yet; it stands on their page",
    "contact_call_failed": "whoever holds the telephone would learn of each call; it stands on their page",
    "verify_call_failed": "whoever holds the telephone would learn of each call; it stands on their page",
    "answer_invitation": "they have just said so themselves",
    "ask_call": "whoever holds the telephone would learn of the call; it stands on their page",
    "call_connected": "they have just spoken to the officer",
    "connect_call_failed": "whoever holds the telephone would learn of each call; it stands on their page",
    "call_given_up": "whoever holds the telephone would learn of each call; it stands on their page",
    "call_declined": "they have just said so themselves",
    "call_missed": "they have just been told so",
    "excuse_call_reached": "they have just been spoken to",
    "news_read": "it has just been read to them",
    "sample_answered": "they have just said so themselves",
    "report_pressure": "whoever presses them may have the telephone in hand",
    "urgent_act": "their page says it; in these matters a message can be read by the wrong person",
    "refer_outside": "their page says it; in these matters a message can be read by the wrong person",
    "note": "it is said between officers",
    "taken_in": "they are told of it with the other complaint, which ended",
    "hearing_agreed": "they were warned before it, in person",
    "hearing_answered": "the report says what came of it",
    "officer_named": "their page says it; a message could be read by whoever it concerns",
    "hold": "their page says it; nothing has happened to their matter",
    "lift_hold": "their page says it; nothing has happened to their matter",
    "anonymised": "there is no address any more to which it could be told; the page of the number says it",
    "link": "it names somebody else's complaint",
    "calendar_changed": "their page says until when; nothing has happened to their matter",
    "reminder": "it is the officer's",
    "set_aside": "what the portal could not be trusted with is no news of their matter",
    "unopened": "it is said between officers, and the matter itself has not moved",
    "duty_reminder": "it is said between officers",
    "duty_breach": "it is said between officers",
    "duty_escalation": "it is said between officers",
    "duty_set_aside": "it is said between officers",
    "pressure_reminder": "whoever presses them may have the telephone in hand",
    "pressure_breach": "whoever presses them may have the telephone in hand",
    "pressure_escalation": "whoever presses them may have the telephone in hand",
    "pressure_set_aside": "whoever presses them may have the telephone in hand",
    "order": "it is said between officers",
    "order_done": "it is said between officers",
    "escalation_answered": "it is said between officers",
}
"""Why the complainant is told nothing."""

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
    "hearing_answered": "hearing_answered",
    "add": "citizen_added",
    "answer_invitation": "invitation_answered",
    "call_missed": "call_not_made",
    "call_declined": "call_not_made",
    "call_given_up": "call_not_made",
}


def announce(event: Event, complaint: Complaint, *, at: datetime) -> None:
    """Tell the complainant and the holder what concerns them. One statement; none where nobody is told."""
    told = [
        NewMessage(recipient, template, _context(event, complaint), dedupe_key=f"event:{event.pk}:{recipient}")
        for recipient, template in _recipients(event, complaint)
    ]
    if told:
        enqueue_many(told, at=at)


def of_delay(complainant_id: int, etag: str, *, clock: str, is_first: bool, told: bool, urgent: bool) -> NewMessage:
    """What the complainant is told of a clock that ran out, or is still out. `told`: a superior hears of it too."""
    template = TO_CITIZEN["breach" if is_first else "escalation"]
    context = {"etag": etag, "spaced_etag": spaced(etag), "clock": clock, "told": told, "unhurried": not urgent}
    return NewMessage(f"complainant:{complainant_id}", template, context)


def _recipients(event: Event, complaint: Complaint) -> list[tuple[str, str]]:
    told = []
    if template := _to_citizen(event, complaint):
        told.append((f"complainant:{complaint.complainant_id}", template))
    if event.kind == "return_report" and (before := _holder_before(event)):
        return [*told, (f"posting:{before}", "report_went_up"), *_to_who_got_the_report(event, complaint)]
    if complaint.holder_id and (template := _to_holder(event, complaint)):
        told.append((f"posting:{complaint.holder_id}", template))
    return told


def _holder_before(event: Event) -> int | None:
    """The posting that has lost the complaint by this event. One query."""
    ended = Custody.objects.filter(complaint=event.complaint_id, ended_at=event.at)
    return ended.values_list("posting", flat=True).first()


def _to_who_got_the_report(event: Event, complaint: Complaint) -> list[tuple[str, str]]:
    """The head one office up, unless it was they who returned it."""
    if complaint.holder_id is None or complaint.holder_id == event.posting_id:
        return []
    return [(f"posting:{complaint.holder_id}", "report_came_up")]


def _to_citizen(event: Event, complaint: Complaint) -> str | None:
    """Who has left an inquiry is told that it goes on without them, and nothing more."""
    if event.kind == "withdraw" and complaint.left_at is not None:
        return "left_inquiry"
    if complaint.left_at is not None:
        return None
    match event.kind:
        case "accept" | "verify":
            return "resolved" if complaint.status == Status.RESOLVED else None
        case "hear":
            return None if complaint.confidential else "heard"  # the CPO agrees first, and warns them before it
        case "invite":  # whose identity is protected reads it on their page alone
            return None if complaint.identity_is_protected else "invited"
        case "recategorise":
            return "closed_as_feedback" if complaint.status == Status.CLOSED else "recategorised"
        case "withdraw":
            return "withdrawn"
        case "close":
            return "closed_unanswered" if _by_itself(event) else "closed"
        case "resume" if _by_itself(event):
            return "question_unanswered"
        case "resume":
            return "question_withdrawn" if _by_holder(event, complaint) else None
    return TO_CITIZEN.get(event.kind)


def _to_holder(event: Event, complaint: Complaint) -> str | None:
    match event.kind:
        case "resume" if _by_itself(event):
            return "pause_ended"
        case "resume":
            return None if _by_holder(event, complaint) else "citizen_answered"
        case "recategorise":
            return "marked_to_you" if _passed_on(event) else None
    return TO_HOLDER.get(event.kind)


def _by_itself(event: Event) -> bool:
    """Nobody did it: its time had come."""
    return event.actor_kind == ActorKind.SYSTEM


def _by_holder(event: Event, complaint: Complaint) -> bool:
    return event.posting_id is not None and event.posting_id == complaint.holder_id


def _passed_on(event: Event) -> bool:
    """Whether it has another holder since this event. One query."""
    began = Custody.objects.filter(complaint=event.complaint_id, ended_at=None, started_at=event.at)
    return began.exclude(posting=None).exists()


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
        "unhurried": _by_itself(event) and not complaint.policy.is_urgent,
    }
