"""The public line of an event: the part of its body that the public log commits to, and that a reader may be given.

The leaf of an event below its hour's head is its link followed by the SHA-256 digest of its line. With link, line and
Merkle steps anybody can check the line (static/portal/verify_petition.py). The body itself is given to nobody: it names
postings, internal clocks and the number of the event, and a gap in the numbers would reveal a silent event.

Lines are computed from bodies whenever they are needed, so what is here must never change for events that exist. A
change needs a new BODY_VERSION (ledger.chain).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ledger import chain

LINE_VERSION = 1
SALT_BYTES = 16

SHARED_KINDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("auto_mark", "forward", "re_mark", "keep_away", "pass_by", "posting_ended"), "mark"),
        **dict.fromkeys(("handed_over", "pass_up_unsettled"), "mark"),
        **dict.fromkeys(("connect_call_failed", "call_given_up", "contact_call_failed"), "call_failed"),
        "verify_call_failed": "call_failed",
        **dict.fromkeys(("close_sealed", "close_imported"), "close"),
    }
)
"""The kinds that share a name, because the complainant's page or the petition tells them in one sentence.

So the line reveals no more than they do, for example why a complaint was marked to another officer.
"""

DETAILS: Mapping[str, str] = MappingProxyType(
    {"submit_report": "outcome", "breach": "clock", "deny_contact": "answer", "object": "answer"}
)
"""The fact that is an event's detail, by kind: what the petition says of the event besides its kind."""


class PublicLine(NamedTuple):
    """A line as canonical JSON, and its detail with the salt of the detail's digest in the line."""

    text: str
    detail: str
    detail_salt: bytes


def public_line(body: str, *, etag: str, mac: bytes, key: bytes) -> PublicLine:
    """Return the line of an event. Raises ValueError, KeyError, TypeError or AttributeError for a damaged body.

    `body`, `mac`: the event's. `key`: the one that signed it. A line contains only digests of detail and text, so a
    reader can be given the line without them. It contains a secret salt: somebody who has the digest of a line, for
    example from a receipt, cannot find the line by trying all kinds and moments. An event without a text has a secret
    number in place of the digest, so the line does not reveal whether there is a text that the reader may not see.
    """
    facts, secret = json.loads(body), hmac.digest(key, b"line\x00" + mac, "sha512")
    salt, detail_salt, no_text = secret[:SALT_BYTES], secret[SALT_BYTES : 2 * SALT_BYTES], secret[2 * SALT_BYTES :]
    kind = facts["kind"]
    detail = str(facts["facts"].get(DETAILS.get(kind)) or "")
    text = chain.canonical_json(
        {
            "v": LINE_VERSION,
            "etag": etag,
            "at": facts["at"],
            "kind": SHARED_KINDS.get(kind, kind),
            "by": facts["by"]["kind"],
            "detail": chain.text_digest(detail_salt, detail),
            "words": facts["words"] or no_text.hex(),
            "salt": salt.hex(),
        }
    )
    return PublicLine(text, detail, detail_salt)


def log_leaf(mac: bytes, line: str) -> bytes:
    """Return the leaf of an event: its link and the digest of its line."""
    return mac + hashlib.sha256(line.encode()).digest()
