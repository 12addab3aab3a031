"""The Message-ID of an e-mail: the id of its row in the outbox, signed.

A report that an e-mail came back contains its Message-ID. The signature shows that the report's writer had the
e-mail: nobody else can have a message marked as undeliverable.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings

from notifications.signed_tokens import is_signed, sign

DOMAIN = "message_id"


def make_message_id(message_id: int) -> str:
    """Return the Message-ID of a message of the outbox, the same at every attempt."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<outbox-{message_id}.{sign(DOMAIN, str(message_id))}@{host}>"


def parse_message_id(text: str) -> int | None:
    """Return the id of the message of the outbox, or None for a Message-ID that the portal did not make."""
    match = re.match(r"\s*<outbox-([1-9][0-9]{0,17})\.([a-z2-7]{16})@", text)
    return int(match[1]) if match and is_signed(DOMAIN, match[1], match[2]) else None
