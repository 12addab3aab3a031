"""The file storage of evidence: a folder that all web and worker processes share."""

import os
from collections.abc import Iterable
from datetime import datetime
from math import inf
from pathlib import Path
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

UNFINISHED_FOLDER = ".halves"


class DurableStorage(FileSystemStorage):
    """A file system storage with atomic, durable writes. A file with an existing name replaces the old one."""

    def __init__(self, location=None, **options):
        private = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        super().__init__(location, **private | options)

    def get_available_name(self, name, max_length=None):
        return name

    @property
    def _unfinished_folder(self) -> Path:
        """Return the folder of unfinished files. It is on the same disk, so that a rename is atomic."""
        return Path(self.location) / UNFINISHED_FOLDER

    def delete_unfinished(self, *, before: datetime) -> int:
        """Delete unfinished files of killed processes, last written before this time. Return how many."""
        old = [file for file in self._unfinished_folder.glob(".*") if _modified_at(file) < before.timestamp()]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def rewrite(self, name: str, parts: Iterable[bytes]) -> bool:
        """Replace the content of a file. Return False if it was deleted meanwhile, so that it does not reappear."""
        return self._write(name, parts, is_new=False)

    def _save(self, name, content):
        self._write(name, content.chunks(), is_new=True)
        return name

    def _write(self, name: str, parts: Iterable[bytes], *, is_new: bool) -> bool:
        target, unfinished = Path(self.path(name)), self._unfinished_folder / f".{uuid4().hex}"
        for folder in (target.parent, unfinished.parent):
            os.makedirs(folder, mode=self.directory_permissions_mode, exist_ok=True)
        try:
            with open(
                os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, self.file_permissions_mode), "wb"
            ) as out:
                out.writelines(parts)
                out.flush()
                os.fsync(out.fileno())
            if not (is_new or target.exists()):
                unfinished.unlink()
                return False
            unfinished.replace(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)  # mainly for a full disk
            raise
        _sync_folder(target.parent)
        return True


def _modified_at(file: Path) -> float:
    """Return when the file was last written (seconds since 1970), or infinity if it is gone."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return inf


def _sync_folder(folder: Path) -> None:
    """Write the folder's entries to disk, so that the name of a new file survives a crash."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
