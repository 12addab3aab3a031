"""Rules of the alerts about missing children that people ask for in the chat.

A message names the district only. The child's name and photo are on the notice, which disappears when the child is
found; what was sent to a phone would stay there.
"""

from datetime import datetime, timedelta

ALERT_MESSAGE = "missing_child_alert"
FOUND_MESSAGE, WITHDRAWN_MESSAGE = "missing_child_found", "missing_child_withdrawn"
SUBSCRIBER_KIND = "notice_subscriber"
"""Recipients of these outbox messages: `notice_subscriber:<id of the chat>`."""

ALERTS_PER_SECOND = 20
"""Messages a second of all alerts together: a quarter of Meta's 80 for one number, so that replies are not delayed."""

CONSENT_LASTS = timedelta(days=365)
"""Since the person's last message. Ours: a number that is no longer used must not get alerts for ever."""


def alert_key(notice_id: int, chat_id: int | str = "") -> str:
    """Return the outbox key of an alert: one per person and notice, however many districts they asked for."""
    return f"alert:{notice_id}:{chat_id}"


def alert_end_key(notice_id: int, chat_id: int) -> str:
    """Return the outbox key of the message that the alert is over."""
    return f"alert-over:{notice_id}:{chat_id}"


def send_time(number: int, *, start: datetime) -> datetime:
    """Return when the message with this number (from 0) may leave."""
    return start + timedelta(seconds=number / ALERTS_PER_SECOND)
