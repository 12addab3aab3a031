"""The only writers of the outbox: putting in, and sending."""

from notifications.services.delivery import Counts, deliver_due
from notifications.services.outbox import NewMessage, enqueue, enqueue_many

__all__ = ["Counts", "NewMessage", "deliver_due", "enqueue", "enqueue_many"]
