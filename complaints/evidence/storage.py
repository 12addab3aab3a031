"""Where sealed files lie: a folder that every web and worker process reaches."""

import os
from collections.abc import Iterable
from datetime import datetime
from math import inf
from pathlib import Path
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

HALVES = ".halves"


class Durable(FileSystemStorage):
    """A file is there whole and on the disk, or not at all; one that is written again takes the place of the first."""

    def __init__(self, location=None, **options):
        private = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        super().__init__(location, **private | options)

    def get_available_name(self, name, max_length=None):
        return name

    @property
    def _halves(self) -> Path:
        """Where files grow, on the disk on which they are to lie."""
        return Path(self.location) / HALVES

    def forget_halves(self, *, before: datetime) -> int:
        """Delete what nobody writes any more: whoever wrote it was killed. Returns how many."""
        old = [half for half in self._halves.glob(".*") if _written_at(half) < before.timestamp()]
        for half in old:
            half.unlink(missing_ok=True)
        return len(old)

    def rewrite(self, name: str, parts: Iterable[bytes]) -> bool:
        """Put other contents in the place of a file. False where it has gone meanwhile: it must not come back."""
        return self._write(name, parts, is_new=False)

    def _save(self, name, content):
        self._write(name, content.chunks(), is_new=True)
        return name

    def _write(self, name: str, parts: Iterable[bytes], *, is_new: bool) -> bool:
        target, half = Path(self.path(name)), self._halves / f".{uuid4().hex}"
        for folder in (target.parent, half.parent):
            os.makedirs(folder, mode=self.directory_permissions_mode, exist_ok=True)
        try:
            with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, self.file_permissions_mode), "wb") as out:
                out.writelines(parts)
                out.flush()
                os.fsync(out.fileno())
            if not (is_new or target.exists()):
                half.unlink()
                return False
            half.replace(target)
        except BaseException:
            half.unlink(missing_ok=True)  # on a full disk above all
            raise
        _sync_folder(target.parent)
        return True


def _written_at(file: Path) -> float:
    """When it last grew; never, if it is gone meanwhile."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return inf


def _sync_folder(folder: Path) -> None:
    """The name of a new file is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
