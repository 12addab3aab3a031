"""Verify that stored files exist, can be decrypted and have the SHA-256 of their rows, for example after a restore."""

import hashlib
from collections.abc import Iterator

from complaints.evidence import sealed_storage, upload
from complaints.evidence.inspection_job import shown_copy_key_purpose
from complaints.models import Evidence

BATCH = 200


def verify_files_in_batches() -> Iterator[tuple[int, list[str]]]:
    """Yield, for each batch, how many rows were checked and what is wrong with their files. Reads every byte."""
    rows = Evidence.objects.exclude(original="").order_by("pk")
    done, errors = 0, []
    for row in rows.iterator(chunk_size=BATCH):
        done, errors = done + 1, errors + list(_find_file_errors(row))
        if done == BATCH:
            yield done, errors
            done, errors = 0, []
    yield done, errors


def _find_file_errors(row: Evidence) -> Iterator[str]:
    if _digest_of_content(row.original, upload.original_key_purpose(row.pk)) != bytes(row.sha256).hex():
        yield f"the original of the file {row.pk} is gone, does not open, or is another one"
    if row.shown and _digest_of_content(row.shown, shown_copy_key_purpose(row.pk)) is None:
        yield f"the shown copy of the file {row.pk} is gone or does not open"


def _digest_of_content(name: str, purpose: str) -> str | None:
    """Return the SHA-256 of a sealed file's content, or None if it cannot be decrypted."""
    digest = hashlib.sha256()
    try:
        with sealed_storage.SealedFileReader(name, purpose=purpose) as plain:
            while block := plain.read(sealed_storage.BLOCK):
                digest.update(block)
    except sealed_storage.DamagedFile:
        return None
    return digest.hexdigest()
