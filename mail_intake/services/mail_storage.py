"""Storage of e-mails as they arrived, encrypted, before they are deleted from the mailbox."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from complaints.evidence import sealed_storage
from ledger.encrypted_fields import draw_row_ids
from ledger.field_encryption import blind_index
from mail_intake.models import IncomingMail
from mail_intake.rules.mail_limits import MAIL_KEPT
from mail_intake.rules.mail_parsing import addresses_of, header_text, read_headers

DOMAIN = "incoming_mail"
IDENTIFYING_HEADERS = ("Message-ID", "From", "Date", "Subject")
"""Headers that are the same at every delivery. Servers on the way add others."""


def store_mail(raw: bytes, *, at: datetime, is_too_large: bool = False) -> bool:
    """Store an e-mail once, however often it is delivered. Return whether it is new.

    `is_too_large`: `raw` holds the headers alone. The file is written first, so that no row lacks its file. Raises
    StorageUnavailable.
    """
    message = read_headers(raw)
    key = _key_of(message, raw)
    if IncomingMail.objects.filter(key=key).exists():
        return False
    senders = addresses_of(message, "From")
    [mail] = draw_row_ids(
        [
            IncomingMail(
                key=key,
                sender=blind_index("email", senders[0]) if len(senders) == 1 else b"",
                received_at=at,
                expires_at=at + MAIL_KEPT,
                is_too_large=is_too_large,
            )
        ]
    )
    sealed_storage.save_sealed(mail.file_name, [raw], purpose=mail.file_purpose)
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:  # another worker has just stored it
        sealed_storage.delete_files(mail.file_name)
        return False
    return True


def read_raw_mail(mail: IncomingMail) -> bytes:
    """Return an e-mail as it arrived. Raises DamagedFile."""
    with sealed_storage.SealedFileReader(mail.file_name, purpose=mail.file_purpose) as file:
        return file.read()


def _key_of(message, raw: bytes) -> bytes:
    """Return a keyed digest of the parts that are the same at every delivery.

    It includes the content, so nobody can keep a message out by sending another one with its Message-ID first.
    """
    end = min((raw.find(gap) for gap in (b"\r\n\r\n", b"\n\n") if gap in raw), default=len(raw))
    body = hashlib.sha256(raw[end:].strip()).hexdigest()
    return blind_index(DOMAIN, "\n".join([*(header_text(message, name) for name in IDENTIFYING_HEADERS), body]))
