"""What came, where each conversation stands, what goes out, and files that have still to be fetched."""

from whatsapp.models.chat import Chat
from whatsapp.models.media import Media
from whatsapp.models.own_complaint import OwnComplaint
from whatsapp.models.sending import Sending
from whatsapp.models.update import Update

__all__ = ["Chat", "Media", "OwnComplaint", "Sending", "Update"]
