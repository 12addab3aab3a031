"""Check the events that the portal sends to a partner (Standard Webhooks, docs/api/events.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError


class BadEvent(Exception):
    """The request is not a valid event of the portal: its signature is wrong, or it is older than five minutes."""


@dataclass(frozen=True)
class Event:
    """One event. `id`: the same at every repeat. `day`: in Pakistan.

    `etag`, `number` and `state` are empty in a test event. `number` counts your events about one complaint: an event
    with a number that you have seen, or with a lower one, tells nothing new.
    """

    id: str
    type: str
    day: date
    etag: str = ""
    number: int = 0
    state: str = ""


def verify_event(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> Event:
    """Return the event of a request. Raises BadEvent.

    `body`: exactly as it came. `secrets`: during a rotation the new and the former one; one of them must fit.
    """
    for secret in secrets:
        try:
            event = Webhook(secret).verify(body, dict(headers))
        except (WebhookVerificationError, ValueError):
            continue
        identity = next(value for name, value in headers.items() if name.lower() == "webhook-id")
        data = event["data"]
        return Event(
            id=identity,
            type=event["type"],
            day=date.fromisoformat(event["day"]),
            etag=data.get("etag", ""),
            number=data.get("number", 0),
            state=data.get("state", ""),
        )
    raise BadEvent("no secret fits this request, or it is too old")
