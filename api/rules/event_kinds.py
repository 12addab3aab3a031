"""The events that partners get, and their bodies. A body holds nothing that the API does not show to the partner."""

import json
from enum import StrEnum


class EventKind(StrEnum):
    """The type of an event, as Standard Webhooks writes them."""

    CLOSED = "complaint.closed"
    OPENED = "complaint.opened"
    REFERRED = "referral.made"
    WITHDRAWN = "referral.withdrawn"
    MOVED = "endpoint.moved"
    TEST = "test"


def event_body(kind: EventKind, *, day: str, etag: str = "", number: int = 0, is_closed: bool | None = None) -> str:
    """Return the JSON of an event. It is signed and sent as it is here.

    `day`: the date in Pakistan; the API shows no time of day. `number`: counts the partner's events about one
    complaint, so that a late or repeated one is recognised.
    """
    data = {} if is_closed is None else {"etag": etag, "number": number, "state": "closed" if is_closed else "open"}
    return json.dumps({"type": str(kind), "day": day, "data": data}, separators=(",", ":"))
