"""Updates from Meta, chats, outgoing messages, files to be downloaded, and chats that an operator takes over."""

from whatsapp.models.chat import Chat
from whatsapp.models.handover import Handover, HandoverLine, InboxHours
from whatsapp.models.media import Media
from whatsapp.models.own_complaint import OwnComplaint
from whatsapp.models.sending import Sending
from whatsapp.models.update import Update

__all__ = ["Chat", "Handover", "HandoverLine", "InboxHours", "Media", "OwnComplaint", "Sending", "Update"]
