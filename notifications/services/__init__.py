"""The only code that writes the outbox: adding messages, and sending them."""

from notifications.services.message_delivery import DeliveryCounts, deliver_due_messages
from notifications.services.outbox import NewMessage, cancel_waiting_messages, enqueue, enqueue_many

__all__ = ["DeliveryCounts", "NewMessage", "cancel_waiting_messages", "deliver_due_messages", "enqueue", "enqueue_many"]
