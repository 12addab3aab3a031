"""One turn of a chat in the database: handle the message, perform its effects, queue the replies."""

import json
from datetime import datetime
from uuid import uuid4

from ledger.encrypted_fields import draw_row_ids
from whatsapp.models import Chat, Sending, Update
from whatsapp.queries.directory_cache import current_directory
from whatsapp.rules.api_payloads import make_payload
from whatsapp.rules.chat_inputs import EffectResult, Input
from whatsapp.rules.conversation import Turn, next_turn
from whatsapp.rules.dialog_steps import Person
from whatsapp.rules.dialogs import complaint_news
from whatsapp.rules.languages import Language
from whatsapp.rules.message_parsing import parse_message, parse_number_change
from whatsapp.rules.replies import Reply
from whatsapp.rules.text_direction import join_digit_groups_in_reply
from whatsapp.services import held_news, receipt_documents
from whatsapp.services.chat_owners import lock_or_create_chat, note_number_change
from whatsapp.services.effects import perform_effect
from whatsapp.services.handover_turns import take_turn_with_operator
from whatsapp.services.update_storage import read_sender_and_body

MOST_EFFECTS = 5
"""Effects of one turn. More are a mistake in a dialog, and the update is set aside."""


def answer_update(update: Update, *, at: datetime) -> bool:
    """Handle one message in the caller's transaction, so that all of it happens or nothing. Return True."""
    sender, body = read_sender_and_body(update)
    chat = lock_or_create_chat(sender, at=at)
    if moved_to := parse_number_change(body):
        note_number_change(chat, f"+{moved_to}")
    message, waiting_step, submitted_before = parse_message(body), chat.state.step, chat.state.submitted_key
    turn = take_turn_with_operator(chat, message, at=at) or take_turn(chat, message, at=at)
    if waiting_step == complaint_news.NEWS_STEP and turn.state.step not in {complaint_news.NEWS_STEP, "menu"}:
        held_news.delete_held_news(chat)
    held_news.make_held_news_due(chat, at=at)
    chat.state, chat.heard_at = turn.state, at
    chat.save(update_fields=["sealed_state", "heard_at", "welcome"])
    queue_replies(chat, turn.replies, update=update, at=at, answers_id=body["id"])
    if turn.state.submitted_key and turn.state.submitted_key != submitted_before:
        receipt_documents.queue_receipt(chat, turn.state.submitted_key, at=at)
    return True


def take_turn(chat: Chat, message: Input, *, at: datetime) -> Turn:
    """Return the whole turn, with the effects that it needs."""
    arguments = {"directory": current_directory(at=at), "person": Person(chat.phone), "at": at, "key": str(uuid4())}
    turn = next_turn(chat.state, message, **arguments)
    for _ in range(MOST_EFFECTS):
        if turn.effect is None:
            return turn
        result = perform_effect(chat, turn.effect, state=turn.state, at=at)
        turn = next_turn(turn.state, EffectResult(result), before=turn.messages, **arguments)
    raise RuntimeError(f"A turn needed more than {MOST_EFFECTS} effects, the last one {turn.effect.name}")


def queue_replies(
    chat: Chat, replies: tuple[Reply, ...], *, update: Update | None, at: datetime, answers_id: str = ""
) -> None:
    """Store the replies. Each has its own place in the turn, so that no turn is answered twice.

    `answers_id`: Meta's id of the message that they answer.
    """
    if chat.language == Language.URDU:
        replies = tuple(map(join_digit_groups_in_reply, replies))
    rows = [
        Sending(
            chat=chat,
            update=update,
            place=place,
            payload=json.dumps(make_payload(reply), ensure_ascii=False),
            created_at=at,
            not_before=at,
            answers_id=answers_id if place == 0 else "",
        )
        for place, reply in enumerate(replies)
    ]
    Sending.objects.bulk_create(draw_row_ids(rows))
