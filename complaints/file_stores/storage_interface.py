"""What the portal expects of a storage of files besides Django's own methods, and how a storage says that it fails."""

import errno
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

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
