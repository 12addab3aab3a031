"""The age of the heartbeat, for the operator's monitoring."""

from datetime import datetime, timedelta

from accounts.models import Heartbeat


def heartbeat_age(*, at: datetime) -> timedelta | None:
    """Return the time since the heartbeat was last written, or None if it never was. One row by its key."""
    written = Heartbeat.objects.filter(pk=1).values_list("at", flat=True).first()
    return None if written is None else max(at - written, timedelta())
