"""The outbox, and the mailbox that stands in for telephones in the demo."""

from notifications.models.mailbox import DeliveredMail
from notifications.models.message import Message

__all__ = ["DeliveredMail", "Message"]
