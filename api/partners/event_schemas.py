"""The shapes of the routes about events."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema

from api.complaint_input import Input, with_example
from api.rules.event_kinds import EventKind
from api.rules.webhook_addresses import LONGEST_ADDRESS


class EndpointInput(Input):
    """Where you receive events."""

    model_config = with_example(address="https://events.example.org/portal")

    address: str = Field(
        min_length=1,
        max_length=LONGEST_ADDRESS,
        description="https, port 443 or 8443, a public server.",
        examples=["https://events.example.org/portal"],
    )


class Endpoint(Schema):
    """Your endpoint. A secret is shown only in the answer that creates it."""

    address: str
    state: Literal["working", "resting", "paused", "gone"]
    failures: int = Field(description="Failed attempts in a row.")
    secret: str | None = Field(None, description="whsec_…, shown once; null if it was not created now.")
    former_secret_until: datetime | None = Field(None, description="Until then the former secret signs too.")


class RotationInput(Input):
    """How a new secret takes over."""

    model_config = with_example(at_once=False)

    at_once: bool = Field(False, description="The former secret stops signing now, not after a day.")


class ReplayInput(Input):
    """What to send again."""

    model_config = with_example(since="2026-11-24T10:30:00+05:00")

    since: datetime = Field(description="With a time zone.", examples=["2026-11-24T10:30:00+05:00"])


class ReplayAnswer(Schema):
    replayed: int = Field(description="Events that are sent again, with their ids, at most 10,000.")


class Delivery(Schema):
    """One event and how its delivery stands. No time of day is given: see docs/api/events.md."""

    id: str = Field(description="The webhook-id. A replay keeps it.", examples=["evt_6f1c0d2b9f5e4b7f8f0a3c2d1e0b9a87"])
    type: EventKind
    body: str = Field(description="The JSON that was sent.")
    state: Literal["waiting", "retrying", "delivered", "dead"]
    attempts: int
    status: int | None = Field(None, description="HTTP status of your server's last answer.")
    problem: str = Field(description="Why there was no answer, for people; empty otherwise.")


class DeliveryPage(Schema):
    items: list[Delivery]
    next: str | None = Field(None, description="Cursor of the next page; null on the last one.")
