"""Consent to messages that nobody has just asked for: STOP, START and *updates*."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from complaints.models import Complainant
from whatsapp.models import Chat, OwnComplaint
from whatsapp.rules.chat_state import State
from whatsapp.services import held_news
from whatsapp.services.effects import notice_consent


def set_news_consent(chat: Chat, request: Mapping, *, state: State, at: datetime) -> Mapping:
    """Record whether messages may come here.

    `wanted`: False stops everything (STOP), "again" takes that back exactly (START), True asks for the news of all
    complaints of this chat (*updates*). The result is None if *updates* finds no complaint that the chat has filed.
    """
    match request["wanted"]:
        case False:
            stop_messages(chat, at=at)
            return {"news_wanted": False}
        case "again":
            restore_messages(chat)
            return {"news_wanted": "again"}
    own_rows = OwnComplaint.objects.filter(chat=chat)
    chat.welcome = own_rows.update(wants_news=True, news_stopped_at=None) > 0
    quiet = own_rows.values("complaint__complainant")
    Complainant.objects.filter(pk__in=quiet).update(messages_wanted=True)
    return {"news_wanted": True if chat.welcome else None}


def stop_messages(chat: Chat, *, at: datetime) -> None:
    """Stop news and alerts. What was held until the person writes is not sent either."""
    agreed = OwnComplaint.objects.filter(chat=chat, wants_news=True, news_stopped_at=None)
    _set_messages_wanted(agreed, wanted=False)
    agreed.update(news_stopped_at=at)
    notice_consent.stop_alerts(chat, at=at)
    held_news.delete_held_news(chat)
    chat.welcome = False


def restore_messages(chat: Chat) -> None:
    """Take STOP back. A complaint whose news was never wanted stays silent."""
    own_rows = OwnComplaint.objects.filter(chat=chat)
    _set_messages_wanted(own_rows.filter(wants_news=True).exclude(news_stopped_at=None), wanted=True)
    own_rows.update(news_stopped_at=None)
    notice_consent.restore_alerts(chat)
    chat.welcome = own_rows.filter(wants_news=True).exists()


def _set_messages_wanted(own_rows: QuerySet[OwnComplaint], *, wanted: bool) -> None:
    """Keep the wish for messages of quiet complaints as the chat says, unless a channel was chosen on the web."""
    people = Complainant.objects.filter(pk__in=own_rows.values("complaint__complainant"), prefers="")
    people.update(messages_wanted=wanted)
