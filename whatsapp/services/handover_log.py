"""The log of a hand-over, its messages to the person, and the lock under which both are written."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from accounts.actors import Actor
from ledger.service_exceptions import NotPermitted
from whatsapp.models import Chat, Handover, HandoverLine, Sending
from whatsapp.queries.directory_cache import current_directory
from whatsapp.rules.cloud_api.api_payloads import make_payload
from whatsapp.rules.cloud_api.message_templates import TemplateMessage, template_payload
from whatsapp.rules.cloud_api.service_window import is_window_open
from whatsapp.rules.dialog_steps import Context, Person
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import Reply, TextReply
from whatsapp.rules.text_direction import join_digit_groups_in_reply
from whatsapp.services.held_news import UNTIL_THEY_WRITE


def lock_chat_and_handover(handover_id: int, *, by: Actor | None, at: datetime) -> tuple[Chat, Handover]:
    """Return the chat and the hand-over, both locked, the chat first as a turn of the conversation does.

    Raises NotPermitted if this actor may not see it or the chat was erased. `by`: None for the portal.
    """
    rows = Handover.objects.visible_to(by, at=at) if by else Handover.objects.all()
    chat_id = rows.filter(pk=handover_id).values_list("chat", flat=True).first()
    chat = Chat.objects.select_for_update().filter(pk=chat_id).first() if chat_id else None
    if chat is None:
        raise NotPermitted
    handover = Handover.objects.select_for_update(of=("self",)).select_related("office", "holder__officer")
    return chat, handover.get(pk=handover_id)


def add_line(
    handover: Handover,
    kind: HandoverLine.Kind,
    *,
    at: datetime,
    by: Actor | None = None,
    text: str = "",
    media: str = "",
    sending: int | None = None,
    evidence: UUID | None = None,
) -> HandoverLine:
    """Add an entry to the log. `by`: None for the person and the portal."""
    posting = by.posting_id if by else None
    return HandoverLine.objects.create(
        handover=handover,
        kind=kind,
        at=at,
        posting_id=posting,
        text=text,
        media=media,
        sending=sending,
        evidence=evidence,
    )


def record_reading_of_chat(handover: Handover, *, by: Actor, at: datetime, within: timedelta) -> None:
    """Record in the log that an officer opened the chat, unless they did within this time. Two statements."""
    lately = handover.lines.filter(kind=HandoverLine.Kind.READ, posting=by.posting_id, at__gt=at - within, at__lte=at)
    if not lately.exists():
        add_line(handover, HandoverLine.Kind.READ, at=at, by=by)


def chat_context(chat: Chat, *, at: datetime) -> Context:
    """Return the context of the chat's waiting question, without a message."""
    return Context(chat.state, current_directory(at=at), Person(chat.phone), at)


def end_handover(
    handover: Handover, why: Handover.Ending, *, at: datetime, by: Actor | None = None, text: str = ""
) -> None:
    """End a hand-over and record it."""
    handover.ended_at, handover.ended_why, handover.holder, handover.waiting_since = at, why, None, None
    handover.save()
    add_line(handover, HandoverLine.Kind.ENDED, at=at, by=by, text=text)


def queue_replies_to_person(chat: Chat, replies: tuple[Reply, ...], *, at: datetime) -> list[int]:
    """Queue messages to the person and return the id of each.

    When Meta's 24 hours are over, a template asks them to write, and the messages follow when they do. Somebody who
    sent STOP gets no template: the messages wait until they write by themselves.
    """
    if chat.language == Language.URDU:
        replies = tuple(map(join_digit_groups_in_reply, replies))
    open_now = is_window_open(chat.heard_at, at=at)
    if replies and not open_now and not chat.state.stopped:
        _queue(chat, template_payload(TemplateMessage(), chat.language), at=at, not_before=at)
    return [
        _queue(chat, make_payload(reply), at=at, not_before=at if open_now else UNTIL_THEY_WRITE) for reply in replies
    ]


def say_to_person(chat: Chat, key: str, *, at: datetime) -> None:
    """Queue a sentence of the chat. Nothing is sent after Meta's 24 hours: it would be old news by then."""
    if is_window_open(chat.heard_at, at=at):
        queue_replies_to_person(chat, (TextReply(chat_context(chat, at=at).say(key)),), at=at)


def _queue(chat: Chat, payload: dict, *, at: datetime, not_before: datetime) -> int:
    text = json.dumps(payload, ensure_ascii=False)
    return Sending.objects.create(chat=chat, payload=text, created_at=at, not_before=not_before).pk
