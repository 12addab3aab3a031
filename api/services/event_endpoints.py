"""Set a partner's endpoint for events, rotate its secret, pause and resume it, and replay events.

The administrators' page and the partner's own routes call the same functions.
"""

import base64
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from api.models import ApiClient, EventDelivery, EventEndpoint
from api.webhook_sender import check_address

OVERLAP = timedelta(hours=24)
"""How long the former secret signs too after a rotation, unless the rotation is at once."""
MOST_REPLAYED = 10_000
"""Events that one replay sends again at most; the oldest first."""


def new_secret() -> str:
    """Return a secret in the form of Standard Webhooks."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def set_address(client: ApiClient, address: str, *, at: datetime) -> tuple[EventEndpoint, str]:
    """Set where a partner receives events. Return the endpoint, and its secret if it is new; otherwise an empty text.

    Raises RefusedAddress. A new address is tried at once, whatever the former one answered.
    """
    check_address(address)  # before the transaction, because the resolver may be slow
    return save_checked_address(client, address, at=at)


@transaction.atomic
def save_checked_address(
    client: ApiClient, address: str, *, by_administrator: bool = False, at: datetime
) -> tuple[EventEndpoint, str]:
    """Set an address that was checked. Return the endpoint, and its secret if it is new; otherwise an empty text.

    `by_administrator`: what waits is given up instead of sent to the new address, and the former address gets word. An
    administrator may read no E-tag, and could otherwise pause, replay, and set an address of their own.
    """
    ApiClient.objects.select_for_update(no_key=True).get(pk=client.pk)  # two first calls wait for each other
    endpoint = EventEndpoint.objects.filter(client=client).first()
    if endpoint is None:
        secret = new_secret()
        times = {"created_at": at, "address_set_at": at}
        return EventEndpoint.objects.create(client=client, address=address, secret=secret, **times), secret
    former = endpoint.address
    if address != former:
        endpoint.address_set_at = at
    if address != former and by_administrator:
        waiting = EventDelivery.objects.waiting().filter(endpoint=endpoint)
        waiting.update(given_up_at=at, problem="address_changed", status=None)
        # A second change, before the notice goes out, does not replace the address that gets it.
        endpoint.address_to_tell = endpoint.address_to_tell or former
    endpoint.address, endpoint.gone_at = address, None
    endpoint.failures, endpoint.rests_until = 0, None
    times = ["address_set_at", "gone_at", "rests_until"]
    endpoint.save(update_fields=["address", "address_to_tell", "failures", *times])
    return endpoint, ""


@transaction.atomic
def rotate_event_secret(endpoint_id: int, *, at_once: bool = False, at: datetime) -> str:
    """Return a new secret, which is shown once. The former one signs too for a day; not if `at_once`."""
    endpoint = EventEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint_id)
    endpoint.former_secret = "" if at_once else endpoint.secret
    endpoint.former_until = None if at_once else at + OVERLAP
    endpoint.secret = new_secret()
    endpoint.save(update_fields=["secret", "former_secret", "former_until"])
    return endpoint.secret


def pause_endpoint(endpoint_id: int, *, at: datetime) -> None:
    """Send nothing until the endpoint is resumed. Events go on being written."""
    EventEndpoint.objects.filter(pk=endpoint_id, paused_at=None).update(paused_at=at)


def resume_endpoint(endpoint_id: int) -> None:
    """Send again, also after the address answered 410 or while the endpoint rests."""
    EventEndpoint.objects.filter(pk=endpoint_id).update(paused_at=None, gone_at=None, failures=0, rests_until=None)


def replay_one(endpoint_id: int, event_id: str, *, at: datetime) -> int:
    """Send one event again, with the same id. Return 1, or 0 if there is no such event for the present address."""
    return _replay(EventDelivery.objects.filter(endpoint=endpoint_id, event_id=event_id), at=at)


def replay_since(endpoint_id: int, since: datetime, *, at: datetime) -> int:
    """Send every event again that was written since this time for the present address, at most 10,000.

    Return how many.
    """
    return _replay(EventDelivery.objects.filter(endpoint=endpoint_id, created_at__gte=since), at=at)


def _replay(rows: QuerySet[EventDelivery], *, at: datetime) -> int:
    rows = rows.filter(created_at__gte=F("endpoint__address_set_at")).order_by("pk").values("pk")[:MOST_REPLAYED]
    again = EventDelivery.objects.filter(pk__in=rows)
    return again.update(sent_at=None, given_up_at=None, attempts=0, not_before=at)
