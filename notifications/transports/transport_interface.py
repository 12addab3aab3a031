"""The interface of a transport: the message that it receives and the exceptions that it raises."""

from dataclasses import dataclass
from datetime import datetime


class TemporaryFailure(Exception):
    """Sending failed and can be tried again. The message is stored on the row, so it must not contain an address."""


class ChannelNotSetUp(TemporaryFailure):
    """The channel is not set up in this installation. Nothing was sent or tried."""


class OutsideHours(Exception):
    """The recipient must not get messages at this time. `until`: when to try again."""

    def __init__(self, until: datetime, reason: str = "waits for the hours they chose"):
        super().__init__(reason)
        self.until = until


class PermanentFailure(Exception):
    """Another attempt would fail too. The message is stored on the row, so it must not contain an address."""


@dataclass(frozen=True)
class OutgoingMessage:
    """One rendered message. `id`: the outbox row's, the same at every attempt, so that a gateway can drop a repeat.

    `neutral`: the sender's name must not show what the message is about either. `reply_to`: the address for replies to
    an e-mail; empty if none are accepted. `in_reply_to`: the Message-ID of the e-mail that this one answers, or empty.
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
    reply_to: str = ""
    in_reply_to: str = ""
