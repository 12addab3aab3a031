"""The primary's sign of life, for whoever reads a copy of it (accounts.queries.replica)."""

from datetime import datetime

from accounts.models import Heartbeat


def beat(*, at: datetime) -> None:
    """Write that it lives."""
    Heartbeat.objects.update_or_create(pk=1, defaults={"at": at})
