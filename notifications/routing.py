"""From a recipient reference to a way out: who knows the address, which channel, which transport."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from notifications.addresses import Address
from notifications.models import Message
from notifications.rules.references import parse
from notifications.transports.contract import Outgoing, PermanentFailure


class NobodyToTell(PermanentFailure):
    """There is no one, or no way, to tell this to."""


@dataclass(frozen=True)
class Route:
    """The way one message takes. `to` is a telephone number or an e-mail address, as the channel needs."""

    channel: str
    to: str
    address: Address

    @property
    def transport(self) -> Callable[[Outgoing], None]:
        return import_string(settings.NOTIFICATIONS_TRANSPORTS[self.channel])


def route(message: Message, *, at: datetime) -> Route:
    """Where the message goes, as of now. Raises NobodyToTell with the reason."""
    address = resolve(message.recipient, at=at)
    if address.quiet and message.context.get("asked_for") is not True:
        raise NobodyToTell("asked not to be written to")
    channel, to = choose(address, settings.NOTIFICATIONS_TRANSPORTS)
    return Route(channel, to, address)


def resolve(reference: str, *, at: datetime) -> Address:
    """The address behind a reference, from the resolver that the settings name. Raises NobodyToTell."""
    kind, number = parse(reference)
    if kind not in settings.NOTIFICATIONS_RESOLVERS:
        raise NobodyToTell(f"nobody knows recipients of the kind {kind}")
    address = import_string(settings.NOTIFICATIONS_RESOLVERS[kind])(number, at)
    if address is None:
        raise NobodyToTell("there is nobody behind the reference")
    return address


def choose(address: Address, channels) -> tuple[str, str]:
    """The channel and where to: the preferred one if it can be used, else SMS, else e-mail. Raises NobodyToTell."""
    possible = {"sms": address.phone, "email": address.email}
    for channel in (address.prefers, "sms", "email"):
        if channel in channels and possible.get(channel):
            return channel, possible[channel]
    raise NobodyToTell("no telephone number and no e-mail address")
