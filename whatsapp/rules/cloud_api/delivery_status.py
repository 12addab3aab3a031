"""Delivery status of a sent message. It never goes back, whatever the order of Meta's reports."""

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


def most_advanced_status(current: DeliveryStatus, reported: DeliveryStatus) -> DeliveryStatus:
    """Return the more advanced status. A delivered message has not failed, whatever arrives late."""
    return max(current, reported, key=_ORDER.index)
