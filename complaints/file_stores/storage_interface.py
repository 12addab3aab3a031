"""What the portal expects of a storage of files besides Django's own methods, and how a storage says that it fails."""

import errno
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from django.core.files import File

from web.error_pages import ServiceUnavailable

DISK_FULL_ERRORS = {errno.ENOSPC, errno.EDQUOT}


class StorageUnavailable(ServiceUnavailable, OSError):
    """The storage is full or does not answer. Nothing was stored, and a later attempt may succeed."""


@dataclass(frozen=True)
class StoredFile:
    """A complete file: its name, its size in bytes and when it was written."""

    name: str
    size: int
    written_at: datetime


class FileStore(Protocol):
    """The methods that `DurableStorage`, `BucketStorage` and `PairedStorage` add to Django's `Storage`.

    A file is stored completely or not at all, also if the process is killed. A file with an existing name replaces the
    old one. Every method may raise StorageUnavailable.
    """

    def stored_files(self, prefix: str = "") -> Iterator[StoredFile]:
        """Yield the complete files whose names begin with `prefix` ("" or a folder with "/")."""

    def destroy(self, name: str) -> None:
        """Delete a file with all of its versions. It need not exist."""

    def delete_folder(self, name: str, *, all_versions: bool) -> None:
        """Delete all files below a folder; with `all_versions` also the versions that a bucket keeps as a backup."""

    def delete_unfinished(self, *, before: datetime) -> int:
        """Delete unfinished files of killed processes, last written before this time. Return how many."""

    def rewrite(self, name: str, parts: Iterable[bytes]) -> bool:
        """Replace the content of a file. Return False if it was deleted meanwhile, so that it does not reappear."""


class EvidenceStorage(FileStore, Protocol):
    """A class of storage for evidence (EVIDENCE_STORAGE=NAME://…), best a subclass of Django's `Storage`.

    It is made once in each process with the keyword `address`, the whole setting, and used by all of its threads and by
    the processes that are forked from it. Every request to a server needs a time limit (the bucket's: 3 seconds to
    connect, 20 for an answer, 3 attempts). After StorageUnavailable citizens are asked to try again, and jobs continue
    in their next run. The content arrives sealed: keep it byte for byte.
    """

    def open(self, name: str, mode: str) -> BinaryIO:
        """Return a seekable reader with the attribute `size`. Raises FileNotFoundError."""

    def save(self, name: str, content: File) -> str:
        """Store a file completely or not at all, under exactly this name, which it returns."""

    def delete(self, name: str) -> None:
        """Delete a file; older versions may stay as a backup. It need not exist."""

    def exists(self, name: str) -> bool:
        """Return whether there is a complete file with this name."""
