"""DEMO: store messages for the mailbox page instead of sending them."""

from notifications.models import DeliveredMail
from notifications.transports.transport_interface import OutgoingMessage


def send(outgoing: OutgoingMessage) -> None:
    """Store the message as its recipient would read it."""
    DeliveredMail.objects.create(
        channel=outgoing.channel,
        address=outgoing.to,
        subject=outgoing.subject,
        text=outgoing.text,
        language=outgoing.language,
        at=outgoing.at,
    )
