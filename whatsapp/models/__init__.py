"""Updates from Meta, chats, outgoing messages, and files to be downloaded."""

from whatsapp.models.chat import Chat
from whatsapp.models.media import Media
from whatsapp.models.own_complaint import OwnComplaint
from whatsapp.models.sending import Sending
from whatsapp.models.update import Update

__all__ = ["Chat", "Media", "OwnComplaint", "Sending", "Update"]
