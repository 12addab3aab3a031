"""DEMO only: delete messages from the mailbox page."""

from collections.abc import Iterable

from notifications.models import DeliveredMail


def delete_mail_to(addresses: Iterable[str]) -> int:
    """Delete the messages to these phone numbers and e-mail addresses, and return how many there were."""
    return DeliveredMail.objects.filter(address__in=[address for address in addresses if address]).delete()[0]
