"""Effects: what only the portal can do or look up for a conversation, by name (rules.steps.Effect)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from whatsapp.models import Chat
from whatsapp.rules.state import State
from whatsapp.rules.steps import Effect
from whatsapp.services.effects import (
    complainant_moves,
    enquiry_requests,
    evidence_adding,
    file_holding,
    own_complaint_access,
    published_notices,
    registration,
)

EffectHandler = Callable[..., Mapping]
"""`(chat, facts, *, state, at)`; returns facts as plain values. Runs in the turn's transaction."""

HANDLERS: dict[str, EffectHandler] = {
    "hold_file": file_holding.hold_file,
    "hold_files": file_holding.hold_files,
    "remove_last_file": file_holding.remove_last_file,
    "hash_secret": registration.hash_secret,
    "register": registration.register_from_chat,
    "look_up": own_complaint_access.look_up,
    "open": own_complaint_access.open_with_typed_key,
    "send_code": own_complaint_access.send_code,
    "want_news": own_complaint_access.set_news_consent,
    "mine": own_complaint_access.list_own,
    "act": complainant_moves.make_complainant_move,
    "add": evidence_adding.add_evidence,
    "notice": published_notices.find_notice,
    "tip": published_notices.register_tip,
    "feedback": enquiry_requests.register_feedback,
    "said_and_done": enquiry_requests.list_published_feedback,
    "verification": enquiry_requests.find_verification,
    "verify": enquiry_requests.request_verification,
}


def perform(chat: Chat, effect: Effect, *, state: State, at: datetime) -> Mapping:
    """Perform an effect and return its result. Raises KeyError for an unknown name."""
    return HANDLERS[effect.name](chat, effect.facts, state=state, at=at)
