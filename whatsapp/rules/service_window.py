"""Meta's customer service window: 24 hours from the person's last message, in which anything may be sent."""

from datetime import datetime, timedelta

WINDOW = timedelta(hours=24)
MARGIN = timedelta(minutes=5)
"""Clocks differ, and a message is under way for a while: the end is kept away from."""


def is_window_open(heard_at: datetime | None, *, at: datetime) -> bool:
    """Whether words of our own may go now."""
    return heard_at is not None and at < heard_at + WINDOW - MARGIN
