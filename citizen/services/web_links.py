"""Links by which a chat opens a complaint on the web. Each works once, within an hour.

The address `/c/<token>/` is neutral: it shows neither the E-tag nor what it opens. Nothing is stored. For an unknown
E-tag there is a link too, so that a link reveals nothing.
"""

import json
import secrets
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.urls import reverse

from complaints.rules.access_proofs import OpenedBy
from ledger import field_encryption

LINK_LIFETIME = timedelta(hours=1)
PURPOSE = "citizen.web_link"
_TO_URL, _FROM_URL = str.maketrans("+/:", "-_."), str.maketrans("-_.", "+/:")


class InvalidWebLink(ValueError):
    """The link is mistyped, made up or too old."""


@dataclass(frozen=True)
class WebLink:
    """A link. `opened_by`: how the chat may open the complaint; None if the page has to ask for a key."""

    name: str
    etag: str
    opened_by: OpenedBy | None


def make_web_link(etag: str, *, opened_by: OpenedBy | None, at: datetime) -> str:
    """Return the full address of a new link to this complaint."""
    values = [secrets.token_hex(8), etag, opened_by or "", int((at + LINK_LIFETIME).timestamp())]
    token = field_encryption.encrypt_text(json.dumps(values), PURPOSE).rstrip("=").translate(_TO_URL)
    return settings.SITE_URL + reverse("web_link", kwargs={"token": token})


def read_web_link(token: str, *, at: datetime) -> WebLink:
    """Return what the link opens. Raises InvalidWebLink. Whether it was used already, the page asks."""
    sealed = token.translate(_FROM_URL)
    sealed += "=" * (-len(sealed.partition(":")[2]) % 4)
    try:
        b64decode(sealed.partition(":")[2], validate=True)
        name, etag, opened_by, expires_at = json.loads(field_encryption.decrypt_text(sealed, PURPOSE))
    except (ValueError, KeyError, InvalidTag, Base64Error) as error:
        raise InvalidWebLink(token) from error
    if at.timestamp() >= expires_at:
        raise InvalidWebLink(token)
    return WebLink(name, etag, OpenedBy(opened_by) if opened_by else None)
