"""Outbox messages written for the chat, and the question that then waits for a reply."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from complaints.models import Complaint
from complaints.rules.access_proofs import OpenedBy
from notifications.models import Message
from notifications.rules.recipient_references import parse_reference
from notifications.transports.transport_interface import OutgoingMessage
from whatsapp.models import Chat, Handover
from whatsapp.queries import own_complaints
from whatsapp.queries.directory_cache import current_directory
from whatsapp.queries.neutral_messages import COMPLAINANT_KIND, needs_neutral_messages
from whatsapp.rules.chat_state import State
from whatsapp.rules.cloud_api import message_templates
from whatsapp.rules.conversation import PAUSED_AFTER
from whatsapp.rules.dialog_steps import Context, Person
from whatsapp.rules.dialogs import complaint_news
from whatsapp.rules.languages import Language
from whatsapp.rules.notice_alerts import SUBSCRIBER_KIND
from whatsapp.rules.replies import LONGEST_TEXT, Reply, TextReply, clip
from whatsapp.services import alert_messages
from whatsapp.services.effects import complaint_snapshot


@dataclass(frozen=True)
class NewsMessage:
    """News for a chat. `reply`: for inside the 24-hour window; `template`: for outside.

    `pending_question`: the question that a reply would answer. `is_held`: the reply follows the template when the
    person writes.
    """

    reply: Reply
    template: message_templates.TemplateMessage = field(default_factory=message_templates.TemplateMessage)
    pending_question: Mapping = field(default_factory=dict)
    is_held: bool = True


def build_news_message(chat: Chat, outgoing: OutgoingMessage) -> NewsMessage | None:
    """Return the message in the chat's language; None if the chat has already said it.

    A sensitive complaint gets a neutral message without number and subject, inside the 24 hours too.
    """
    message = Message.objects.filter(pk=outgoing.id).first()
    language = Language(chat.language or Language.URDU)
    context = Context(State(language=language), current_directory(at=outgoing.at), Person(chat.phone), outgoing.at)
    neutral = NewsMessage(TextReply(context.say("news_neutral", site=context.home)))
    if message is None:
        return neutral
    kind, number = parse_reference(message.recipient)
    facts = message.context
    if kind == SUBSCRIBER_KIND:
        return NewsMessage(*alert_messages.build_alert(context, chat, message), is_held=False)
    if kind != COMPLAINANT_KIND:
        template = message_templates.choose_template(message.template, facts, of_complaint=False)
        reply = complaint_news.request_news_reply(context, message.template, facts) or TextReply(
            clip(outgoing.text, LONGEST_TEXT)
        )
        return neutral if outgoing.neutral else NewsMessage(reply, message_templates.fill_template(template, facts))
    complaint = (
        Complaint.objects.unscoped("the message is for this complainant")
        .select_related("complainant")
        .filter(complainant=number)
        .first()
    )
    if (
        message.template in complaint_news.RECEIPT_MESSAGES
        and complaint
        and own_complaints.is_own_complaint(chat, complaint.pk)
    ):
        return None
    if (
        outgoing.neutral
        or message.template in message_templates.NEUTRAL_MESSAGES
        or complaint is None
        or needs_neutral_messages(complaint)
    ):
        return neutral
    return _message_about_complaint(context, complaint, message.template, facts, at=outgoing.at)


def _message_about_complaint(
    context: Context, complaint: Complaint, name: str, facts: Mapping, *, at: datetime
) -> NewsMessage:
    """Return news of a complaint, with the question that the person can answer now."""
    snapshot = complaint_snapshot.load_complaint_snapshot(complaint.pk, by="phone", opened_by=OpenedBy.CHAT, at=at)
    opened = context.with_answers(etag=complaint.etag, standing=snapshot)
    template = message_templates.choose_template(name, facts, of_complaint=True)
    question_key = complaint_news.pending_question_key(name, snapshot)
    pending_question = {"etag": complaint.etag, "asked": question_key} if question_key else {}
    return NewsMessage(
        complaint_news.news_reply(opened, name, facts),
        message_templates.fill_template(template, facts),
        pending_question,
    )


def is_in_dialog(chat: Chat, *, at: datetime) -> bool:
    """Return whether the person is in a dialog that news would interrupt, or speaks to an operator."""
    if Handover.objects.open().filter(chat=chat, holder__isnull=False).exists():
        return True
    state = chat.state
    return state.has_answers and state.heard_at is not None and at < state.heard_at + PAUSED_AFTER


@transaction.atomic
def set_pending_question(chat: Chat, pending_question: Mapping, *, at: datetime) -> None:
    """Make the question of the news the one that waits, unless another dialog has begun.

    An unfinished dialog can be resumed.
    """
    chat = Chat.objects.select_for_update().get(pk=chat.pk)
    if pending_question and not is_in_dialog(chat, at=at):
        state = chat.state.interrupt() if chat.state.has_answers else chat.state
        chat.state = replace(
            state, step=complaint_news.NEWS_STEP, answers={"_news": dict(pending_question)}, trail=(), heard_at=at
        )
        chat.save(update_fields=["sealed_state"])
