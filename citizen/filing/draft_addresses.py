"""The address of a draft: its id with a signature, so that the database contains no address that opens one.

An address opens a draft for a day, and afterwards its receipt. A thief of the database learns ids, which nobody can
sign without SECRET_KEY. After SECRET_KEY has changed, former addresses open nothing.
"""

from uuid import UUID

from django.core.signing import BadSignature, Signer

SALT = "address of a draft"


def draft_id_at(address: str) -> UUID:
    """Return the id of the draft with this address. Raises ValueError for an address that the portal did not make."""
    try:
        return UUID(Signer(salt=SALT).unsign(address))
    except BadSignature as error:
        raise ValueError("This is not the address of a draft.") from error


def draft_address(draft_id: UUID | str) -> str:
    """Return the address of the draft with this id."""
    return Signer(salt=SALT).sign(UUID(str(draft_id)).hex)


class DraftAddressConverter:
    """Path converter: the view gets the draft's id, the URL contains its address."""

    regex = r"[0-9a-f]{32}:[\w-]{43}"

    def to_python(self, value: str) -> UUID:
        return draft_id_at(value)

    def to_url(self, value: UUID | str) -> str:
        return draft_address(value)
