"""The text of an event: whether the complainant may read it, and whether it belongs to the conversation."""

from complaints.models import ActorKind, Event
from complaints.models.display.report_texts import ReportPart, labelled_parts
from complaints.rules.calls.contact_ways import ContactWay
from complaints.workflow.contact import RECORD_CONTACT
from complaints.workflow.declaration import VOICE_NOTE
from complaints.workflow.table import KINDS, may_citizen_read_text


def has_readable_text(event: Event) -> bool:
    """Return whether the event has a text for the citizen, destroyed or not. An operator's note about a call is not."""
    if not may_citizen_read_text(event.kind, by_officer=event.actor_kind == ActorKind.OFFICER):
        return False
    words = getattr(event, "words", None)
    return words is not None and words.for_citizen


def readable_words(event: Event) -> str:
    """Return the event's text if the citizen may read it."""
    return event.words.full_text if has_readable_text(event) else ""


def readable_parts(event: Event) -> list[ReportPart]:
    """Return the parts of a structured report; empty for every other text."""
    words = getattr(event, "words", None)
    return labelled_parts(words.text, words.parts) if words and words.parts and readable_words(event) else []


def is_message(event: Event) -> bool:
    """Return whether the event is a message to the other side. Its text is then shown in the conversation only."""
    if is_written_contact(event):
        return True
    if event.actor_kind not in KINDS[event.kind].conversation_actors:
        return False
    is_answer = event.facts.get("already") or event.facts.get(VOICE_NOTE)
    return event.actor_kind == ActorKind.OFFICER or bool(readable_words(event)) or bool(is_answer)


def is_written_contact(event: Event) -> bool:
    """Return whether an officer who cannot call has written instead. The answer then counts as contact."""
    return event.kind == RECORD_CONTACT.name and event.facts.get("how") == ContactWay.PORTAL
