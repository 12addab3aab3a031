"""Read and write a large film part by part inside the inspection process, so that it is never in memory as a whole.

The other end is complaints.evidence.large_film_sandbox.
"""

import io
import os
import socket
import struct
from typing import BinaryIO

from complaints.rules.accepted_files import FileRefusal, FileRefused

REQUEST = struct.Struct("!QI")
"""A request to the other end: first byte and length. The response has exactly that many bytes."""

HEAD = 1024 * 1024
"""Bytes at the beginning of a copy that muxers may change at the end, to write lengths and duration."""


class StreamedOriginal(io.RawIOBase):
    """A seekable reader of the original, of `size` bytes, whose parts the other end of a socket sends."""

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
        received, view = 0, memoryview(buffer)[:length]
        while received < length:
            count = self._socket.recv_into(view[received:])
            if not count:
                raise OSError("the original cannot be read")
            received += count
        self._at += length
        return length


class BeginningRecorder:
    """An output that stores only its first HEAD bytes, in their final state after everything was written."""

    def __init__(self):
        self.head, self._size, self._at = bytearray(), 0, 0

    def write(self, data) -> int:
        """Write at the present position. Raises FileRefused if that would leave a gap."""
        data = bytes(data)
        if self._at > self._size:
            raise FileRefused(FileRefusal.TOO_HARD)
        self._handle(self._at, data)
        self._at += len(data)
        self._size = max(self._size, self._at)
        return len(data)

    def _handle(self, start: int, data: bytes) -> None:
        if start < HEAD:
            self.head[start : start + len(data)] = data
            del self.head[HEAD:]

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        return self._at


class SequentialOutput(BeginningRecorder):
    """An output that passes its bytes on in order, in a second pass, with the recorded beginning of the first pass.

    Raises FileRefused if a muxer changes anything after that beginning.
    """

    def __init__(self, out: BinaryIO, recorded: BeginningRecorder):
        super().__init__()
        out.write(recorded.head)
        self._out, self._passed = out, HEAD

    def _handle(self, start: int, data: bytes) -> None:
        rest = data[max(0, HEAD - start) :]
        if not rest:
            return
        if max(start, HEAD) != self._passed:
            raise FileRefused(FileRefusal.TOO_HARD)
        self._out.write(rest)
        self._passed += len(rest)
