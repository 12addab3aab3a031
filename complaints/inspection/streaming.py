"""A large film for the process that inspects it: read and written part by part, so that it never lies in memory whole.

The other end is complaints.evidence.large_files.
"""

import io
import os
import socket
import struct
from typing import BinaryIO

from complaints.rules.files import FileRefused, Reason

REQUEST = struct.Struct("!QI")
"""A request to the other end: first byte and length. The answer has exactly that many bytes."""

HEAD = 1024 * 1024
"""Muxers change what they wrote at the beginning (lengths, duration) when they have come to the end."""


class OriginalFile(io.RawIOBase):
    """The original, of `size` bytes, which the other end of a socket reads for us from any place."""

    def __init__(self, handle: int, size: int):
        self._socket, self._size, self._at = socket.socket(fileno=handle), size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer) -> int:
        length = max(0, min(len(buffer), self._size - self._at))
        if not length:
            return 0
        self._socket.sendall(REQUEST.pack(self._at, length))
        came, view = 0, memoryview(buffer)[:length]
        while came < length:
            some = self._socket.recv_into(view[came:])
            if not some:
                raise OSError("the original cannot be read")
            came += some
        self._at += length
        return length


class HeadRecorder:
    """An output that keeps its first bytes alone, as they are when everything has been written."""

    def __init__(self):
        self.head, self._size, self._at = bytearray(), 0, 0

    def write(self, data) -> int:
        """Raises Refused where it would leave a gap."""
        data = bytes(data)
        if self._at > self._size:
            raise FileRefused(Reason.TOO_HARD)
        self._take(self._at, data)
        self._at += len(data)
        self._size = max(self._size, self._at)
        return len(data)

    def _take(self, start: int, data: bytes) -> None:
        if start < HEAD:
            self.head[start : start + len(data)] = data
            del self.head[HEAD:]

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        return self._at


class SequentialOutput(HeadRecorder):
    """The same output written once more: passed on from its first byte to its last, with the recorded beginning.

    Raises Refused where a muxer changes anything beyond that beginning.
    """

    def __init__(self, out: BinaryIO, recorded: HeadRecorder):
        super().__init__()
        out.write(recorded.head)
        self._out, self._passed = out, HEAD

    def _take(self, start: int, data: bytes) -> None:
        rest = data[max(0, HEAD - start) :]
        if not rest:
            return
        if max(start, HEAD) != self._passed:
            raise FileRefused(Reason.TOO_HARD)
        self._out.write(rest)
        self._passed += len(rest)
