"""The only code that writes the outbox: adding messages, and sending them."""

from notifications.services.delivery import Counts, deliver_due
from notifications.services.outbox import NewMessage, enqueue, enqueue_many

__all__ = ["Counts", "NewMessage", "deliver_due", "enqueue", "enqueue_many"]
