"""Files at rest: sealed in pieces, so that any part of a video can be unsealed without the rest.

A sealed file is MARK, the length of its key (2 bytes), its key (drawn for it alone, sealed under the ring of
ledger.crypto), then blocks of AES-256-GCM. A block's nonce is its number and whether it is the last one, so that
blocks can neither change places nor be cut off; `purpose`, bound to the key, says which file it is. Under a new first
key of the ring only a file's own key is sealed again (`rewrap`).
"""

import base64
import errno
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files import File
from django.core.files.storage import storages

from ledger import crypto

MARK = b"SEALED1\n"
BLOCK = 256 * 1024  # bytes of plain text
TAG = 16
FULL = {errno.ENOSPC, errno.EDQUOT}


class Damaged(Exception):
    """A sealed file is gone, cut off, altered, or another one than was asked for."""


class NoRoom(Exception):
    """The disk is full: nothing was kept, and the same may pass later."""


def storage():
    """The storage of evidence (settings.STORAGES)."""
    return storages["evidence"]


def save(name: str, plain: Iterable[bytes], *, purpose: str) -> None:
    """Seal and keep a file. What touches the disk on the way is sealed already. Raises NoRoom."""
    try:
        with tempfile.TemporaryFile() as scratch:
            for part in seal(plain, purpose=purpose):
                scratch.write(part)
            scratch.seek(0)
            storage().save(name, File(scratch))
    except OSError as trouble:
        if trouble.errno in FULL:
            raise NoRoom(name) from trouble
        raise


def rewrap(name: str, *, purpose: str) -> bool:
    """Seal the file's own key under the first key of the ring. What it holds stays as it is, byte for byte.

    Written beside it and put in its place at once: whoever is killed on the way leaves the file as it was. False where
    nothing is to be done, or the file is gone. Raises Damaged, NoRoom.
    """
    try:
        with storage().open(name, "rb") as kept:
            length = _length(kept)
            wrapped = kept.read(length).decode()
            if wrapped.split(":", 1)[0] == crypto.key_ids()[0]:
                return False
            new = crypto.seal(crypto.unseal(wrapped, purpose), purpose).encode()
            head = MARK + len(new).to_bytes(2, "big") + new
            return storage().rewrite(name, chain([head], iter(lambda: kept.read(BLOCK), b"")))
    except FileNotFoundError:
        return False
    except (ValueError, KeyError, InvalidTag) as error:
        raise Damaged(name) from error
    except OSError as trouble:
        if trouble.errno in FULL:
            raise NoRoom(name) from trouble
        raise


def _length(file) -> int:
    """Of the sealed key that follows."""
    if file.read(len(MARK)) != MARK:
        raise ValueError("not a sealed file")
    return int.from_bytes(file.read(2), "big")


def seal(plain: Iterable[bytes], *, purpose: str) -> Iterator[bytes]:
    """The sealed file of a plain one, part by part."""
    key = AESGCM.generate_key(256)
    wrapped = crypto.seal(base64.b64encode(key).decode(), purpose).encode()
    yield MARK + len(wrapped).to_bytes(2, "big") + wrapped
    cipher, number, last = AESGCM(key), 0, b""
    for number, block in enumerate(_blocks(plain)):
        if number:
            yield cipher.encrypt(_nonce(number - 1, is_last=False), last, None)
        last = block
    yield cipher.encrypt(_nonce(number, is_last=True), last, None)


def _blocks(plain: Iterable[bytes]) -> Iterator[bytes]:
    """Parts of any length as blocks of one length; the last may be shorter. One empty block of nothing."""
    held, is_first = bytearray(), True
    for part in plain:
        held += part
        while len(held) > BLOCK:
            yield bytes(held[:BLOCK])
            del held[:BLOCK]
            is_first = False
    if held or is_first:
        yield bytes(held)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class Plain(io.RawIOBase):
    """A sealed file, read as it was before: from any place, a block at a time. Raises Damaged."""

    def __init__(self, name: str, *, purpose: str):
        try:
            self._file = storage().open(name, "rb")
            self._begin(purpose)
        except (OSError, ValueError, KeyError, InvalidTag) as error:
            raise Damaged(name) from error
        self.name, self._at, self._held = name, 0, (-1, b"")

    def _begin(self, purpose: str) -> None:
        length = _length(self._file)
        key = crypto.unseal(self._file.read(length).decode(), purpose)
        self._cipher = AESGCM(base64.b64decode(key))
        self._start = len(MARK) + 2 + length
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
        if self._held[0] != number:
            self._file.seek(self._start + number * (BLOCK + TAG))
            nonce = _nonce(number, is_last=number == self._blocks - 1)
            try:
                self._held = number, self._cipher.decrypt(nonce, self._file.read(BLOCK + TAG), None)
            except (OSError, ValueError, InvalidTag) as error:
                raise Damaged(self.name) from error
        return self._held[1]

    def part(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` to before `stop`, block by block."""
        self.seek(start)
        while self._at < stop and (block := self.read(min(BLOCK, stop - self._at))):
            yield block

    def close(self) -> None:
        if not self.closed and hasattr(self, "_file"):
            self._file.close()
        super().close()


def forget(*names: str) -> None:
    """Delete files; one that is not there is no trouble."""
    for name in filter(None, names):
        storage().delete(name)
