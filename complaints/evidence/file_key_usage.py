"""List sealed files and the keys of the key ring that they depend on, for key rotation.

Each file has its own key, which is encrypted under a key of the ring.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from complaints.evidence.inspection_job import shown_copy_key_purpose
from complaints.evidence.sealed_storage import FILE_SIGNATURE, evidence_storage
from complaints.evidence.upload import original_key_purpose
from complaints.models import Evidence


def count_files_by_key() -> Counter[str]:
    """Return how many files there are under each key of the ring, by key id."""
    counts = Counter()
    for stored in evidence_storage().stored_files():
        with suppress(FileNotFoundError), evidence_storage().open(stored.name, "rb") as file:
            if file.read(len(FILE_SIGNATURE)) == FILE_SIGNATURE:
                length = int.from_bytes(file.read(2), "big")
                counts[file.read(length).split(b":", 1)[0].decode()] += 1
    return counts


def sealed_files() -> Iterator[tuple[str, str]]:
    """Yield the names of originals and shown copies, each with the purpose that its key is bound to.

    Uploaded pieces are left out, because they are deleted within hours.
    """
    rows = Evidence.objects.order_by("pk").values_list("pk", "original", "shown")
    for pk, original, shown in rows.iterator():
        keys = (original, original_key_purpose(pk)), (shown, shown_copy_key_purpose(pk))
        yield from ((name, purpose) for name, purpose in keys if name)
