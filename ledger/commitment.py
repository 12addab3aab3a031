"""Salted digests by which the history commits to a statement and a complainant, which are stored outside it.

The salt is encrypted: without one, a telephone number could be found by trying all numbers. It is destroyed with the
data, so that the history remains valid but reveals nothing any more (docs/decisions/0006, 0003).
"""

import base64
import os
from collections.abc import Sequence

from ledger import chain

SALT_BYTES = 16
STATEMENT_FIELDS = ("text", "landmark", "position", "concerns", "concerned", "happened_on", "happened_about")
PERSON_FIELDS = (
    *("name", "phone", "email", "address", "document", "document_number", "no_document_reason", "anonymous"),
    *("under_18", "behalf", "behalf_name", "behalf_consent", "secret_hash"),
)


def new_commitment_salt() -> str:
    """Return a fresh random salt in base64."""
    return base64.b64encode(os.urandom(SALT_BYTES)).decode()


def commitment_digests(salt: str, statement, person) -> dict[str, str]:
    """Return the digests of statement and person that an event stores.

    `statement`, `person`: objects with the attributes in STATEMENT_FIELDS and PERSON_FIELDS.
    """
    return {
        "statement": _commitment_digest(salt, statement, STATEMENT_FIELDS),
        "person": _commitment_digest(salt, person, PERSON_FIELDS),
    }


def _commitment_digest(salt: str, row, names: Sequence[str]) -> str:
    values = {name: getattr(row, name) for name in names}
    plain = {name: value if isinstance(value, bool | dict) else str(value or "") for name, value in values.items()}
    return chain.text_digest(salt.encode(), chain.canonical_json(plain))
