"""What a transport is handed, and how it says that it could not."""

from dataclasses import dataclass
from datetime import datetime


class TemporaryFailure(Exception):
    """Worth another try later. The words are kept on the row: no address in them."""


class NotSetUp(TemporaryFailure):
    """Nothing has left and nothing was tried: this installation has no such way out yet."""


class NotNow(Exception):
    """It is no moment to write to them. `until`: when to try again."""

    def __init__(self, until: datetime, reason: str = "waits for the hours they chose"):
        super().__init__(reason)
        self.until = until


class PermanentFailure(Exception):
    """Another try would fail the same way. The words are kept on the row: no address in them."""


@dataclass(frozen=True)
class Outgoing:
    """One message, ready to leave. `id` is the outbox row's: the same at every try, so a gateway can drop a repeat.

    `neutral`: the sender's name must not show what the matter is either.
    """

    id: int
    channel: str
    to: str
    subject: str
    text: str
    html: str
    language: str
    at: datetime
    neutral: bool = False
