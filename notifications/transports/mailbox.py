"""DEMO: nothing leaves the house; what would have left can be read on the mailbox page."""

from notifications.models import DeliveredMail
from notifications.transports.contract import Outgoing


def send(outgoing: Outgoing) -> None:
    """Keep the message as its recipient would read it."""
    DeliveredMail.objects.create(
        channel=outgoing.channel,
        address=outgoing.to,
        subject=outgoing.subject,
        text=outgoing.text,
        language=outgoing.language,
        at=outgoing.at,
    )
