"""Give the evidence of a sealed complaint to the authority outside, encrypted to its key part by part.

The files are the originals, so that the SHA-256 in the history is theirs. They are encrypted while they are downloaded:
nothing is stored twice.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from complaints.evidence.sealed_storage import SealedFileReader
from complaints.evidence.upload import original_key_purpose
from complaints.models import Evidence
from complaints.queries.outside_file import files_for_authority
from complaints.rules.exclusion.outside_file import PART_BYTES, part_purpose
from complaints.services.exclusion.outside_transfer import find_transfer
from ledger.public_key_encryption import encrypt_to_key

LENGTH_BYTES = 4


def list_files_of_link(token: str, *, at: datetime) -> list[Evidence]:
    """Return the files that the link of a transfer gives, in the order of their numbers; none if it works no longer."""
    transfer = find_transfer(token, at=at)
    return files_for_authority(transfer.complaint_id) if transfer else []


def encrypted_file(token: str, file_id: UUID, *, at: datetime) -> Iterator[bytes] | None:
    """Return one of these files, encrypted to the authority's key; None for any other file or if the link has ended.

    Raises sealed_storage.DamagedFile.
    """
    row = next((row for row in list_files_of_link(token, at=at) if row.pk == file_id), None)
    if row is None:
        return None
    reader = SealedFileReader(row.original, purpose=original_key_purpose(row.pk))
    return _encrypt_parts(reader, find_transfer(token, at=at).authority.public_key)


def _encrypt_parts(reader: SealedFileReader, public_key: str) -> Iterator[bytes]:
    """Yield the parts of a file, each with its length before it. Memory does not grow with the file."""
    number = 0
    with reader:
        while part := reader.read(PART_BYTES):
            number += 1
            sealed = encrypt_to_key(part, public_key, purpose=part_purpose(number))
            yield len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed
