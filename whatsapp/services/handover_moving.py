"""Chats that go back to the waiting list or to another complaint cell, and what the clock does to the inbox."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.roles import KINDS_WITH_CELL
from ledger.service_exceptions import NotPermitted
from whatsapp.models import Chat, Handover, HandoverLine
from whatsapp.rules.cloud_api.service_window import is_window_open
from whatsapp.rules.dialogs import operator_call
from whatsapp.rules.handover.handover_requests import state_after_operator, waiting_question
from whatsapp.rules.handover.handover_rules import (
    AWAY_AFTER,
    EXPIRES_AFTER,
    is_inbox_open,
    is_operator_away,
    next_inbox_opening,
)
from whatsapp.rules.reply_layout import compose_replies
from whatsapp.rules.time_format import format_moment
from whatsapp.services.handover_log import (
    add_line,
    chat_context,
    end_handover,
    lock_chat_and_handover,
    queue_replies_to_person,
    say_to_person,
)
from whatsapp.services.handover_placing import has_reader, load_inbox_hours, place_handover, plan_call_back

Kind = HandoverLine.Kind


def release_holder(handover: Handover, kind: HandoverLine.Kind, *, at: datetime, by: Actor | None = None) -> None:
    """Put a chat back into the waiting list. A chat that waits for a call waits for it again."""
    handover.holder = handover.holder_active_at = None
    handover.is_live = handover.call_back_at is None
    handover.waiting_since = handover.waiting_since or handover.call_back_at or at
    handover.save()
    add_line(handover, kind, at=at, by=by)


def release_and_place(handover: Handover, chat: Chat, *, at: datetime) -> None:
    """Take a chat from readers from whom it is now hidden: release it, and pass it to a cell that may have it.

    If no cell may have it, it ends with the next message of the clock, and the person learns of the other ways.
    """
    holder = handover.holder_id and Posting.objects.with_people().get(pk=handover.holder_id)
    may_keep = holder and Handover.objects.visible_to(Actor.of(holder), at=at).filter(pk=handover.pk).exists()
    if holder and not may_keep:
        release_holder(handover, Kind.RETURNED, at=at)
    if may_keep or has_reader(handover, at=at):
        return
    before = handover.office_id
    line = [office for office in reversed(Office.objects.line_of(handover.office)) if office.kind in KINDS_WITH_CELL]
    if not place_handover(handover, line, at=at):
        end_handover(handover, Handover.Ending.EXPIRED, at=at)
        hand_conversation_back(chat, "operator_away_for_good", at=at)
    elif handover.office_id != before:
        add_line(handover, Kind.MOVED, at=at)


def hand_conversation_back(chat: Chat, key: str, *, at: datetime) -> None:
    """Let the conversation go on where it was: say so, and ask the waiting question again."""
    context = chat_context(chat, at=at)
    chat.state = state_after_operator(context)
    chat.save(update_fields=["sealed_state"])
    if is_window_open(chat.heard_at, at=at):
        context = context.with_state(chat.state)
        replies = compose_replies((context.say(key),), question=waiting_question(context))
        queue_replies_to_person(chat, replies, at=at)


def keep_inbox(*, at: datetime) -> int:
    """Return chats of absent operators, move chats that nobody may read, offer calls at closing time, end old ones.

    Return how many chats changed. Each in a transaction of its own. Any number of workers may run this.
    """
    open_ids = list(Handover.objects.open().order_by("pk").values_list("pk", flat=True))
    return sum(_keep_one(pk, at=at) for pk in open_ids)


@transaction.atomic
def _keep_one(handover_id: int, *, at: datetime) -> bool:
    try:
        chat, handover = lock_chat_and_handover(handover_id, by=None, at=at)
    except NotPermitted:  # the chat was erased meanwhile
        return False
    if handover.ended_at:
        return False
    last = handover.lines.exclude(kind=Kind.READ).order_by("-pk").values_list("at", flat=True).first()
    if handover.is_live and handover.waiting_since is None and last + EXPIRES_AFTER <= at:
        end_handover(handover, Handover.Ending.EXPIRED, at=at)
        hand_conversation_back(chat, "operator_handed_back", at=at)
        return True
    if handover.holder_id and is_operator_away(
        waiting_since=handover.waiting_since, active_at=handover.holder_active_at, at=at
    ):
        release_holder(handover, Kind.RETURNED, at=at)
        if handover.is_live:
            say_to_person(chat, "operator_away", at=at)
        return True
    office = handover.office_id
    release_and_place(handover, chat, at=at)
    return handover.office_id != office or _offer_call_at_closing(handover, chat, at=at)


def _offer_call_at_closing(handover: Handover, chat: Chat, *, at: datetime) -> bool:
    """Offer a call to a person who still waits when the cell closes. The conversation goes on meanwhile."""
    if handover.ended_at or handover.holder_id or not handover.is_live or handover.began_at + AWAY_AFTER > at:
        return False
    hours = load_inbox_hours(handover.office)
    opens = None if is_inbox_open(hours, at=at) else next_inbox_opening(hours, at=at)
    if opens is None:
        return False
    call_at = plan_call_back(handover, chat, at=at) or opens
    handover.is_live, handover.call_back_at, handover.waiting_since = False, call_at, call_at
    handover.save()
    add_line(handover, Kind.OFFERED, at=at)
    context = chat_context(chat, at=at)
    words = format_moment(opens.isoformat(), context.language)
    if not is_window_open(chat.heard_at, at=at):
        return True
    if not chat.phone:
        queue_replies_to_person(
            chat, compose_replies((context.say_for_country("operator_writes_later", opens=words),)), at=at
        )
        return True
    asking = context.with_state(state_after_operator(context).advance(operator_call.STEP, {}))
    chat.state = asking.state
    chat.save(update_fields=["sealed_state"])
    question = operator_call.ask_to_call(asking)
    queue_replies_to_person(
        chat, compose_replies((context.say_for_country("operator_closed", opens=words),), question=question), at=at
    )
    return True
