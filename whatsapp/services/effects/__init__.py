"""Effects: what only the portal can do or look up for a conversation, by name (rules.dialog_steps.Effect)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from whatsapp.models import Chat
from whatsapp.rules.chat_state import State
from whatsapp.rules.dialog_steps import Effect
from whatsapp.services.effects import (
    complainant_moves,
    enquiry_requests,
    evidence_adding,
    news_consent,
    notice_consent,
    operator_requests,
    own_complaint_access,
    published_notices,
    registration,
    sent_file_recording,
    waiting_answers,
    web_handover,
)

EffectHandler = Callable[..., Mapping]
"""`(chat, facts, *, state, at)`; returns facts as plain values. Runs in the turn's transaction."""

HANDLERS: dict[str, EffectHandler] = {
    "hold_file": sent_file_recording.record_sent_file,
    "hold_files": sent_file_recording.record_sent_files,
    "remove_last_file": sent_file_recording.remove_last_file,
    "hand_over_to_web": web_handover.hand_over_to_web,
    "register": registration.register_from_chat,
    "look_up": own_complaint_access.look_up_complaint,
    "open": own_complaint_access.open_with_typed_key,
    "send_code": own_complaint_access.send_access_code,
    "want_news": news_consent.set_news_consent,
    "mine": own_complaint_access.list_shareable_complaints,
    "act": complainant_moves.make_complainant_move,
    "answer_waiting": waiting_answers.answer_waiting_question,
    "add": evidence_adding.add_evidence,
    "notice": published_notices.find_notice_by_place,
    "ask_for_alerts": notice_consent.ask_for_alerts,
    "end_alerts": notice_consent.end_alerts,
    "tip": published_notices.register_tip,
    "feedback": enquiry_requests.register_feedback,
    "said_and_done": enquiry_requests.list_published_feedback,
    "verification": enquiry_requests.find_verification_stage,
    "hand_over": operator_requests.hand_over,
    "answer_call_back": operator_requests.answer_call_back,
    "erase_operator_texts": operator_requests.erase_operator_texts,
    "verify": enquiry_requests.record_verification_request,
}


def perform_effect(chat: Chat, effect: Effect, *, state: State, at: datetime) -> Mapping:
    """Perform an effect and return its result. Raises KeyError for an unknown name."""
    return HANDLERS[effect.name](chat, effect.facts, state=state, at=at)
