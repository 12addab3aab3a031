"""What the client sends and returns."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class NewComplaint:
    """A complaint that a partner registers for a person who agreed. `keep_from`: ask the person.

    `consent`: recorded_call, signed_form or online_form; `consent_reference`: where the proof is. `more`: further
    fields of the API, for example `kept_out` or `behalf`.
    """

    category: str
    district: str
    text: str
    keep_from: Literal["yes", "no", "unknown"]
    consent: Literal["recorded_call", "signed_form", "online_form"]
    consent_reference: str
    phone: str = ""
    email: str = ""
    name: str = ""
    station: str = ""
    reference: str = ""
    language: Literal["ur", "en"] = "ur"
    more: dict = field(default_factory=dict)

    def as_body(self) -> dict:
        """Return the body of the request."""
        body = asdict(self)
        return body | body.pop("more")


@dataclass(frozen=True)
class State:
    """All that the E-tag alone shows of a complaint."""

    etag: str
    registered_on: date
    state: Literal["open", "closed"]

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True)
class PartnerState(State):
    """The same for a complaint that the partner registered, with its own number."""

    reference: str


def state_from(body: dict) -> State:
    """Return the state in an answer."""
    return State(body["etag"], date.fromisoformat(body["registered_on"]), body["state"])


def partner_state_from(body: dict) -> PartnerState:
    """Return the state in an answer to a partner."""
    return PartnerState(
        body["etag"], date.fromisoformat(body["registered_on"]), body["state"], body.get("reference", "")
    )
