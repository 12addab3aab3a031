"""Inspect a large film without having it in memory: its process asks for parts and passes its copy on as it is written.

The same process as in locked_room, with the same rights; the other end is complaints.inspection.streaming.
"""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread, Timer

from django.conf import settings

from complaints.evidence import sandbox, sealed_storage
from complaints.inspection.limits import LARGE_FILMS
from complaints.inspection.streaming import REQUEST
from complaints.rules.files import FileRefused, Reason

CHUNK = 256 * 1024
LONGEST = LARGE_FILMS.seconds * 6
"""Seconds that a process may take by the clock on the wall, on a busy machine."""
BESIDE = 4 * 1024 * 1024
"""How many bytes a copy may have more than its original: another container writes other lengths."""


class LargeCopy:
    """The copy of a large film, to be read once, part by part; `media_type` is known at the end of it."""

    def __init__(self, process: subprocess.Popen, out: int, most: int):
        self.media_type = ""
        self.is_too_late = False
        self.damage: sealed_storage.Damaged | None = None
        self._process, self._out, self._most = process, out, most

    def __iter__(self) -> Iterator[bytes]:
        """Raises Refused or Interrupted at its end, and sealed.Damaged where the original cannot be read."""
        came = 0
        while part := os.read(self._out, CHUNK):
            came += len(part)
            if came > self._most:
                raise FileRefused(Reason.TOO_HARD)
            yield part
        said, code = self._process.stdout.read(), self._process.wait()
        if self.damage:
            raise self.damage
        if self.is_too_late:
            raise FileRefused(Reason.TOO_HARD)
        self.media_type = sandbox.verdict_of(code, said)

    def end(self) -> None:
        """Kill the process, because its time is over."""
        self.is_too_late = True
        self._process.kill()


@contextmanager
def large_copy_of(original: sealed_storage.Plain, *, family: str) -> Iterator[LargeCopy]:
    """The copy of a large original that may be shown, while the block lasts."""
    asked, asks = socket.socketpair()
    read, written = os.pipe()
    program = [*sandbox.PROGRAM, family, str(asks.fileno()), str(written), "", str(original.size)]
    process = subprocess.Popen(  # noqa: S603 (our own program, told a word of FORMATS and numbers)
        program,
        cwd=settings.BASE_DIR,
        env={"LANG": "C.UTF-8"},
        pass_fds=(asks.fileno(), written),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    asks.close()
    os.close(written)
    copy = LargeCopy(process, read, original.size + BESIDE)
    reader, timer = Thread(target=_answer, args=(asked, original, copy)), Timer(LONGEST, copy.end)
    reader.start()
    timer.start()
    try:
        yield copy
    finally:
        timer.cancel()
        process.kill()
        with process:  # waits for its end
            os.close(read)
        reader.join()
        asked.close()


def _answer(asked: socket.socket, original: sealed_storage.Plain, copy: LargeCopy) -> None:
    """Read the parts that are asked for, until the process is gone."""
    with suppress(OSError), asked.makefile("rb") as requests:
        while len(request := requests.read(REQUEST.size)) == REQUEST.size:
            start, length = REQUEST.unpack(request)
            try:
                for part in original.part(start, start + length):
                    asked.sendall(part)
            except sealed_storage.Damaged as damaged:
                copy.damage = damaged
                break
    with suppress(OSError):
        asked.shutdown(socket.SHUT_RDWR)
