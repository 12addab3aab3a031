"""What became of a message that went out. It only moves up, in whatever order Meta tells it."""

from enum import StrEnum


class DeliveryStatus(StrEnum):
    ACCEPTED = "accepted"  # by the API
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


_ORDER = [
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.SENT,
    DeliveryStatus.FAILED,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
]


def later_status(now: DeliveryStatus, told: DeliveryStatus) -> DeliveryStatus:
    """What is known after both were told. A message that was delivered has not failed, whatever comes late."""
    return max(now, told, key=_ORDER.index)
