"""What was said with an event: whether the complainant may read it, and whether it is part of the conversation."""

from complaints.models import ActorKind, Event
from complaints.rules.calls.contact_ways import Way
from complaints.workflow.contact import RECORD_CONTACT
from complaints.workflow.table import KINDS, is_read_by_citizen


def words_of(event: Event) -> str:
    """What was said with it, where the citizen may read it; an operator's note of a call is not for them."""
    if not is_read_by_citizen(event.kind, by_officer=event.actor_kind == ActorKind.OFFICER):
        return ""
    words = getattr(event, "words", None)
    return words.text if words and words.for_citizen else ""


def is_message(event: Event) -> bool:
    """Whether it was said to the other: then its words stand in the conversation, and not in the story."""
    if is_written_contact(event):
        return True
    if event.actor_kind not in KINDS[event.kind].conversation_of:
        return False
    return event.actor_kind == ActorKind.OFFICER or bool(words_of(event)) or bool(event.facts.get("already"))


def is_written_contact(event: Event) -> bool:
    """An officer who can't ring has written, and the answer is the contact."""
    return event.kind == RECORD_CONTACT.name and event.facts.get("how") == Way.PORTAL
