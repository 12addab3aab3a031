"""What the outbox sends here, written for the chat; and the question that then waits for a reply."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from complaints.models import Complaint
from complaints.rules.opened_by import OpenedBy
from notifications.models import Message
from notifications.rules.references import parse
from notifications.transports.contract import Outgoing
from whatsapp.models import Chat
from whatsapp.queries import own
from whatsapp.queries.known import now_known
from whatsapp.queries.news import OF_COMPLAINT, is_delicate
from whatsapp.rules import templates
from whatsapp.rules.conversation import IDLE
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import LONGEST_TEXT, Reply, Text, clip
from whatsapp.rules.scene import Person, Scene
from whatsapp.rules.state import State
from whatsapp.rules.talks import announcing
from whatsapp.services.performing import following


@dataclass(frozen=True)
class Written:
    """`reply`: inside Meta's 24 hours; `news`: by which template outside them. `waits`: what a reply would answer."""

    reply: Reply
    news: templates.News = field(default_factory=templates.News)
    waits: Mapping = field(default_factory=dict)


def written(chat: Chat, outgoing: Outgoing) -> Written | None:
    """Write the message in the chat's language. None: the chat has said it already.

    Of a delicate complaint nothing but that there is a message: neither number nor matter, inside the 24 hours too.
    """
    message = Message.objects.filter(pk=outgoing.id).first()
    language = Language(chat.language or Language.URDU)
    scene = Scene(State(language=language), now_known(at=outgoing.at), Person(chat.phone), outgoing.at)
    neutral = Written(Text(scene.say("news_neutral", site=scene.home)))
    if message is None:
        return neutral
    kind, number = parse(message.recipient)
    facts = message.context
    if kind != OF_COMPLAINT:
        found = templates.template_of(message.template, facts, of_complaint=False)
        reply = announcing.of_request(scene, message.template, facts) or Text(clip(outgoing.text, LONGEST_TEXT))
        return neutral if outgoing.neutral else Written(reply, templates.news_of(found, facts))
    complaint = Complaint.objects.for_service().select_related("complainant").filter(complainant=number).first()
    if message.template in announcing.REPEATED and complaint and own.is_own(chat, complaint.pk):
        return None
    if outgoing.neutral or message.template in templates.HARMLESS or complaint is None or is_delicate(complaint):
        return neutral
    standing = following.standing(complaint.pk, by="phone", opened_by=OpenedBy.CHAT, at=outgoing.at)
    told = scene.with_told(etag=complaint.etag, standing=standing)
    found = templates.template_of(message.template, facts, of_complaint=True)
    asked = announcing.asks(message.template, standing)
    waits = {"etag": complaint.etag, "asked": asked} if asked else {}
    return Written(announcing.news(told, message.template, facts), templates.news_of(found, facts), waits)


def is_answering(chat: Chat, *, at: datetime) -> bool:
    """Return whether the person is in the middle of something that news would interrupt."""
    state = chat.state
    return state.has_told and state.heard_at is not None and at < state.heard_at + IDLE


@transaction.atomic
def wait_for_reply(chat: Chat, waits: Mapping, *, at: datetime) -> None:
    """Let the question of the news be the one that waits, unless something else was begun meanwhile.

    What was left half told can be gone on with.
    """
    chat = Chat.objects.select_for_update().get(pk=chat.pk)
    if waits and not is_answering(chat, at=at):
        state = chat.state.aside() if chat.state.has_told else chat.state
        chat.state = replace(state, step=announcing.STEP, told={"_news": dict(waits)}, trail=(), heard_at=at)
        chat.save(update_fields=["sealed_state"])
