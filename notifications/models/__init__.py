"""The outbox, and the demo's mailbox, which shows the messages instead of phones."""

from notifications.models.delivered_mail import DeliveredMail
from notifications.models.message import Message

__all__ = ["DeliveredMail", "Message"]
