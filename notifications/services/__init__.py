"""The only writers of the outbox: putting in, and sending."""

from notifications.services.outbox import NewMessage, enqueue, enqueue_many

__all__ = ["NewMessage", "enqueue", "enqueue_many"]
