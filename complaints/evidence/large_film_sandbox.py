"""Inspect a large film (video or sound) without loading it into memory.

The inspection process requests parts of the original over a socket and writes its copy to a pipe. It has the same
rights as in `sandbox`. The other end is complaints.inspection.film_streaming.
"""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread, Timer

from complaints.evidence import sandbox, sealed_storage
from complaints.file_stores.storage_interface import StorageUnavailable
from complaints.inspection.film_streaming import REQUEST
from complaints.inspection.process_limits import LARGE_FILMS
from complaints.isolation import bubblewrap
from complaints.rules.accepted_files import FileRefusal, FileRefused

CHUNK = 256 * 1024
TIME_LIMIT = LARGE_FILMS.seconds * 6
"""Seconds of elapsed time that a process may take on a busy machine."""
EXTRA_BYTES = 4 * 1024 * 1024
"""By how many bytes a copy may be larger than its original, because another container has other headers."""


class LargeFilmCopy:
    """The copy of a large film, which can be read once, part by part. `media_type` is set at the end."""

    def __init__(self, process: bubblewrap.IsolatedProcess, out: int, most: int):
        self.media_type = ""
        self.is_too_late = False
        self.damage: sealed_storage.DamagedFile | StorageUnavailable | None = None
        self._process, self._out, self._most = process, out, most

    def __iter__(self) -> Iterator[bytes]:
        """Yield the parts of the copy.

        Raises FileRefused or sandbox.InspectionInterrupted at the end, and sealed_storage.DamagedFile or
        StorageUnavailable if the original cannot be read.
        """
        size = 0
        while part := os.read(self._out, CHUNK):
            size += len(part)
            if size > self._most:
                raise FileRefused(FileRefusal.TOO_HARD)
            yield part
        output, code = self._process.stdout.read(), self._process.wait()
        if self.damage:
            raise self.damage
        if self.is_too_late:
            raise FileRefused(FileRefusal.TOO_HARD)
        self.media_type = sandbox.media_type_from_verdict(code, output)

    def end(self) -> None:
        """Kill the process because its time is over."""
        self.is_too_late = True
        self._process.kill()


@contextmanager
def copy_large_film(original: sealed_storage.SealedFileReader, *, family: str) -> Iterator[LargeFilmCopy]:
    """Run the inspection of a large original and yield the copy that may be shown, for the length of the block."""
    our_end, its_end = socket.socketpair()
    read, written = os.pipe()
    program = [*sandbox.PROGRAM, family, str(its_end.fileno()), str(written), "", str(original.size)]
    try:
        process = bubblewrap.IsolatedProcess(
            program, handles=(its_end.fileno(), written), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except BaseException:
        our_end.close()
        os.close(read)
        raise
    finally:
        its_end.close()
        os.close(written)
    copy = LargeFilmCopy(process, read, original.size + EXTRA_BYTES)
    reader, timer = Thread(target=_serve_parts, args=(our_end, original, copy)), Timer(TIME_LIMIT, copy.end)
    reader.start()
    timer.start()
    try:
        yield copy
    finally:
        timer.cancel()
        process.kill()
        with process:  # waits until it has ended
            os.close(read)
        reader.join()
        our_end.close()


def _serve_parts(our_end: socket.socket, original: sealed_storage.SealedFileReader, copy: LargeFilmCopy) -> None:
    """Send the requested parts of the original until the process has ended."""
    with suppress(OSError), our_end.makefile("rb") as requests:
        while len(request := requests.read(REQUEST.size)) == REQUEST.size:
            start, length = REQUEST.unpack(request)
            try:
                for part in original.part(start, start + length):
                    our_end.sendall(part)
            except (sealed_storage.DamagedFile, StorageUnavailable) as damaged:
                copy.damage = damaged
                break
    with suppress(OSError):
        our_end.shutdown(socket.SHUT_RDWR)
