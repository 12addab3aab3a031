"""Write what a partner organisation says about its own handling of a matter into the complaint's history."""

from datetime import datetime

from django.db import transaction

from complaints.models import Complaint, Event
from complaints.rules.actors import SYSTEM
from complaints.rules.refusals import Refusal
from complaints.services import event_messages, history
from complaints.services.moves import lock_complaint
from complaints.signals import event_recorded
from complaints.workflow.partner_events import PARTNER_STATUS
from ledger.service_exceptions import Refused
from web import text_cleaning

LONGEST_NOTE = 1_000  # characters


@transaction.atomic
def record_partner_status(
    *, complaint_id: int, names: dict[str, str], state: str, note: str, occurred_at: datetime, at: datetime
) -> Event:
    """Record a partner's status as a note by that partner. It changes neither status, custody nor clocks.

    `names`: of the partner (`partner`, `partner_ur`), as they are now. `occurred_at`: when the partner reached it.
    Raises Refused if the complaint was anonymised or the note is too long, or text_cleaning.UnreadableText.
    """
    note = text_cleaning.clean_text(note)
    if len(note) > LONGEST_NOTE:
        raise Refused(Refusal.WORDS_TOO_LONG)
    head, complaint = lock_complaint(complaint_id)
    if complaint.anonymised_at:
        raise Refused(Refusal.ALREADY_DONE)
    at = max(at, head.at or at)
    facts = {
        "state": history.event_state_of(complaint),
        **names,
        "state_there": state,
        "occurred_at": occurred_at.isoformat(),
    }
    entry = history.EventEntry(PARTNER_STATUS.name, complaint.cycle, facts, note)
    event = history.append(head, entry, by=SYSTEM, at=at)
    event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return event
