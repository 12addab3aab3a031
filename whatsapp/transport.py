"""The outbox's way by WhatsApp: to whoever asked for news here. Any other message takes its next way, as by SMS.

Within 24 hours of the person's last message the news itself goes, written for the chat (services.news); later only an
approved template may, which says what there is to do: the words are held, and go as soon as the person writes. A
template that Meta does not know (yet), or has paused, is replaced by the plainest one. Nobody is interrupted in the
middle of an answer: the news waits until they have finished, or half an hour has passed.
"""

from datetime import timedelta

from notifications.transports.contract import NotNow, NotSetUp, Outgoing, PermanentFailure, TemporaryFailure
from whatsapp.models import Chat
from whatsapp.queries.standing import missing
from whatsapp.rules.directions import with_numbers_in_order
from whatsapp.rules.languages import Language
from whatsapp.rules.templates import NEWS, News, payload
from whatsapp.rules.troubles import NO_SUCH_TEMPLATE, WINDOW_CLOSED, Meaning
from whatsapp.rules.window import is_open
from whatsapp.rules.wire import as_payload
from whatsapp.services import chats, graph, held
from whatsapp.services.news import is_answering, wait_for_reply, written

LOOK_AGAIN = timedelta(minutes=2)


def send(outgoing: Outgoing) -> None:
    """Send one message.

    Raises PermanentFailure where the person has not asked for it here, or never can be reached; NotNow while they are
    answering something.
    """
    if lacking := missing():
        raise NotSetUp(f"no WhatsApp: {lacking[0]} is not set")
    chat = chats.behind(outgoing.to)
    if chat is None:
        raise PermanentFailure("WhatsApp: not asked for")
    if is_answering(chat, at=outgoing.at):
        raise NotNow(outgoing.at + LOOK_AGAIN, "waits until they have answered")
    told = written(chat, outgoing)
    if told is None:
        return
    reply = with_numbers_in_order(told.reply) if chat.language == Language.URDU else told.reply
    try:
        if is_open(chat.heard_at, at=outgoing.at):
            held.post_news(chat, as_payload(reply), outgoing=outgoing, hold=None)
        else:
            _by_template(chat, told.news, as_payload(reply), outgoing=outgoing)
    except graph.Failed as failed:
        raise _failure(failed) from None
    wait_for_reply(chat, told.waits, at=outgoing.at)


def _by_template(chat: Chat, told: News, words: dict, *, outgoing: Outgoing) -> None:
    try:
        held.post_news(chat, payload(told, chat.language), outgoing=outgoing, hold=words)
    except graph.Failed as failed:
        if failed.trouble.code not in NO_SUCH_TEMPLATE or told.template is NEWS:
            raise
        held.post_news(chat, payload(News(), chat.language), outgoing=outgoing, hold=words)


def _failure(failed: graph.Failed) -> Exception:
    """WhatsApp's troubles are no reason to wait while SMS works: whatever is wrong, the next way is tried."""
    code, meaning = failed.trouble.code, failed.trouble.meaning
    if code == WINDOW_CLOSED or meaning is Meaning.NEVER:
        return PermanentFailure(f"WhatsApp: {code}")
    return NotSetUp(f"WhatsApp: {code}") if meaning is Meaning.OURS else TemporaryFailure(f"WhatsApp: {code}")
