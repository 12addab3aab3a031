"""Copy sealed files from one storage to another and prove each copy, while the portal uses both."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files import File

from complaints.file_stores.storage_interface import FileStore, StoredFile

CHUNK = 1024 * 1024
HEAD = 1024
"""Bytes that two files must share to be the same: they hold the random key of a sealed file's content."""


class CopyDiffers(Exception):
    """A copy has another SHA-256 than its original."""


@dataclass(frozen=True)
class CopiedFile:
    """A file that is now in both storages. `is_new`: it was not there before."""

    name: str
    size: int
    is_new: bool


def copy_files(source: FileStore, target: FileStore, *, prove_all: bool = False) -> Iterator[CopiedFile]:
    """Copy each file that the target does not have, read the copy back, and yield every file that is in both.

    An interrupted run is continued: files of the same size and with the same beginning are not copied again; with
    `prove_all` their SHA-256 is compared too. A file that is deleted meanwhile is in neither afterwards. Raises
    CopyDiffers.
    """
    there = {file.name: file for file in target.stored_files()}
    for file in source.stored_files():
        try:
            if _is_there(source, target, file, there.get(file.name), prove_all=prove_all):
                yield CopiedFile(file.name, file.size, is_new=False)
                continue
            _copy_file(source, target, file.name)
        except FileNotFoundError:
            pass
        if not source.exists(file.name):  # if it is deleted after this, the copy is too (PairedStorage)
            target.destroy(file.name)
            continue
        yield CopiedFile(file.name, file.size, is_new=True)


def _is_there(source: FileStore, target: FileStore, file: StoredFile, there: StoredFile | None, *, prove_all) -> bool:
    """Return whether the target has the file, or a newer one that the portal has written there."""
    if there is None:
        return target.exists(file.name)
    if there.size == file.size and _head_of(source, file.name) == _head_of(target, file.name):
        return not prove_all or _digest_of(source, file.name) == _digest_of(target, file.name)
    return there.written_at > file.written_at


def _head_of(storage: FileStore, name: str) -> bytes:
    with storage.open(name, "rb") as file:
        return file.read(HEAD)


def _digest_of(storage: FileStore, name: str) -> str:
    digest = hashlib.sha256()
    with storage.open(name, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _copy_file(source: FileStore, target: FileStore, name: str) -> None:
    """Copy a file and compare the SHA-256 of what was read with that of what the target returns."""
    with source.open(name, "rb") as opened:
        original = _HashedFile(opened)
        target.save(name, File(original, name=name))
    if _digest_of(target, name) != original.digest.hexdigest():
        target.destroy(name)
        raise CopyDiffers(name)


class _HashedFile(io.RawIOBase):
    """A file whose SHA-256 is computed while it is read from beginning to end."""

    def __init__(self, file):
        self._file, self.size, self.digest = file, file.size, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        part = self._file.read(len(buffer))
        buffer[: len(part)] = part
        self.digest.update(part)
        return len(part)
