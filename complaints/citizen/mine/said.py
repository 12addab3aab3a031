"""What was said with an event: whether the complainant may read it, and whether it is part of the conversation."""

from complaints.models import ActorKind, Event
from complaints.rules.contacting import Way

NOTED_BY_CELL = frozenset({"confirm_contact", "deny_contact", "leave_unconfirmed", "keep", "withdraw"})
OF_OFFICERS = frozenset({"ask_citizen", "tell_citizen"})
OF_CITIZENS = frozenset({"resume", "add", "confirm_contact"})


def words_of(event: Event) -> str:
    """What was said with it, where the citizen may read it; an operator's note of a call is not for them."""
    if event.kind in NOTED_BY_CELL and event.actor_kind == ActorKind.OFFICER:
        return ""
    words = getattr(event, "words", None)
    return words.text if words and words.for_citizen else ""


def is_message(event: Event) -> bool:
    """Whether it was said to the other: then its words stand in the conversation, and not in the story."""
    match event.actor_kind:
        case ActorKind.OFFICER:
            return event.kind in OF_OFFICERS or is_written_contact(event)
        case ActorKind.CITIZEN:
            return event.kind in OF_CITIZENS and (bool(words_of(event)) or bool(event.facts.get("already")))
    return False


def is_written_contact(event: Event) -> bool:
    """An officer who can't ring has written, and the answer is the contact."""
    return event.kind == "record_contact" and event.facts.get("how") == Way.PORTAL
