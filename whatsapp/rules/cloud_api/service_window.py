"""Meta's customer service window: 24 hours after the person's last message, any message may be sent."""

from datetime import datetime, timedelta

WINDOW = timedelta(hours=24)
MARGIN = timedelta(minutes=5)
"""Stay this far from the end of the window: clocks differ, and delivery takes time."""


def is_window_open(heard_at: datetime | None, *, at: datetime) -> bool:
    """Return whether a message without a template may be sent now."""
    return heard_at is not None and at < heard_at + WINDOW - MARGIN
