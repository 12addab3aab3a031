"""Outbox transport for WhatsApp, for people who agreed to news by chat. Other messages go by the next transport, SMS.

Within 24 hours of the person's last message the news itself is sent (services.news_messages). Later only an approved
template may be sent; the news is held and follows when the person writes. A template that Meta does not know, has
rejected or paused is replaced by the general one; if that is refused too, the message goes by SMS or e-mail, and the
administrators see why (models.AccountEvent). News does not interrupt a dialog: it waits until the person has finished,
or for half an hour.
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
from whatsapp.queries.account_troubles import may_template_be_sent
from whatsapp.queries.service_status import missing_settings
from whatsapp.rules.cloud_api.api_errors import NO_SUCH_TEMPLATE, WINDOW_CLOSED, ErrorKind
from whatsapp.rules.cloud_api.api_payloads import make_payload
from whatsapp.rules.cloud_api.message_templates import TemplateMessage, template_language, template_payload
from whatsapp.rules.cloud_api.service_window import is_window_open
from whatsapp.rules.languages import Language
from whatsapp.rules.text_direction import join_digit_groups_in_reply
from whatsapp.services import account_events, chat_owners, graph_api, held_news
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
            _send_template_news(chat, news.template, make_payload(reply) if news.is_held else None, outgoing=outgoing)
    except graph_api.GraphError as failed:
        account_events.record_access_trouble(failed.error, at=outgoing.at)
        raise _transport_exception(failed) from None
    account_events.end_access_trouble(at=outgoing.at)
    set_pending_question(chat, news.pending_question, at=outgoing.at)


def _send_template_news(chat: Chat, message: TemplateMessage, words: dict | None, *, outgoing: OutgoingMessage) -> None:
    """Send the template, or the general one if Meta refuses it. `words`: the news itself, held until they write."""
    substitutes = [TemplateMessage()] if message.template.has_substitute and message != TemplateMessage() else []
    for template in (message, *substitutes):
        name, language = template.template.name, template_language(chat.language)
        if not may_template_be_sent(name, language):
            continue
        try:
            held_news.send_news(chat, template_payload(template, chat.language), outgoing=outgoing, hold=words)
        except graph_api.GraphError as failed:
            if failed.error.code not in NO_SUCH_TEMPLATE:
                raise
            account_events.record_refused_template(name, language, failed.error, at=outgoing.at)
        else:
            account_events.record_accepted_template(name, language, at=outgoing.at)
            return
    raise PermanentFailure(f"WhatsApp: template {message.template.name} is not approved")


def _transport_exception(failed: graph_api.GraphError) -> Exception:
    """Return the transport's exception. Every failure falls back to SMS, so that news is not delayed."""
    code, kind = failed.error.code, failed.error.kind
    if code == WINDOW_CLOSED or kind is ErrorKind.NEVER:
        return PermanentFailure(f"WhatsApp: {code}")
    return ChannelNotSetUp(f"WhatsApp: {code}") if kind is ErrorKind.OURS else TemporaryFailure(f"WhatsApp: {code}")
