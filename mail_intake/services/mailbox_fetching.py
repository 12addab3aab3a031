"""Fetch new e-mail by IMAP. A message is deleted from the mailbox only after it has been stored."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from citizen import rate_limits
from complaints.evidence import StorageUnavailable
from mail_intake.queries.intake_status import is_configured
from mail_intake.rules.mail_limits import FETCHED_AT_ONCE, LARGEST_MAIL
from mail_intake.rules.mailbox_url import parse_mailbox_url
from mail_intake.services.mail_storage import store_mail

logger = logging.getLogger(__name__)

MB = 1024 * 1024
TIMEOUT = 10  # seconds, for connecting and for each answer
NEW = ("UNDELETED", "UNFLAGGED")
"""What counts as new. Not "unseen": a person who looks into the mailbox must not make a message disappear."""


class MailboxUnavailable(Exception):
    """The mailbox could not be read. Its messages stay there, and the next run tries again."""


def fetch_new_mail(*, at: datetime, most: int = FETCHED_AT_ONCE) -> int:
    """Store up to `most` new messages and delete them from the mailbox. Return how many were new.

    Without MAIL_INTAKE_URL nothing happens. A message that was fetched twice is stored once. Raises MailboxUnavailable,
    StorageUnavailable, and database errors; what was stored until then stays stored.
    """
    if not is_configured():
        return 0
    # So that e-mail cannot fill the disk, which uploads share.
    most_mb = settings.MAIL_INTAKE_MB_PER_HOUR
    megabytes = rate_limits.Bucket("mail_mb", every=3600 / most_mb, burst=most_mb)
    with _open_mailbox() as client:
        uids = sorted(client.search(NEW))[:most]
        sizes = client.fetch(uids, ["RFC822.SIZE"]) if uids else {}
        count = 0
        for uid in uids:
            size = sizes.get(uid, {}).get(b"RFC822.SIZE", 0)
            if rate_limits.take_token(megabytes, "mailbox", at=at, tokens=min(size, LARGEST_MAIL) / MB):
                logger.warning("New e-mail waits in the mailbox: MAIL_INTAKE_MB_PER_HOUR is used up")
                continue  # smaller ones may still fit
            count += _take_message(client, uid, size, at=at)
        client.expunge()
    return count


@contextmanager
def _open_mailbox() -> Iterator[IMAPClient]:
    """Connect, sign in and select the folder. Raises MailboxUnavailable, without the server's message."""
    mailbox = parse_mailbox_url(settings.MAIL_INTAKE_URL)
    context = ssl.create_default_context() if mailbox.security else None
    try:
        with IMAPClient(
            mailbox.host,
            mailbox.port,
            ssl=mailbox.security == "ssl",
            ssl_context=context if mailbox.security == "ssl" else None,
            timeout=TIMEOUT,
        ) as client:
            if mailbox.security == "tls":
                client.starttls(context)
            client.login(mailbox.user, mailbox.password)
            client.select_folder(mailbox.folder)
            yield client
    except StorageUnavailable:  # raised by the block, not by the mailbox
        raise
    except (IMAPClientError, OSError) as error:
        raise MailboxUnavailable(f"mailbox: {type(error).__name__}") from None


def _take_message(client: IMAPClient, uid: int, size: int, *, at: datetime) -> bool:
    """Store one message and delete it from the mailbox. Return whether it was new.

    If a message is too large, only its headers are stored, and it stays in the mailbox, flagged. A message that cannot
    be stored because of its own content stays there too, flagged, so that it does not stop the others. Raises
    DatabaseError or OSError.
    """
    is_too_large = size > LARGEST_MAIL
    part = "BODY.PEEK[HEADER]" if is_too_large else "BODY.PEEK[]"
    found = client.fetch([uid], [part]).get(uid, {})
    raw = found.get(part.replace(".PEEK", "").encode())
    if raw is None:  # another client has deleted it meanwhile
        return False
    try:
        is_new = store_mail(raw, at=at, is_too_large=is_too_large)
    except (DatabaseError, OSError):  # no fault of the message
        raise
    except Exception:
        logger.exception("An e-mail could not be stored. It stays in the mailbox, flagged.")
        client.add_flags([uid], [rb"\Flagged"])
        return False
    if is_too_large:
        client.add_flags([uid], [rb"\Flagged"])
    else:
        client.delete_messages([uid])
    return is_new
