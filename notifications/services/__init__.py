"""The only code that writes the outbox: adding messages, sending them, and deleting old ones."""

from notifications.services.message_delivery import DeliveryCounts, deliver_due_messages
from notifications.services.message_retention import delete_finished_rows, delete_old_messages
from notifications.services.outbox import NewMessage, cancel_waiting_messages, enqueue, enqueue_many

__all__ = [
    "DeliveryCounts",
    "NewMessage",
    "cancel_waiting_messages",
    "delete_finished_rows",
    "delete_old_messages",
    "deliver_due_messages",
    "enqueue",
    "enqueue_many",
]
