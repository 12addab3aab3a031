"""When explanations are called for: on Mondays at nine, by the wall clock of Pakistan."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

KARACHI = ZoneInfo("Asia/Karachi")
HOUR = 9


def last_call(at: datetime) -> datetime:
    """The week's call at or before a moment. A job that ran late, or not at all, still finds what it missed."""
    local = at.astimezone(KARACHI)
    monday = (local - timedelta(days=local.weekday())).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return monday if monday <= local else monday - timedelta(days=7)
