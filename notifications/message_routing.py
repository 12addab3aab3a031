"""Route a message: resolve its recipient reference, choose the channels and transports, and check the time."""

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from notifications.message_channels import MESSAGE_CHANNELS, WHATSAPP
from notifications.models import Message
from notifications.recipient_address import Address
from notifications.rules.recipient_references import parse_reference
from notifications.transports.transport_interface import OutgoingMessage, OutsideHours, PermanentFailure


class NoRecipient(PermanentFailure):
    """There is no recipient, no usable address, or the recipient does not want this message."""


@dataclass(frozen=True)
class Route:
    """A channel by which a message can be sent. `to`: the chat, telephone number or e-mail address for the channel."""

    channel: str
    to: str
    address: Address

    @property
    def transport(self) -> Callable[[OutgoingMessage], None]:
        return import_string(settings.NOTIFICATIONS_TRANSPORTS[self.channel])


def find_routes(message: Message, *, at: datetime) -> list[Route]:
    """Return the routes that the message may take now, the best one first. Raises NoRecipient or OutsideHours.

    `"via"` in the context restricts the message to the channel that the person has just requested.
    """
    address = resolve_address(message.recipient, at=at)
    if via := message.context.get("via"):
        address = replace(address, prefers=via)
    asked_for = message.context.get("asked_for") is True
    if not asked_for:
        _check_preferences(address, message, at=at)
    choices = choose_channels(address, settings.NOTIFICATIONS_TRANSPORTS)
    choices = [(channel, to) for channel, to in choices if via in {None, channel}]
    if address.quiet and not asked_for:
        choices = [(channel, to) for channel, to in choices if channel == WHATSAPP]
    if not choices:
        raise NoRecipient("the requested channel has no address")
    # A message that the person is waiting for, such as a code, does not go by WhatsApp, where it may arrive late.
    return [Route(channel, to, address) for channel, to in choices if not (asked_for and channel == WHATSAPP)]


def resolve_address(reference: str, *, at: datetime) -> Address:
    """Return the address of a recipient reference, from the resolver in the settings. Raises NoRecipient."""
    kind, ref_id = parse_reference(reference)
    if kind not in settings.NOTIFICATIONS_RESOLVERS:
        raise NoRecipient(f"nobody knows recipients of the kind {kind}")
    address = import_string(settings.NOTIFICATIONS_RESOLVERS[kind])(ref_id, at)
    if address is None:
        raise NoRecipient("there is nobody behind the reference")
    return address


def _check_preferences(address: Address, message: Message, *, at: datetime) -> None:
    """Apply the recipient's preferences to a message that they did not request. Raises NoRecipient or OutsideHours."""
    if address.quiet and not address.whatsapp:
        raise NoRecipient("asked not to be written to")
    if address.flooded and message.context.get("first") is True:
        raise NoRecipient("the address has had enough of these lately, and may be a stranger's")
    hours = address.hours or (address.awake if message.context.get("unhurried") is True else None)
    if hours is not None and not hours.include(at):
        raise OutsideHours(hours.first_instant(at))


def choose_channels(address: Address, channels: Container[str]) -> list[tuple[str, str]]:
    """Return pairs of channel and destination, the best first. Raises NoRecipient.

    Only the channel that the person chose is used. Without a choice the order is that of `MESSAGE_CHANNELS`; the
    transport of WhatsApp checks that the person agreed to it. `channels`: those for which there is a transport.
    """
    destinations = {name: channel.destination_in(address) for name, channel in MESSAGE_CHANNELS.items()}
    preferred = [address.prefers] if destinations.get(address.prefers) else destinations
    usable = [channel for channel in preferred if channel in channels and destinations[channel]]
    if not usable:
        raise NoRecipient("no telephone number and no e-mail address")
    return [(channel, destinations[channel]) for channel in usable]
