"""Updates from Meta, chats and their operators, outgoing messages, files, consents, edited sentences and counts."""

from whatsapp.models.account_event import AccountEvent
from whatsapp.models.chat import Chat
from whatsapp.models.chat_sentence import ChatSentence
from whatsapp.models.handover import Handover, HandoverLine, InboxHours
from whatsapp.models.media import Media
from whatsapp.models.notice_broadcast import NoticeBroadcast
from whatsapp.models.notice_subscription import NoticeSubscription
from whatsapp.models.own_complaint import OwnComplaint
from whatsapp.models.sending import Sending
from whatsapp.models.step_count import StepCount
from whatsapp.models.update import Update

__all__ = [
    "AccountEvent",
    "Chat",
    "ChatSentence",
    "Handover",
    "HandoverLine",
    "InboxHours",
    "Media",
    "NoticeBroadcast",
    "NoticeSubscription",
    "OwnComplaint",
    "Sending",
    "StepCount",
    "Update",
]
