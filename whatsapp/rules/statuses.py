"""What became of a message that went out. It only moves up, in whatever order Meta tells it."""

from enum import StrEnum


class Status(StrEnum):
    ACCEPTED = "accepted"  # by the API
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


_ORDER = [Status.ACCEPTED, Status.SENT, Status.FAILED, Status.DELIVERED, Status.READ]


def higher(now: Status, told: Status) -> Status:
    """What is known after both were told. A message that was delivered has not failed, whatever comes late."""
    return max(now, told, key=_ORDER.index)
