"""The interface of a transport: the message that it receives and the exceptions that it raises."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


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


class Transport(Protocol):
    """A function that sends messages by one channel (SMS_TRANSPORT, EMAIL_TRANSPORT, WHATSAPP_TRANSPORT).

    A worker calls it outside a transaction, one message after the other, several workers at the same time. It must give
    up by itself after at most 30 seconds: three failures in a row pause the channel for a minute, and a worker that is
    silent for five minutes loses its messages to another one. A message is tried 27 times within a day, always with the
    same `id`, and may be sent twice.
    """

    def __call__(self, outgoing: OutgoingMessage) -> None:
        """Send one message, or raise.

        Raises TemporaryFailure to be called again, ChannelNotSetUp to wait for a setting, PermanentFailure if this
        recipient or text is refused for good, OutsideHours to wait. Anything else counts as temporary. The text of an
        exception is stored and must not contain an address.
        """
