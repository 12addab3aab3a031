"""Deletion of e-mails: thirty days after they arrived, or when the personal data of their complaint are destroyed."""

from collections.abc import Iterator
from datetime import datetime

from complaints.evidence import sealed_storage
from mail_intake.models import IncomingMail

BATCH = 1_000


def delete_expired_mail(*, at: datetime) -> int:
    """Delete e-mails whose time is over: the file first, then the row. Return their number.

    A killed run leaves rows without a file, which the next run deletes.
    """
    count = 0
    while expired := list(IncomingMail.objects.filter(expires_at__lte=at).only("pk").order_by("expires_at")[:BATCH]):
        replies = IncomingMail.objects.filter(thread__in=expired).only("pk")  # their rows go with the first e-mail's
        sealed_storage.delete_files(*(mail.file_name for mail in [*expired, *replies]))
        count += len(expired)
        IncomingMail.objects.filter(pk__in=[mail.pk for mail in expired]).delete()
    return count


def sealed_files() -> Iterator[tuple[str, str]]:
    """Yield the name of every stored e-mail and the purpose of its key, for key rotation."""
    for mail in IncomingMail.objects.only("pk").order_by("pk").iterator():
        yield mail.file_name, mail.file_purpose
