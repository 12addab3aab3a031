"""From a recipient reference to ways out: who knows the address, which channels, which transport, and when."""

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from notifications.addresses import Address
from notifications.models import Message
from notifications.rules.references import parse
from notifications.transports.contract import NotNow, Outgoing, PermanentFailure

WHATSAPP = "whatsapp"


class NobodyToTell(PermanentFailure):
    """There is no one, or no way, to tell this to."""


@dataclass(frozen=True)
class Route:
    """A way that one message may take. `to`: a telephone number or an e-mail address, as the channel needs."""

    channel: str
    to: str
    address: Address

    @property
    def transport(self) -> Callable[[Outgoing], None]:
        return import_string(settings.NOTIFICATIONS_TRANSPORTS[self.channel])


def routes(message: Message, *, at: datetime) -> list[Route]:
    """Where the message may go, as of now, the best way first. Raises NobodyToTell with the reason, or NotNow.

    A context that says `"via"` names the channel that was asked for at this moment; no other one is used then.
    """
    address = resolve(message.recipient, at=at)
    if via := message.context.get("via"):
        address = replace(address, prefers=via)
    asked_for = message.context.get("asked_for") is True
    if not asked_for:
        _heed(address, message, at=at)
    ways = [way for way in choose(address, settings.NOTIFICATIONS_TRANSPORTS) if via in {None, way[0]}]
    if not ways:
        raise NobodyToTell("there is no such way")
    # What is waited for this minute, such as a code, goes where it surely comes at once.
    return [Route(channel, to, address) for channel, to in ways if not (asked_for and channel == WHATSAPP)]


def resolve(reference: str, *, at: datetime) -> Address:
    """The address behind a reference, from the resolver that the settings name. Raises NobodyToTell."""
    kind, number = parse(reference)
    if kind not in settings.NOTIFICATIONS_RESOLVERS:
        raise NobodyToTell(f"nobody knows recipients of the kind {kind}")
    address = import_string(settings.NOTIFICATIONS_RESOLVERS[kind])(number, at)
    if address is None:
        raise NobodyToTell("there is nobody behind the reference")
    return address


def _heed(address: Address, message: Message, *, at: datetime) -> None:
    """What the person asked for concerns all that they did not ask for themselves at this moment."""
    if address.quiet:
        raise NobodyToTell("asked not to be written to")
    if address.flooded and message.context.get("first") is True:
        raise NobodyToTell("the address has had enough of these lately, and may be a stranger's")
    hours = address.hours or (address.awake if message.context.get("unhurried") is True else None)
    if hours is not None and not hours.hold(at):
        raise NotNow(hours.first(at))


def choose(address: Address, channels: Container[str]) -> list[tuple[str, str]]:
    """Channels and where to, the best first: the one that the person chose and no other, else WhatsApp (whose transport
    knows who asked for that), SMS, then e-mail.

    Raises NobodyToTell.
    """
    chat = address.phone if address.whatsapp is None else address.whatsapp
    known = {WHATSAPP: chat, "sms": address.phone, "email": address.email}
    wanted = [address.prefers] if known.get(address.prefers) else known
    ways = [(channel, known[channel]) for channel in wanted if channel in channels and known[channel]]
    if not ways:
        raise NobodyToTell("no telephone number and no e-mail address")
    return ways
