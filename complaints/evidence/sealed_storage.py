"""Encryption of files at rest ("sealing"), in blocks, so that any part of a video can be decrypted without the rest.

A sealed file consists of MARK, the length of its key (2 bytes), its key (random, encrypted under the ring of
ledger.field_encryption) and blocks of AES-256-GCM. A block's nonce is its number and whether it is the last one, so
that blocks cannot be reordered or cut off. `purpose` is bound to the key and identifies the file. When the ring gets a
new first key, only the file's own key is encrypted again (`rewrap_file_key`).
"""

import base64
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files import File
from django.core.files.storage import storages

from complaints.file_stores.storage_interface import DISK_FULL_ERRORS, StorageUnavailable
from ledger import field_encryption

FILE_SIGNATURE = b"SEALED1\n"
BLOCK = 256 * 1024  # bytes of plain text
TAG = 16


class DamagedFile(Exception):
    """A sealed file is missing, truncated or altered, or belongs to another purpose."""


def evidence_storage():
    """Return the storage of evidence (settings.STORAGES)."""
    return storages["evidence"]


def save_sealed(name: str, plain: Iterable[bytes], *, purpose: str) -> None:
    """Seal and store a file. Temporary data on disk are encrypted too. Raises StorageUnavailable."""
    try:
        with tempfile.TemporaryFile() as scratch:
            for part in seal_content(plain, purpose=purpose):
                scratch.write(part)
            scratch.seek(0)
            evidence_storage().save(name, File(scratch))
    except OSError as trouble:
        if trouble.errno in DISK_FULL_ERRORS:
            raise StorageUnavailable(trouble.errno, trouble.strerror, name) from trouble
        raise


def update_digest(parts: Iterable[bytes], digest) -> Iterator[bytes]:
    """Yield the parts unchanged and add each to the digest (hashlib)."""
    for part in parts:
        digest.update(part)
        yield part


def rewrap_file_key(name: str, *, purpose: str) -> bool:
    """Encrypt the file's own key under the first key of the ring. The blocks stay as they are.

    The new file replaces the old one atomically, so a killed process leaves the old file unchanged. Returns False if
    the key is already under the first key, or the file is gone. Raises DamagedFile or StorageUnavailable.
    """
    try:
        with evidence_storage().open(name, "rb") as file:
            length = _read_key_length(file)
            wrapped = file.read(length).decode()
            if wrapped.split(":", 1)[0] == field_encryption.field_key_ids()[0]:
                return False
            rewrapped = field_encryption.encrypt_text(field_encryption.decrypt_text(wrapped, purpose), purpose).encode()
            head = FILE_SIGNATURE + len(rewrapped).to_bytes(2, "big") + rewrapped
            return evidence_storage().rewrite(name, chain([head], iter(lambda: file.read(BLOCK), b"")))
    except FileNotFoundError:
        return False
    except (ValueError, KeyError, InvalidTag) as error:
        raise DamagedFile(name) from error
    except OSError as trouble:
        if trouble.errno in DISK_FULL_ERRORS:
            raise StorageUnavailable(trouble.errno, trouble.strerror, name) from trouble
        raise


def _read_key_length(file) -> int:
    """Return the length of the encrypted key that follows. Raises ValueError if the file is not sealed."""
    if file.read(len(FILE_SIGNATURE)) != FILE_SIGNATURE:
        raise ValueError("not a sealed file")
    return int.from_bytes(file.read(2), "big")


def seal_content(plain: Iterable[bytes], *, purpose: str) -> Iterator[bytes]:
    """Yield the sealed file of a plain one, part by part."""
    key = AESGCM.generate_key(256)
    wrapped = field_encryption.encrypt_text(base64.b64encode(key).decode(), purpose).encode()
    yield FILE_SIGNATURE + len(wrapped).to_bytes(2, "big") + wrapped
    cipher, number, last = AESGCM(key), 0, b""
    for number, block in enumerate(_blocks(plain)):
        if number:
            yield cipher.encrypt(_block_nonce(number - 1, is_last=False), last, None)
        last = block
    yield cipher.encrypt(_block_nonce(number, is_last=True), last, None)


def _blocks(plain: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts as blocks of BLOCK bytes. The last block may be shorter; an empty file is one empty block."""
    buffer, is_first = bytearray(), True
    for part in plain:
        buffer += part
        while len(buffer) > BLOCK:
            yield bytes(buffer[:BLOCK])
            del buffer[:BLOCK]
            is_first = False
    if buffer or is_first:
        yield bytes(buffer)


def _block_nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class SealedFileReader(io.RawIOBase):
    """A seekable reader of a sealed file's plain content. Decrypts one block at a time. Raises DamagedFile."""

    def __init__(self, name: str, *, purpose: str):
        try:
            self._file = evidence_storage().open(name, "rb")
            self._read_header(purpose)
        except StorageUnavailable:
            raise
        except (OSError, ValueError, KeyError, InvalidTag) as error:
            raise DamagedFile(name) from error
        self.name, self._at, self._last_block = name, 0, (-1, b"")

    def _read_header(self, purpose: str) -> None:
        length = _read_key_length(self._file)
        key = field_encryption.decrypt_text(self._file.read(length).decode(), purpose)
        self._cipher = AESGCM(base64.b64decode(key))
        self._start = len(FILE_SIGNATURE) + 2 + length
        body = self._file.size - self._start
        self._blocks = max(1, -(-body // (BLOCK + TAG)))
        self.size = body - self._blocks * TAG

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence])
        return self._at

    def readinto(self, buffer) -> int:
        number, inside = divmod(self._at, BLOCK)
        part = self._block(number)[inside : inside + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _block(self, number: int) -> bytes:
        if number >= self._blocks:
            return b""
        if self._last_block[0] != number:
            self._file.seek(self._start + number * (BLOCK + TAG))
            nonce = _block_nonce(number, is_last=number == self._blocks - 1)
            try:
                self._last_block = number, self._cipher.decrypt(nonce, self._file.read(BLOCK + TAG), None)
            except StorageUnavailable:
                raise
            except (OSError, ValueError, InvalidTag) as error:
                raise DamagedFile(self.name) from error
        return self._last_block[1]

    def part(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to but not including `stop`, block by block."""
        self.seek(start)
        while self._at < stop and (block := self.read(min(BLOCK, stop - self._at))):
            yield block

    def close(self) -> None:
        if not self.closed and hasattr(self, "_file"):
            self._file.close()
        super().close()


def delete_files(*names: str) -> None:
    """Delete files for good, with all versions that a bucket keeps. Missing files and empty names are ignored."""
    for name in filter(None, names):
        evidence_storage().destroy(name)


def discard_files(*names: str) -> None:
    """Delete files that are no longer needed. A bucket keeps them as a backup until its rule removes old versions.

    For pieces of a complete file, and for originals of which only the inspected copy is kept: a database that is
    restored to a moment before may need them again.
    """
    for name in filter(None, names):
        evidence_storage().delete(name)
