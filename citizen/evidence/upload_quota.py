"""The quota of uploaded bytes. Whoever has proved no phone is counted by address, and all of them together.

Counted are the files of drafts and complaints, the photos of verification requests, and those of tips. A proved phone
has a larger quota of its own, so that strangers who use up the common one do not keep it from sending.
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
    if known := _known_sender(request, proved_phone):
        own = _bucket("megabytes_known", settings.KNOWN_UPLOADS_MB)
        return rate_limits.take_token(own, known, at=at, tokens=megabytes)
    by_address = _bucket("megabytes", settings.ANONYMOUS_UPLOADS_MB)
    if wait := rate_limits.take_token(by_address, address, at=at, tokens=megabytes):
        return wait
    together = _bucket("megabytes_all", settings.ANONYMOUS_UPLOADS_TOTAL_MB)
    if wait := rate_limits.take_token(together, EVERYBODY, at=at, tokens=megabytes):
        rate_limits.take_token(by_address, address, at=at, tokens=-megabytes)
        return wait
    return 0


def too_many_files_text() -> str:
    """Return the message for a page without a complaint."""
    return gettext("Too many files were sent over this connection in a short time. Try again in a few minutes.")


def too_many_files_of_draft_text() -> str:
    """Return the message for a draft. The complaint can be sent without the files."""
    return f"{too_many_files_text()} {gettext('Or send your complaint now and add the files later.')}"


def too_many_files_of_complaint_text() -> str:
    """Return the message for a complaint whose phone is not proved."""
    more = gettext("Open your complaint with a code sent to your phone: then you can send more.")
    return f"{too_many_files_text()} {more}"


def _known_sender(request: HttpRequest, proved_phone: bytes) -> str:
    if actor := getattr(request, "actor", None):
        return f"posting {actor.posting_id}"
    return proved_phone.hex()


def _bucket(name: str, megabytes_an_hour: int) -> rate_limits.Bucket:
    return rate_limits.Bucket(name, every=HOUR / megabytes_an_hour, burst=megabytes_an_hour)
