"""Whether the files themselves are there, open, and bear the fingerprints that the rows name (after a restore)."""

import hashlib
from collections.abc import Iterator

from complaints.evidence import sealed_storage, upload
from complaints.evidence.inspection_job import shown_purpose
from complaints.models import Evidence

BATCH = 200


def wrong_files() -> Iterator[tuple[int, list[str]]]:
    """For each batch, how many rows were looked at and what is wrong with their files. Reads every byte of them."""
    rows = Evidence.objects.exclude(original="").order_by("pk")
    done, found = 0, []
    for row in rows.iterator(chunk_size=BATCH):
        done, found = done + 1, found + list(_of(row))
        if done == BATCH:
            yield done, found
            done, found = 0, []
    yield done, found


def _of(row: Evidence) -> Iterator[str]:
    if _digest(row.original, upload.original_purpose(row.pk)) != bytes(row.sha256).hex():
        yield f"the original of the file {row.pk} is gone, does not open, or is another one"
    if row.shown and _digest(row.shown, shown_purpose(row.pk)) is None:
        yield f"the shown copy of the file {row.pk} is gone or does not open"


def _digest(name: str, purpose: str) -> str | None:
    """The SHA-256 of what is sealed there; None where it cannot be opened."""
    seen = hashlib.sha256()
    try:
        with sealed_storage.Plain(name, purpose=purpose) as plain:
            while block := plain.read(sealed_storage.BLOCK):
                seen.update(block)
    except sealed_storage.Damaged:
        return None
    return seen.hexdigest()
