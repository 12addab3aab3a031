"""Record the events of exclusions. They hold numbers only, because some readers may not know the names."""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import ChainHead, Complaint, Event
from complaints.rules.actors import Citizen, System
from complaints.services import event_messages, history
from complaints.services.calls import waiting_calls
from complaints.signals import event_recorded
from complaints.workflow.declaration import TextReaders
from complaints.workflow.table import KINDS


def record_exclusion_event(
    kind: str,
    complaint: Complaint,
    head: ChainHead,
    *,
    words: str = "",
    by: Actor | Citizen | System,
    at: datetime,
    **event_facts,
) -> Event:
    """Append an event to the history of a locked complaint, and write its messages. Some are read by telephone too.

    words: a text without names; the complainant reads it unless the kind is for officers only.
    event_facts: numbers of rows.
    """
    entry = history.EventEntry(
        kind,
        complaint.cycle,
        {"state": history.event_state_of(complaint), **event_facts},
        words,
        for_citizen=KINDS[kind].text_readers is TextReaders.ALL,
    )
    event = history.append(head, entry, by=by, at=at)
    waiting_calls.begin_news_call(event, complaint, at=at)
    event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return event
