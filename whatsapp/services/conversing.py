"""One turn of a conversation: what was sent is heard, done what it asks for, and the replies written down."""

import json
from datetime import datetime
from uuid import uuid4

from whatsapp.models import Chat, Sending, Update
from whatsapp.queries.known import now_known
from whatsapp.rules.conversation import Turn, converse
from whatsapp.rules.directions import with_numbers_in_order
from whatsapp.rules.heard import Came, Heard
from whatsapp.rules.languages import Language
from whatsapp.rules.reading import heard, number_change
from whatsapp.rules.replies import Reply
from whatsapp.rules.scene import Person
from whatsapp.rules.talks import announcing
from whatsapp.rules.wire import as_payload
from whatsapp.services import held
from whatsapp.services.chats import locked_of, note_number_change
from whatsapp.services.performing import perform
from whatsapp.services.receiving import opened

MOST_WANTS = 5
"""So often may one turn want something of the portal; more is a mistake in a talk, and its update is set aside."""


def answer(update: Update, *, at: datetime) -> bool:
    """Hear one message. In the caller's transaction: either all of it has happened, or nothing. True: it is done."""
    sender, body = opened(update)
    chat = locked_of(sender, at=at)
    if moved_to := number_change(body):
        note_number_change(chat, f"+{moved_to}")
    said, waited = heard(body), chat.state.step
    turn = take_turn(chat, said, at=at)
    if waited == announcing.STEP and turn.state.step not in {announcing.STEP, "menu"}:
        held.drop(chat)
    held.release(chat, at=at)
    chat.state, chat.heard_at = turn.state, at
    chat.save(update_fields=["sealed_state", "heard_at", "welcome"])
    reply(chat, turn.replies, update=update, at=at)
    return True


def take_turn(chat: Chat, said: Heard, *, at: datetime) -> Turn:
    """The whole turn, with everything that it wants of the portal."""
    around = {"known": now_known(at=at), "person": Person(chat.phone), "at": at, "key": str(uuid4())}
    turn = converse(chat.state, said, **around)
    for _ in range(MOST_WANTS):
        if turn.want is None:
            return turn
        came = perform(chat, turn.want, state=turn.state, at=at)
        turn = converse(turn.state, Came(came), before=turn.says, **around)
    raise RuntimeError(f"A turn wanted more than {MOST_WANTS} things, {turn.want.what} last")


def reply(chat: Chat, replies: tuple[Reply, ...], *, update: Update | None, at: datetime) -> None:
    """Write the replies down. A place each, so that no turn is answered twice."""
    if chat.language == Language.URDU:
        replies = tuple(map(with_numbers_in_order, replies))
    Sending.objects.bulk_create(
        Sending(
            chat=chat,
            update=update,
            place=place,
            payload=json.dumps(as_payload(one), ensure_ascii=False),
            created_at=at,
            not_before=at,
        )
        for place, one in enumerate(replies)
    )
