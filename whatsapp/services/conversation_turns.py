"""One turn of a chat in the database: handle the message, perform its effects, queue the replies."""

import json
import logging
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from ledger.encrypted_fields import draw_row_ids
from whatsapp.models import Chat, Sending, Update
from whatsapp.queries.directory_cache import current_directory
from whatsapp.rules.chat_inputs import EffectResult, Input
from whatsapp.rules.chat_state import State
from whatsapp.rules.cloud_api.api_payloads import make_payload
from whatsapp.rules.conversation import Turn, next_turn
from whatsapp.rules.dialog_steps import Person
from whatsapp.rules.dialogs import complaint_news
from whatsapp.rules.funnel.step_counts import HAND_OVER, count_turn
from whatsapp.rules.languages import Language
from whatsapp.rules.message_parsing import parse_message, parse_number_change
from whatsapp.rules.public_directory import Directory
from whatsapp.rules.replies import Reply
from whatsapp.rules.sentences import NOTHING_EDITED
from whatsapp.rules.text_direction import join_digit_groups_in_reply
from whatsapp.services import held_news, receipt_documents
from whatsapp.services.chat_owners import lock_or_create_chat, note_number_change
from whatsapp.services.effects import perform_effect
from whatsapp.services.handover_turns import hide_from_newly_mentioned, take_turn_with_operator
from whatsapp.services.step_counting import count_after_commit
from whatsapp.services.update_storage import read_sender_and_body

logger = logging.getLogger(__name__)

MOST_EFFECTS = 5
"""Effects of one turn. More are a mistake in a dialog, and the update is set aside."""


def answer_update(update: Update, *, at: datetime) -> bool:
    """Handle one message in the caller's transaction, so that all of it happens or nothing. Return True."""
    sender, body = read_sender_and_body(update)
    chat = lock_or_create_chat(sender, at=at)
    if moved_to := parse_number_change(body):
        note_number_change(chat, f"+{moved_to}")
    message, before, submitted_before = parse_message(body), chat.state, chat.state.submitted_key
    operators_turn = take_turn_with_operator(chat, message, at=at)
    turn = operators_turn or take_turn(chat, message, at=at)
    tallies = count_turn(before, turn.state, message, at=at, handed_over=HAND_OVER in turn.performed)
    count_after_commit(tallies, at=at)
    if before.step == complaint_news.NEWS_STEP and turn.state.step not in {complaint_news.NEWS_STEP, "menu"}:
        held_news.delete_held_news(chat)
    held_news.make_held_news_due(chat, at=at)
    chat.state, chat.heard_at = turn.state, at
    chat.save(update_fields=["sealed_state", "heard_at", "welcome"])
    queue_replies(chat, turn.replies, update=update, at=at, answers_id=body["id"])
    if turn.state.submitted_key and turn.state.submitted_key != submitted_before:
        receipt_documents.queue_receipt(chat, turn.state.submitted_key, at=at)
    if operators_turn is None:
        hide_from_newly_mentioned(chat, message, turn.state, at=at)
    return True


def take_turn(chat: Chat, message: Input, *, at: datetime) -> Turn:
    """Return the whole turn, with the effects that it needs."""
    arguments = {"directory": current_directory(at=at), "person": Person(chat.phone), "at": at, "key": str(uuid4())}
    turn = _next_turn(chat.state, message, **arguments)
    performed: tuple[str, ...] = ()
    for _ in range(MOST_EFFECTS):
        if turn.effect is None:
            return replace(turn, performed=performed)
        performed = (*performed, turn.effect.name)
        result = perform_effect(chat, turn.effect, state=turn.state, at=at)
        turn = _next_turn(turn.state, EffectResult(result), before=turn.messages, **arguments)
    raise RuntimeError(f"A turn needed more than {MOST_EFFECTS} effects, the last one {turn.effect.name}")


def _next_turn(state: State, message: Input, *, directory: Directory, **arguments) -> Turn:
    """Return one step of the turn; with the shipped sentences if an edited one does not fit where it is used."""
    try:
        return next_turn(state, message, directory=directory, **arguments)
    except (LookupError, ValueError):  # TooLong is a ValueError
        if not directory.sentences:
            raise
        logger.exception("An edited sentence of the chat does not fit; the shipped ones are used for this turn")
    return next_turn(state, message, directory=replace(directory, sentences=NOTHING_EDITED), **arguments)


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
