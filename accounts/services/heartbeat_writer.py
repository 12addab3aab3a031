"""Write the primary's heartbeat, by which a replica's lag is measured (accounts.queries.replica)."""

from datetime import datetime

from accounts.models import Heartbeat


def write_heartbeat(*, at: datetime) -> None:
    """Write the heartbeat row."""
    Heartbeat.objects.update_or_create(pk=1, defaults={"at": at})
