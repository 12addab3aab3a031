"""Under which keys the files are sealed: each has a key of its own, which is sealed under the ring."""

from collections import Counter
from collections.abc import Iterator

from complaints.evidence.inspection_job import shown_purpose
from complaints.evidence.sealed_storage import MARK, storage
from complaints.evidence.storage import HALVES
from complaints.evidence.upload import original_purpose
from complaints.models import Evidence


def counted() -> Counter[str]:
    """How many files there are under each key of the ring."""
    found = Counter()
    for name in _names(""):
        with storage().open(name, "rb") as file:
            if file.read(len(MARK)) == MARK:
                length = int.from_bytes(file.read(2), "big")
                found[file.read(length).split(b":", 1)[0].decode()] += 1
    return found


def sealed_files() -> Iterator[tuple[str, str]]:
    """The files of evidence, and what each one's key is bound to. Pieces of what is still coming live for hours."""
    rows = Evidence.objects.order_by("pk").values_list("pk", "original", "shown")
    for pk, original, shown in rows.iterator():
        yield from ((name, purpose) for name, purpose in ((original, original_purpose(pk)), (shown, shown_purpose(pk)))
                    if name)  # fmt: skip


def _names(folder: str) -> Iterator[str]:
    if not storage().exists(folder):  # nobody has handed in anything yet, or it went meanwhile
        return
    folders, files = storage().listdir(folder)
    yield from (f"{folder}/{name}" if folder else name for name in files)
    for inner in set(folders) - {HALVES}:  # nobody has what is being written
        yield from _names(f"{folder}/{inner}" if folder else inner)
