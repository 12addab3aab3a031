"""Tell partners, at the address that they had, that an administrator of the portal set another one.

No rows of the outbox: their retries and answers would count against the new address.
"""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from api.models import EventEndpoint
from api.rules.event_kinds import EventKind, event_body
from api.services.event_recording import day_of
from api.webhook_sender import Outgoing


@transaction.atomic
def take_moved_notices(*, at: datetime, limit: int) -> list[Outgoing]:
    """Return the notices that are due. Each is returned once, so there is one attempt."""
    due = EventEndpoint.objects.exclude(address_to_tell="").order_by("pk")
    endpoints = list(due.select_for_update(skip_locked=True, no_key=True)[:limit])
    if not endpoints:
        return []
    EventEndpoint.objects.filter(pk__in=[endpoint.pk for endpoint in endpoints]).update(address_to_tell="")
    body = event_body(EventKind.MOVED, day=day_of(at))
    return [Outgoing(f"evt_{uuid4().hex}", one.address_to_tell, (one.secret,), body, at) for one in endpoints]
