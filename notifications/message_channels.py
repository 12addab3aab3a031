"""The channels by which messages are sent, the best first. A new channel is one entry here and a transport."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.recipient_address import Address


@dataclass(frozen=True)
class MessageChannel:
    """A channel of messages.

    name: in `NOTIFICATIONS_TRANSPORTS` and in stored rows. contact: the contact detail of a complainant that it needs,
    "phone" or "email". is_offered: complainants may choose it as the only one.
    destination_in: returns the telephone number, e-mail address or chat of a recipient, or "" for none.
    """

    name: str
    label: str | Promise
    contact: str
    is_offered: bool
    destination_in: Callable[[Address], str]


WHATSAPP = "whatsapp"
MESSAGE_CHANNELS = {
    channel.name: channel
    for channel in (
        MessageChannel(WHATSAPP, "WhatsApp", "phone", False, lambda address: address.chat),
        MessageChannel("sms", _("SMS"), "phone", True, lambda address: address.phone),
        MessageChannel("email", _("E-mail"), "email", True, lambda address: address.email),
    )
}


def offered_channels() -> list[tuple[str, str | Promise]]:
    """Return name and label of the channels that complainants may choose."""
    return [(channel.name, channel.label) for channel in MESSAGE_CHANNELS.values() if channel.is_offered]


def can_be_reached(channel: str, *, phone: str, email: str) -> bool:
    """Return whether this channel reaches a complainant with these contact details, or any channel for ""."""
    contacts = {"phone": phone, "email": email}
    return bool(contacts[MESSAGE_CHANNELS[channel].contact] if channel else phone or email)
