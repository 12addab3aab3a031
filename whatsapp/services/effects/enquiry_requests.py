"""Effects for feedback and for the verification of a domestic worker."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from complaints.rules.statuses import Channel
from enquiries.queries.feedback_lists import list_published_feedback as load_published_feedback
from enquiries.queries.verification_lists import find_verification_status
from enquiries.services.feedback_handling import record_feedback
from information.rules.text_languages import text_in_language
from ledger.service_exceptions import Refused
from whatsapp.models import Chat, Media
from whatsapp.rules.chat_state import State
from whatsapp.rules.languages import Language, portal_language

MOST_PUBLISHED = 3


def register_feedback(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Register feedback. The answer goes to the number that writes, if it is known."""
    language = portal_language(state.language or Language.URDU)
    try:
        feedback = record_feedback(
            text=facts["text"], channel=Channel.WHATSAPP, at=at, phone=chat.phone, language=language,
            key=UUID(facts["dialog_key"]),
        )  # fmt: skip
    except Refused:
        return {}
    return {"number": feedback.spaced}


def list_published_feedback(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Return the latest published feedback with its answers."""
    language = state.language or Language.URDU
    rows = load_published_feedback(most=MOST_PUBLISHED)
    return {"published": [{name: text_in_language(row, name, language) for name in ("said", "answer")} for row in rows]}


def find_verification_stage(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Return the stage of a request, for the phone that made it; {} for other phones."""
    status = find_verification_status(facts["number"], chat.phone) if chat.phone else None
    if status is None:
        return {}
    return {"stage": "clear" if status.stage == "answered" and status.answer == "clear" else status.stage}


def record_verification_request(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Record the photo and the answers. A job downloads the photo and registers the request."""
    language = portal_language(state.language or Language.URDU)
    answers = {**facts["asked"], "language": language, "key": facts["dialog_key"]}
    Media.objects.create(
        chat=chat,
        evidence=uuid4(),
        asked=json.dumps(answers, ensure_ascii=False),
        media_id=facts["media_id"],
        media_type=facts["media_type"],
        name=facts["name"],
        created_at=at,
        not_before=at,
    )
    return {"noted": True}
