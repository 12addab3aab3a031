"""What an operator does with a chat: take, write, put back, hand back, and record a call.

Nothing here makes a move of a complaint: an operator writes to the person and never answers for them.
"""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from ledger.service_exceptions import NotPermitted, Refused
from whatsapp.models import Chat, Handover, HandoverLine, Sending
from whatsapp.rules.cloud_api.api_errors import WINDOW_CLOSED
from whatsapp.rules.cloud_api.delivery_status import DeliveryStatus
from whatsapp.rules.handover.handover_refusals import HandoverRefusal
from whatsapp.rules.handover.handover_rules import (
    CALL_AGAIN_AFTER,
    LONGEST_TEXT,
    MOST_FAILED_CALLS,
    InboxReader,
    inbox_reader_of,
)
from whatsapp.rules.replies import TextReply
from whatsapp.services.handover_log import (
    add_line,
    chat_context,
    end_handover,
    lock_chat_and_handover,
    queue_replies_to_person,
    say_to_person,
)
from whatsapp.services.handover_moving import hand_conversation_back, release_holder
from whatsapp.services.handover_placing import plan_call_back

Kind = HandoverLine.Kind


@transaction.atomic
def take_chat(*, handover_id: int, by: Actor, at: datetime) -> None:
    """Give a chat to this operator, and tell the person. Harmless if they have it already.

    While only a call is due, the person's messages stay with the conversation until the operator writes.

    Raises NotPermitted, or Refused if another operator has it or it has ended.
    """
    chat, handover = _lock_open(handover_id, by=by, at=at, readers={InboxReader.OPERATOR})
    if handover.holder_id == by.posting_id:
        return
    if handover.holder_id:
        raise Refused(HandoverRefusal.TAKEN)
    handover.holder_id, handover.holder_active_at = by.posting_id, at
    handover.save()
    add_line(handover, Kind.TAKEN, at=at, by=by)
    if handover.is_live:
        say_to_person(chat, "operator_here", at=at)


@transaction.atomic
def put_chat_back(*, handover_id: int, by: Actor, at: datetime) -> None:
    """Put a chat back into the waiting list: by its holder, or by the head of the cell's office.

    The person gets a message.

    Raises NotPermitted, or Refused.
    """
    chat, handover = _lock_open(handover_id, by=by, at=at, readers={InboxReader.OPERATOR, InboxReader.HEAD})
    if handover.holder_id is None:
        raise Refused(HandoverRefusal.NOT_YOURS)
    if handover.holder_id != by.posting_id and _reader(by) is not InboxReader.HEAD:
        raise Refused(HandoverRefusal.NOT_YOURS)
    release_holder(handover, Kind.RELEASED, at=at, by=by)
    if handover.is_live:
        say_to_person(chat, "operator_away", at=at)


@transaction.atomic
def write_to_person(*, handover_id: int, text: str, by: Actor, at: datetime) -> HandoverLine:
    """Send a text to the person, and record it. A chat that waited for a call goes on in writing, and says so first.

    After Meta's 24 hours the person gets a template, and the text follows when they write. Raises NotPermitted, or
    Refused if the chat is not this operator's.
    """
    chat, handover = _lock_held(handover_id, by=by, at=at)
    if not text.strip():
        raise Refused(HandoverRefusal.EMPTY, "text")
    if len(text) > LONGEST_TEXT:
        raise Refused(HandoverRefusal.TOO_LONG, "text")
    here = () if handover.is_live else (TextReply(chat_context(chat, at=at).say("operator_here")),)
    sending = queue_replies_to_person(chat, (*here, TextReply(text.strip())), at=at)[-1]
    handover.is_live = True
    handover.waiting_since, handover.holder_active_at = None, at
    handover.call_back_at, handover.wants_call = None, None
    handover.save()
    return add_line(handover, Kind.OPERATOR, at=at, by=by, text=text.strip(), sending=sending)


@transaction.atomic
def send_again(*, handover_id: int, line_id: int, by: Actor, at: datetime) -> HandoverLine:
    """Send a text again that WhatsApp refused. Raises NotPermitted, or Refused if it was not refused."""
    chat, handover = _lock_held(handover_id, by=by, at=at)
    line = handover.lines.filter(pk=line_id, kind=Kind.OPERATOR).first()
    failed = Sending.objects.filter(pk=line.sending, outcome=DeliveryStatus.FAILED) if line else Sending.objects.none()
    if not failed.exists():
        raise Refused(HandoverRefusal.NOT_FAILED)
    if failed.get().code == WINDOW_CLOSED:
        Chat.objects.filter(pk=chat.pk).update(heard_at=None)  # Meta counts otherwise: only a template is accepted
    return write_to_person(handover_id=handover_id, text=line.text, by=by, at=at)


@transaction.atomic
def hand_chat_back(*, handover_id: int, by: Actor, at: datetime) -> None:
    """Hand the chat back to the conversation, which goes on where it was. The person gets a message.

    Raises NotPermitted, or Refused if the chat is not this operator's.
    """
    chat, handover = _lock_held(handover_id, by=by, at=at)
    end_handover(handover, Handover.Ending.HANDED_BACK, at=at, by=by)
    hand_conversation_back(chat, "operator_handed_back", at=at)


@transaction.atomic
def record_call_back(*, handover_id: int, was_reached: bool, note: str, by: Actor, at: datetime) -> None:
    """Record a call to the person. Reached: the chat ends. Not reached: two hours later again, three times at most.

    Raises NotPermitted, or Refused if the chat is not this operator's or no call is due.
    """
    chat, handover = _lock_held(handover_id, by=by, at=at)
    if handover.call_back_at is None:
        raise Refused(HandoverRefusal.NO_CALL_DUE)
    if handover.call_back_at > at:
        raise Refused(HandoverRefusal.TOO_EARLY)
    if was_reached:
        add_line(handover, Kind.CALLED, at=at, by=by, text=note)
        end_handover(handover, Handover.Ending.CALLED, at=at, by=by)
        hand_conversation_back(chat, "operator_handed_back", at=at)
        return
    add_line(handover, Kind.CALL_FAILED, at=at, by=by, text=note)
    handover.failed_calls += 1
    if handover.failed_calls >= MOST_FAILED_CALLS:
        end_handover(handover, Handover.Ending.NOT_REACHED, at=at, by=by)
        hand_conversation_back(chat, "operator_not_reached", at=at)
        return
    again_at = at + CALL_AGAIN_AFTER
    handover.call_back_at = handover.waiting_since = plan_call_back(handover, chat, at=again_at) or again_at
    release_holder(handover, Kind.RELEASED, at=at, by=by)


def _lock_open(handover_id: int, *, by: Actor, at: datetime, readers: set[InboxReader]) -> tuple[Chat, Handover]:
    chat, handover = lock_chat_and_handover(handover_id, by=by, at=at)
    if _reader(by) not in readers:
        raise NotPermitted
    if handover.ended_at:
        raise Refused(HandoverRefusal.ENDED)
    return chat, handover


def _lock_held(handover_id: int, *, by: Actor, at: datetime) -> tuple[Chat, Handover]:
    """Return a chat that this operator has. Raises Refused if somebody else has it, or nobody."""
    chat, handover = _lock_open(handover_id, by=by, at=at, readers={InboxReader.OPERATOR})
    if handover.holder_id != by.posting_id:
        raise Refused(HandoverRefusal.TAKEN if handover.holder_id else HandoverRefusal.NOT_YOURS)
    return chat, handover


def _reader(by: Actor) -> InboxReader:
    return inbox_reader_of(by.role, by.office_kind, is_head=by.is_head)
