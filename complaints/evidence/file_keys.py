"""List sealed files and the keys of the key ring that they depend on, for key rotation.

Each file has its own key, which is encrypted under a key of the ring.
"""

from collections import Counter
from collections.abc import Iterator

from complaints.evidence.inspection_job import shown_purpose
from complaints.evidence.sealed_storage import MARK, storage
from complaints.evidence.storage import HALVES
from complaints.evidence.upload import original_purpose
from complaints.models import Evidence


def counted() -> Counter[str]:
    """Return how many files there are under each key of the ring, by key id."""
    counts = Counter()
    for name in _file_names(""):
        with storage().open(name, "rb") as file:
            if file.read(len(MARK)) == MARK:
                length = int.from_bytes(file.read(2), "big")
                counts[file.read(length).split(b":", 1)[0].decode()] += 1
    return counts


def sealed_files() -> Iterator[tuple[str, str]]:
    """Yield the names of originals and shown copies, each with the purpose that its key is bound to.

    Uploaded pieces are left out, because they are deleted within hours.
    """
    rows = Evidence.objects.order_by("pk").values_list("pk", "original", "shown")
    for pk, original, shown in rows.iterator():
        yield from ((name, purpose) for name, purpose in ((original, original_purpose(pk)), (shown, shown_purpose(pk)))
                    if name)  # fmt: skip


def _file_names(folder: str) -> Iterator[str]:
    if not storage().exists(folder):  # nothing was uploaded yet, or the folder was deleted meanwhile
        return
    folders, files = storage().listdir(folder)
    yield from (f"{folder}/{name}" if folder else name for name in files)
    for inner in set(folders) - {HALVES}:  # files that are still being written belong to no row
        yield from _file_names(f"{folder}/{inner}" if folder else inner)
