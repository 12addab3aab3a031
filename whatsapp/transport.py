"""Outbox transport for WhatsApp, for people who agreed to news by chat. Other messages go by the next transport, SMS.

Within 24 hours of the person's last message the news itself is sent (services.news_messages). Later only an approved
template may be sent; the news is held and follows when the person writes. A template that Meta does not know or has
paused is replaced by the general one. News does not interrupt a dialog: it waits until the person has finished, or for
half an hour.
"""

from datetime import timedelta

from notifications.transports.transport_interface import (
    ChannelNotSetUp,
    OutgoingMessage,
    OutsideHours,
    PermanentFailure,
    TemporaryFailure,
)
from whatsapp.models import Chat
from whatsapp.queries.service_status import missing_settings
from whatsapp.rules.api_errors import NO_SUCH_TEMPLATE, WINDOW_CLOSED, ErrorKind
from whatsapp.rules.api_payloads import make_payload
from whatsapp.rules.languages import Language
from whatsapp.rules.message_templates import GENERAL_NEWS, TemplateMessage, template_payload
from whatsapp.rules.service_window import is_window_open
from whatsapp.rules.text_direction import join_digit_groups_in_reply
from whatsapp.services import chat_owners, graph_api, held_news
from whatsapp.services.news_messages import build_news_message, is_in_dialog, set_pending_question

RETRY_AFTER = timedelta(minutes=2)


def send(outgoing: OutgoingMessage) -> None:
    """Send one message.

    Raises PermanentFailure if the person did not agree or cannot be reached; NotNow while they answer a question.
    """
    if lacking := missing_settings():
        raise ChannelNotSetUp(f"no WhatsApp: {lacking[0]} is not set")
    chat = chat_owners.find_chat_by_address(outgoing.to)
    if chat is None:
        raise PermanentFailure("WhatsApp: not asked for")
    if is_in_dialog(chat, at=outgoing.at):
        raise OutsideHours(outgoing.at + RETRY_AFTER, "waits until they have answered")
    news = build_news_message(chat, outgoing)
    if news is None:
        return
    reply = join_digit_groups_in_reply(news.reply) if chat.language == Language.URDU else news.reply
    try:
        if is_window_open(chat.heard_at, at=outgoing.at):
            held_news.send_news(chat, make_payload(reply), outgoing=outgoing, hold=None)
        else:
            _send_template_news(chat, news.template, make_payload(reply), outgoing=outgoing)
    except graph_api.GraphError as failed:
        raise _transport_exception(failed) from None
    set_pending_question(chat, news.pending_question, at=outgoing.at)


def _send_template_news(chat: Chat, message: TemplateMessage, words: dict, *, outgoing: OutgoingMessage) -> None:
    try:
        held_news.send_news(chat, template_payload(message, chat.language), outgoing=outgoing, hold=words)
    except graph_api.GraphError as failed:
        if failed.error.code not in NO_SUCH_TEMPLATE or message.template is GENERAL_NEWS:
            raise
        held_news.send_news(chat, template_payload(TemplateMessage(), chat.language), outgoing=outgoing, hold=words)


def _transport_exception(failed: graph_api.GraphError) -> Exception:
    """Return the transport's exception. Every failure falls back to SMS, so that news is not delayed."""
    code, kind = failed.error.code, failed.error.kind
    if code == WINDOW_CLOSED or kind is ErrorKind.NEVER:
        return PermanentFailure(f"WhatsApp: {code}")
    return ChannelNotSetUp(f"WhatsApp: {code}") if kind is ErrorKind.OURS else TemporaryFailure(f"WhatsApp: {code}")
