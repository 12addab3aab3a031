"""What the conversation asks for about operators: to hand the chat over, to be called, to erase the texts."""

from collections.abc import Mapping
from datetime import datetime

from complaints.understanding.sentence import indicates_danger
from whatsapp.models import Chat, Handover, HandoverLine
from whatsapp.rules.chat_state import State
from whatsapp.rules.handover.handover_rules import is_inbox_open, next_inbox_opening
from whatsapp.rules.handover.key_masking import mask_keys
from whatsapp.services.handover_erasure import erase_texts_of_chat
from whatsapp.services.handover_log import add_line, end_handover
from whatsapp.services.handover_placing import (
    hide_from_mentioned,
    load_inbox_hours,
    place_handover,
    plan_call_back,
    set_subject,
)

NOBODY = {"handover": "nobody"}


def hand_over(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Hand the chat to the operators of the complaint cell, or offer a call if none is on duty.

    A chat that waits for a call already keeps its place, unless the cell has opened.
    """
    handover = Handover.objects.open().filter(chat=chat).select_related("office").first()
    if handover is None:
        handover = _begin_handover(chat, request, state=state, at=at)
        if handover is None:
            return NOBODY
    hours = load_inbox_hours(handover.office)
    if is_inbox_open(hours, at=at):
        handover.is_live, handover.call_back_at, handover.wants_call = True, None, None
        handover.waiting_since = min(handover.waiting_since or at, at)
        handover.save()
        return {"handover": "waiting", "office": {"en": handover.office.name_en, "ur": handover.office.name_ur}}
    if handover.wants_call:
        return {"handover": "kept", "at": handover.call_back_at.isoformat()}
    return _offer_call(chat, handover, opens=next_inbox_opening(hours, at=at), at=at)


def _begin_handover(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Handover | None:
    """Save a hand-over at the first cell that may have it, with what the person wrote before; None if there is none."""
    handover = Handover(chat=chat, reason=request["reason"], began_at=at, waiting_since=at)
    offices = set_subject(handover, chat, state, at=at)
    texts = [*state.answers.get("texts", ()), *request.get("texts", ())]
    handover.in_danger = bool(state.answers.get("_warned")) or any(map(indicates_danger, texts))
    hide_from_mentioned(handover, texts, state, at=at)
    if not place_handover(handover, offices, at=at):
        if handover.pk:
            handover.delete()
        return None
    add_line(handover, HandoverLine.Kind.BEGAN, at=at)
    for text in texts:
        add_line(handover, HandoverLine.Kind.PERSON, at=at, text=mask_keys(text))
    return handover


def _offer_call(chat: Chat, handover: Handover, *, opens: datetime | None, at: datetime) -> Mapping:
    """Offer a call at the next opening. The log has one line for each time that is offered."""
    if opens is None:
        end_handover(handover, Handover.Ending.EXPIRED, at=at)
        return NOBODY
    call_at = plan_call_back(handover, chat, at=at) or opens
    if handover.call_back_at != call_at:
        add_line(handover, HandoverLine.Kind.OFFERED, at=at)
    handover.is_live, handover.call_back_at, handover.waiting_since = False, call_at, call_at
    handover.save()
    return {"handover": "closed", "opens": opens.isoformat(), "has_phone": bool(chat.phone)}


def answer_call_back(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Record whether the person wants to be called. An offer that has ended meanwhile counts as declined."""
    handover = Handover.objects.open().filter(chat=chat).first()
    if handover and handover.is_live:
        return {"call_back": "live"}
    if handover is None or not request["wanted"]:
        if handover:
            end_handover(handover, Handover.Ending.DECLINED, at=at)
        return {"call_back": "declined"}
    handover.wants_call = True
    handover.save(update_fields=["wants_call"])
    add_line(handover, HandoverLine.Kind.CALL_AGREED, at=at)
    return {"call_back": "agreed", "at": handover.call_back_at.isoformat()}


def erase_operator_texts(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Erase the texts of this chat's hand-overs, at the person's request. An open one ends."""
    for handover in Handover.objects.open().filter(chat=chat):
        end_handover(handover, Handover.Ending.LEFT, at=at)
    erase_texts_of_chat(chat, at=at)
    return {"texts_erased": True}
