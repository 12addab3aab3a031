"""Evidence in a folder that all web and worker processes of one machine share."""

import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

from complaints.file_stores.storage_interface import StoredFile

UNFINISHED_FOLDER = ".halves"


class DurableStorage(FileSystemStorage):
    """A file system storage with atomic, durable writes (`storage_interface.FileStore`)."""

    def __init__(self, location=None, **options):
        private = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        super().__init__(location, **private | options)

    def get_available_name(self, name, max_length=None):
        return name

    @property
    def folder(self) -> Path:
        """Return the folder with the files."""
        return Path(self.location)

    def stored_files(self, prefix: str = "") -> Iterator[StoredFile]:
        for folder, inner, names in os.walk(self.folder / prefix):
            if UNFINISHED_FOLDER in inner:  # files that are still being written belong to no row
                inner.remove(UNFINISHED_FOLDER)
            for name in names:
                path = Path(folder) / name
                try:
                    status = path.stat()
                except FileNotFoundError:  # deleted meanwhile
                    continue
                written_at = datetime.fromtimestamp(status.st_mtime, UTC)
                yield StoredFile(path.relative_to(self.folder).as_posix(), status.st_size, written_at)

    def destroy(self, name: str) -> None:
        self.delete(name)

    def delete_folder(self, name: str, *, all_versions: bool) -> None:
        shutil.rmtree(self.path(name), ignore_errors=True)

    @property
    def _unfinished_folder(self) -> Path:
        """Return the folder of unfinished files. It is on the same disk, so that a rename is atomic."""
        return Path(self.location) / UNFINISHED_FOLDER

    def delete_unfinished(self, *, before: datetime) -> int:
        old = [file for file in self._unfinished_folder.glob(".*") if _modified_at(file) < before.timestamp()]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def rewrite(self, name: str, parts: Iterable[bytes]) -> bool:
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
