"""Record a supervisor's answer to an escalation: what is being done, and until when."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules.refusals import Refusal
from complaints.services import history, required_text
from complaints.services.moves import lock_complaint
from complaints.signals import event_recorded
from ledger.service_exceptions import NotPermitted, Refused
from sla.models import Answer
from sla.queries.escalations import is_office_notified_of_delay

LONGEST_ANSWER = timedelta(days=30)


@transaction.atomic
def record_escalation_answer(*, complaint_id: int, words: str, until: datetime, by: Actor, at: datetime) -> Answer:
    """Record the answer as an event of the history. The clock and the escalation continue.

    Raises NotPermitted if the actor's office was not notified, or the complaint is not late any more; Refused without
    words, or if `until` is in the past or more than thirty days away.
    """
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    if not (by.is_head and is_office_notified_of_delay(complaint, by, at=at)):
        raise NotPermitted("answer an escalation")
    words = required_text.require_text(words)
    if not at < until <= at + LONGEST_ANSWER:
        raise Refused(Refusal.NOT_WITHIN_A_MONTH)
    facts = {"state": history.event_state_of(complaint), "due": until.isoformat(), "office": by.office_id}
    entry = history.EventEntry("escalation_answered", complaint.cycle, facts, words, for_citizen=False)
    event = history.append(head, entry, by=by, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return Answer.objects.create(
        complaint=complaint,
        cycle=complaint.cycle,
        office_id=by.office_id,
        posting_id=by.posting_id,
        event=event,
        at=at,
        until=until,
    )
