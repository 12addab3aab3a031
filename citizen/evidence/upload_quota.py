"""The quota of uploaded bytes. Senders without a proved phone are counted by address, and all of them together.

Counted are the files of drafts and complaints, the photos of verification requests, and those of tips. A proved phone
has a larger quota of its own, so that strangers who use up the common one do not keep it from sending. So has the
number of a chat, which WhatsApp vouches for.
"""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from citizen import rate_limits
from complaints.rules.accepted_files import MB

HOUR = 3600
EVERYBODY = "everybody"


def seconds_until_bytes_allowed(request: HttpRequest, size: int, *, proved_phone: bytes = b"", at: datetime) -> float:
    """Count `size` bytes and return 0; or count nothing and return the seconds until so many may be sent.

    `proved_phone`: the blind index of the sender's phone, if a code has proved it. Officers are counted by posting.
    """
    megabytes, address = size / MB, rate_limits.client_address(request)
    actor = getattr(request, "actor", None)
    if known := f"posting {actor.posting_id}" if actor else proved_phone.hex():
        return _seconds_until_known_bytes_allowed(known, megabytes, at=at)
    by_address = _bucket("megabytes", settings.ANONYMOUS_UPLOADS_MB)
    if wait := rate_limits.take_token(by_address, address, at=at, tokens=megabytes):
        return wait
    together = _bucket("megabytes_all", settings.ANONYMOUS_UPLOADS_TOTAL_MB)
    if wait := rate_limits.take_token(together, EVERYBODY, at=at, tokens=megabytes):
        rate_limits.take_token(by_address, address, at=at, tokens=-megabytes)
        return wait
    return 0


def seconds_until_chat_bytes_allowed(sender: bytes, size: int, *, at: datetime) -> float:
    """Do the same for a file from a chat. `sender`: the blind index of its number, or of its business-scoped id."""
    return _seconds_until_known_bytes_allowed(sender.hex(), size / MB, at=at)


def _seconds_until_known_bytes_allowed(known: str, megabytes: float, *, at: datetime) -> float:
    own = _bucket("megabytes_known", settings.KNOWN_UPLOADS_MB)
    return rate_limits.take_token(own, known, at=at, tokens=megabytes)


def too_many_files_text(*, of_draft: bool = False, of_unproved_complaint: bool = False) -> str:
    """Return the message for somebody whose quota is used up, with what else is possible."""
    text = gettext("Too many files were sent over this connection in a short time. Try again in a few minutes.")
    if of_draft:
        return f"{text} {gettext('Or send your complaint now and add the files later.')}"
    if of_unproved_complaint:
        more = gettext("Open your complaint with a code sent to your phone: then you can send more.")
        return f"{text} {more}"
    return text


def _bucket(name: str, megabytes_an_hour: int) -> rate_limits.Bucket:
    return rate_limits.Bucket(name, every=HOUR / megabytes_an_hour, burst=megabytes_an_hour)
