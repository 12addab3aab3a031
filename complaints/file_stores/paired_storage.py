"""Two storages as one, while evidence moves from one to the other (`manage.py move_evidence`)."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cached_property

from django.core.files.storage import Storage
from django.utils.module_loading import import_string

from complaints.file_stores.storage_interface import FileStore, StorageUnavailable, StoredFile


def make_storage(entry: dict) -> FileStore:
    """Return the storage of an entry of settings.STORAGES."""
    return import_string(entry["BACKEND"])(**entry.get("OPTIONS", {}))


class PairedStorage(Storage):
    """New files go to `first`. Files are read from the one that has them, and deleted in both.

    While every process uses the same two storages, in either order, no process misses a file of another.
    """

    def __init__(self, *, first: dict, second: dict):
        self._entries = first, second

    @cached_property
    def first(self) -> FileStore:
        return make_storage(self._entries[0])

    @cached_property
    def second(self) -> FileStore:
        return make_storage(self._entries[1])

    @property
    def both(self) -> tuple[FileStore, FileStore]:
        return self.first, self.second

    @property
    def folder(self):
        """Return the folder of the one that is a folder, or None."""
        return next((folder for one in self.both if (folder := getattr(one, "folder", None))), None)

    def get_available_name(self, name, max_length=None):
        return name

    def _open(self, name, mode="rb"):
        with suppress(FileNotFoundError):
            return self.first.open(name, mode)
        return self.second.open(name, mode)

    def _save(self, name, content):
        return self.first.save(name, content)

    def exists(self, name):
        return self.first.exists(name) or self.second.exists(name)

    def size(self, name):
        with suppress(FileNotFoundError):
            return self.first.size(name)
        return self.second.size(name)

    @property
    def _in_order_of_deletion(self) -> tuple[FileStore, ...]:
        """Return where to delete, in order.

        `move_evidence` copies in either direction, and destroys a copy if the original is gone afterwards. So a
        deletion of the copy must follow that of the original, whichever of the two storages has it.
        """
        return self.first, self.second, self.first

    def delete(self, name):
        for storage in self._in_order_of_deletion:
            storage.delete(name)

    def destroy(self, name: str) -> None:
        for storage in self._in_order_of_deletion:
            storage.destroy(name)

    def stored_files(self, prefix: str = "") -> Iterator[StoredFile]:
        seen = set()
        for file in self.first.stored_files(prefix):
            seen.add(file.name)
            yield file
        yield from (file for file in self.second.stored_files(prefix) if file.name not in seen)

    def delete_folder(self, name: str, *, all_versions: bool) -> None:
        for storage in self._in_order_of_deletion:
            storage.delete_folder(name, all_versions=all_versions)

    def delete_unfinished(self, *, before: datetime) -> int:
        return sum(storage.delete_unfinished(before=before) for storage in self.both)

    def rewrite(self, name: str, parts: Iterable[bytes]) -> bool:
        raise StorageUnavailable(0, "files are moving between two storages: finish move_evidence first", name)
