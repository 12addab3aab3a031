"""What the history says of words and persons that stand outside it: salted digests, which nobody can undo.

The salt is sealed (a telephone number alone could be found by trying all of them) and destroyed with what it is of, so
that the history stays and says nothing any more (docs/decisions/0006, 0003).
"""

import base64
import os
from collections.abc import Sequence

from ledger import chain

SALT_BYTES = 16
STATEMENT = ("text", "landmark", "position", "concerns", "concerned", "happened_on", "happened_about")
PERSON = (
    *("name", "phone", "email", "address", "document", "document_number", "no_document_reason", "anonymous"),
    *("under_18", "behalf", "behalf_name", "behalf_consent"),
)


def new_salt() -> str:
    return base64.b64encode(os.urandom(SALT_BYTES)).decode()


def made(salt: str, statement, person) -> dict[str, str]:
    """What an event states of both. `statement`, `person`: whatever has the columns."""
    return {"statement": _digest(salt, statement, STATEMENT), "person": _digest(salt, person, PERSON)}


def _digest(salt: str, row, names: Sequence[str]) -> str:
    told = {name: _plain(getattr(row, name)) for name in names}
    return chain.digest(salt.encode(), chain.canonical(told))


def _plain(value):
    return value if isinstance(value, bool | dict) else str(value or "")
